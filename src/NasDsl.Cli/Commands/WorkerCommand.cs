using System.Collections.Concurrent;
using System.CommandLine;
using System.Text.Json;
using NasDsl.Cli.Searching;
using NasDsl.Cli.Training;
using NasDsl.Search;

namespace NasDsl.Cli.Commands;

/// <summary>
/// What `nasc search --jobs N` starts N times: it reads how to evaluate, then architectures, a line of JSON each, and answers each with a
/// line. It ends when its input does, at once.
/// </summary>
internal static class WorkerCommand
{
    public static Command Create(CommandContext context)
    {
        var command = context.Command(
            WorkerProcess.Command, "Evaluate architectures for another process", CommonOptions.Diagnostics(), [], (session, _) => Work(session));
        command.Hidden = true;
        return command;
    }

    private static void Work(Session session)
    {
        var input = session.Terminal.In;
        if (input.ReadLine() is not { } first || JsonSerializer.Deserialize<SampledSearchSettings>(first) is not { } settings)
            throw new UsageException($"`{WorkerProcess.Command}` is for `nasc search --jobs`");
        var requests = new BlockingCollection<string>();
        new Thread(() => Receive(input, requests)) { IsBackground = true }.Start();
        StoredSearchRun.InBoundary(session, settings, "", () =>
        {
            var evaluators = new SeededEvaluators(SampledSearch.Load(session, settings).Experiment.Evaluator);
            foreach (var line in requests.GetConsumingEnumerable(session.Cancellation))
                if (JsonSerializer.Deserialize<WorkerRequest>(line) is { } request && Candidate.Parse(request.Candidate) is { } candidate)
                    session.Print(JsonSerializer.Serialize(WorkerAnswer.Of(
                        Evaluate(evaluators.Of(request.Seed), new Proposal(candidate, request.Budget)))) + "\n");
            return true;
        });
    }

    /// <summary>Whoever asks is gone when the input ends, whatever is computed just then.</summary>
    private static void Receive(TextReader input, BlockingCollection<string> requests)
    {
        while (input.ReadLine() is { } line)
            requests.Add(line);
        Environment.Exit(ExitCodes.Success);
    }

    private static Evaluation Evaluate(IEvaluator evaluator, Proposal proposal)
    {
        try
        {
            return evaluator.Evaluate(proposal).Checked();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Evaluation.Failed(e.Message);
        }
    }
}
