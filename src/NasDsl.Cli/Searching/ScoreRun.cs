using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NasDsl.Analysis;
using NasDsl.Cli.Commands;
using NasDsl.Cli.Rendering;
using NasDsl.Cli.Training;
using NasDsl.IR;
using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>What `nasc score` was asked.</summary>
/// <param name="Architecture">A file; null to draw <paramref name="Count"/>.</param>
internal sealed record ScoreSettings(
    string Data, string? Architecture, int Count, int Batch, long Seed, string? Table, string? Metric, bool Json)
{
    public RunSettings Run => new(Data, "", false, null, null, Seed, 1, TrainingOptions.Processor, Json);
}

/// <summary>One `nasc score`.</summary>
internal sealed class ScoreRun(Session session, LoadedProgram program, ScoreSettings settings)
{
    private static readonly ImmutableArray<Metric> Sizes = [.. new[] { "params", "macs" }.Select(Metric.Find).OfType<Metric>()];

    private static readonly ImmutableArray<Metric> Scores = [.. Metric.Scores.Select(Metric.Find).OfType<Metric>()];

    public void Execute()
    {
        var constraints = new ConstraintCheck(program);
        var space = DecisionSpace.Of(program.Space, constraints.Constraints.IsEmpty ? null : a => constraints.Satisfies(a, program.Space));
        var table = settings is { Table: { } file, Metric: { } metric }
            ? TableFile.Read(session.Terminal, file, space, new TableColumns([new Goal(metric)]))
            : null;
        var size = new SizeSource(space);
        using var source = new ScoreSource(space, TrainingData.Load(session, program.Space, settings.Run), settings.Batch, settings.Seed, settings.Run.Threads);
        var rows = new List<(ImmutableArray<double> Scores, double Metric)>();
        foreach (var candidate in Candidates(space))
        {
            if (session.Cancellation.IsCancellationRequested)
                break;
            var proposal = new Proposal(candidate);
            var values = size.Measure(proposal, Sizes).Concat(source.Measure(proposal, Scores)).ToDictionary(v => v.Key, v => v.Value);
            ImmutableArray<double> scores = [.. Sizes.Concat(Scores).Select(m => values[m])];
            Write(space, candidate, scores, rows.Count == 0);
            if (table?.Evaluate(proposal) is { HasFailed: false } known)
                rows.Add((scores, known.Metrics[0]));
            else if (table is null)
                rows.Add((scores, double.NaN));
        }
        session.IsInterrupted |= session.Cancellation.IsCancellationRequested;
        if (table is not null)
            WriteCorrelations(rows);
    }

    private IEnumerable<Candidate> Candidates(DecisionSpace space)
    {
        if (settings.Architecture is { } path)
            return [space.CandidateOf(ProgramLoader.LoadArchitecture(session, path, program.Space))];
        var sampler = new RandomSearch(space, settings.Seed);
        return Enumerable.Range(0, settings.Count).Select(_ => sampler.Propose(1)).TakeWhile(p => p.Count > 0).Select(p => p[0].Candidate);
    }

    private void Write(DecisionSpace space, Candidate candidate, ImmutableArray<double> scores, bool isFirst)
    {
        var names = Sizes.Concat(Scores).Select(m => m.Name).ToList();
        if (settings.Json)
        {
            session.Print(JsonText.Write(
                writer =>
                {
                    writer.WriteStartObject();
                    for (var i = 0; i < names.Count; i++)
                        writer.WriteMeasured(names[i], scores[i]);
                    ArchitectureJson.Write(writer, "architecture", space.Source, space.ArchitectureOf(candidate));
                    writer.WriteEndObject();
                },
                indented: false) + "\n");
            return;
        }
        var text = new StringBuilder();
        if (isFirst)
            text.AppendJoin("  ", names.Select(n => n.PadLeft(11))).Append('\n');
        text.AppendJoin("  ", scores.Select(s => s.ToString("G5", CultureInfo.InvariantCulture).PadLeft(11))).Append('\n');
        session.Print(text.ToString());
    }

    /// <summary>Between each score and the column, over the architectures that the table has and the score is finite for.</summary>
    private void WriteCorrelations(List<(ImmutableArray<double> Scores, double Metric)> rows)
    {
        var text = new StringBuilder();
        foreach (var (metric, i) in Sizes.Concat(Scores).Select((m, i) => (m, i)))
        {
            var finite = rows.Where(r => double.IsFinite(r.Scores[i])).ToList();
            var (a, b) = (finite.Select(r => r.Scores[i]).ToArray(), finite.Select(r => r.Metric).ToArray());
            var (spearman, kendall) = (RankCorrelation.Spearman(a, b), RankCorrelation.Kendall(a, b));
            text.Append(settings.Json
                ? JsonText.Write(
                    writer =>
                    {
                        writer.WriteStartObject();
                        writer.WriteString("score", metric.Name);
                        writer.WriteMeasured("spearman", spearman);
                        writer.WriteMeasured("kendall", kendall);
                        writer.WriteNumber("architectures", a.Length);
                        writer.WriteEndObject();
                    },
                    indented: false)
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{metric.Name,-11} Spearman {spearman,7:0.000}  Kendall {kendall,7:0.000}  over {a.Length} architectures"));
            text.Append('\n');
        }
        session.Print(text.ToString());
    }
}
