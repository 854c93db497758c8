using NasDsl.Diagnostics;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Search;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>One search of a supernet: it is compiled and searched, the best architecture kept; it may go on where another one ended.</summary>
internal sealed class SearchRun
{
    /// <summary>All that is needed to go on, as long as the search is not finished.</summary>
    public const string CheckpointFile = "checkpoint.safetensors";

    /// <summary>In the checkpoint: how the search was asked for, and what it searches.</summary>
    public const string RequestEntry = "request", DescriptionEntry = "description";

    /// <summary>The supernet, when the search has ended.</summary>
    public const string Weights = "supernet.safetensors";

    private const string Alphas = "alphas.jsonl", Metrics = "metrics.csv", Log = "run.log";

    private readonly Session session;
    private readonly SearchRequest request;
    private readonly LoadedProgram program;
    private readonly SupernetPlan plan;
    private readonly RunFolder folder;
    private readonly SearchFindings findings;
    private readonly RunDescription description;

    private SearchRun(Session session, SearchRequest request)
    {
        (this.session, this.request) = (session, request);
        program = request.Load(session);
        plan = request.PlanOf(program);
        folder = RunFolder.At(session.Terminal, request.Settings.Out);
        findings = new SearchFindings(session, program, request, folder);
        description = new RunDescription("search", program.Compilation, program.Supernet, request.Settings)
        {
            Plan = writer => RunDescription.Write(writer, plan),
        };
    }

    private SearchSpace Space => program.Supernet;

    private IReadOnlyList<string> Files =>
        [SearchFindings.Best, Weights, Alphas, Metrics, Log, SearchFindings.Result, CheckpointFile, findings.ChildFile];

    /// <exception cref="InputException">The folder holds a run, or something cannot be used.</exception>
    public static void Start(Session session, SearchRequest request)
    {
        var run = new SearchRun(session, request);
        RunFolder.ExpectFree(session.Terminal, request.Settings.Out, request.Settings.Force, run.Files);
        run.Execute(null);
    }

    /// <exception cref="InputException">The program or the settings are not what they were.</exception>
    public static void Resume(Session session, SearchRequest request, Checkpoint checkpoint)
    {
        var run = new SearchRun(session, request);
        if (StoredSupernetRun.Change(checkpoint.Text(DescriptionEntry), run.description.Text("running")) is { } change)
            throw new InputException(Diagnose.RunChanged(request.Settings.Out, change));
        run.Execute(checkpoint);
    }

    private void Execute(Checkpoint? from)
    {
        Devices.Parse(request.Settings.Device);
        if (plan.Relaxes)
            program.ExpectRelaxable(plan.Name);
        else
            program.ExpectSupernet();
        var code = SupernetEmitter.Emit(Space, request.Optimization);
        var data = TrainingData.Load(session, Space, request.Settings);
        var model = GeneratedModels.CreateSupernet(code, GeneratedNames.Supernet(Space), request.Settings.Seed);

        if (from is null)
            RunFolder.Open(session.Terminal, request.Settings.Out, request.Settings.Force, Files);
        else
            Rewind(from.Epochs);
        folder.WriteText(RunFolder.Description, description.Text("running"));
        var result = description.Guard(folder, () => Search(model, data, from));
        session.IsInterrupted |= result.Stopped;
        description.Guard(folder, () =>
        {
            folder.Write(Weights, path => ModuleWeights.SaveWeights(model.Network, path));
            findings.Keep(result, plan.Relaxes);
            return result;
        });
        folder.WriteText(RunFolder.Description, description.Text(result.Stopped ? "stopped" : "finished"));
        if (result.Stopped)
            session.Note($"`nasc runs resume {request.Settings.Out}` goes on");
        else
            folder.Delete(CheckpointFile);
    }

    /// <summary>A search that was killed may have written epochs that its checkpoint does not know.</summary>
    private void Rewind(int epochs)
    {
        folder.KeepLines(Metrics, epochs + 1);
        if (plan.Relaxes)
            folder.KeepLines(Alphas, epochs);
    }

    private SearchResult Search(SupernetModel model, TrainingData data, Checkpoint? from)
    {
        using var metrics = new MetricsCsv(folder.PathOf(Metrics), "validation", data.Unit);
        using var log = folder.Append(Log);
        using var alphas = plan.Relaxes ? folder.Append(Alphas) : null;
        var settings = PlanSettings.Of(plan, request.Settings, Decisions);
        var search = new SupernetSearch(model, settings) { From = from, Keep = Keep };
        try
        {
            return ProgressDisplay.Run(session.Terminal, "searching", display => search.Run(
                data.Source,
                new Recorder(
                [
                    display, new EpochLog(metrics, log),
                    .. alphas is null ? [] : new ITrainingObserver[] { new AlphaLog(alphas), new BestSoFar(findings.WriteBest) },
                ]),
                session.Cancellation));
        }
        catch (NoCandidateException e)
        {
            throw new InputException(Diagnose.NothingDerived(
                Space.Name, FormattableString.Invariant($"none of {e.Attempts} that were drawn satisfies all constraints")));
        }
    }

    private void Keep(Checkpoint checkpoint)
    {
        checkpoint.PutText(RequestEntry, request.ToString());
        checkpoint.PutText(DescriptionEntry, description.Text("running"));
        folder.Write(CheckpointFile, checkpoint.Write);
    }

    private DecisionSpace Decisions()
    {
        var constraints = new ConstraintCheck(program);
        return DecisionSpace.Of(Space, constraints.Constraints.IsEmpty ? null : a => constraints.Satisfies(a, Space));
    }
}
