using System.Globalization;
using NasDsl.Cli.Rendering;
using NasDsl.Cli.Training;

namespace NasDsl.Cli.Searching;

/// <summary>Says what a search found.</summary>
internal static class SampledSearchReport
{
    /// <summary>One object on one line.</summary>
    public static string Json(SampledSearchResult result) => JsonText.Write(
        writer =>
        {
            var (best, ranks) = (result.Best, result.Ranks);
            writer.WriteStartObject();
            writer.WriteString("strategy", result.Search.Experiment.Plan.Name);
            writer.WriteString("metric", result.Search.Experiment.Evaluator.Goals[0].Name);
            writer.WriteNumber("evaluations", result.Evaluations);
            writer.WriteNumber("seeds", result.Seeds.Count);
            WriteNumber("mean", best.Mean);
            WriteNumber("std", best.Deviation);
            WriteNumber("mean_rank", ranks.Mean);
            WriteNumber("rank_std", ranks.Deviation);
            writer.WriteNumber("failures", result.Seeds.Sum(s => s.Summary.Failures));
            writer.WriteNumber("cost", result.Seeds.Sum(s => s.Summary.Cost));
            writer.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 4));
            if (result.Winner is { Summary.Best: { } winner })
            {
                writer.WriteNumber("best", winner.Evaluation.Metrics[0]);
                var space = result.Search.Experiment.Space;
                ArchitectureJson.Write(writer, "architecture", space.Source, space.ArchitectureOf(winner.Proposal.Candidate));
            }
            writer.WriteEndObject();

            void WriteNumber(string name, double value)
            {
                if (double.IsFinite(value))
                    writer.WriteNumber(name, value);
                else
                    writer.WriteNull(name);
            }
        },
        indented: false) + "\n";

    public static string Text(SampledSearchResult result)
    {
        var (best, ranks) = (result.Best, result.Ranks);
        var rank = result.Search.Table is { } table && ranks.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"rank: mean {ranks.Mean:0.0} of {table.Count}\n")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"""
            {result.Search.Experiment.Plan.Name}: {result.Evaluations:0.#} evaluations from each of {result.Seeds.Count} seeds in {result.Elapsed.TotalSeconds:0.00} s
            {result.Search.Experiment.Evaluator.Goals[0].Name}: mean {best.Mean:G6}, standard deviation {best.Deviation:G4}
            {rank}
            """).ReplaceLineEndings("\n");
    }
}
