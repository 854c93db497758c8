using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using NasDsl.Analysis;
using NasDsl.Cli.Searching;
using NasDsl.IR;
using NasDsl.Search;

namespace NasDsl.Cli.Viewing;

/// <summary>The page of a search in a table: what `run.db` says.</summary>
internal sealed class TableRunPage(Session session, RunFiles files)
{
    private const int MostTrials = 20_000;

    private static readonly HashSet<string> Hidden = new(["options", "directory", "table_digest"], StringComparer.Ordinal);

    /// <exception cref="InputException">The record cannot be read.</exception>
    public JsonObject Read()
    {
        var run = RecordedRun.Open(session.Terminal, files.Folder, withTrials: true);
        var program = ProgramOf(run);
        var page = new JsonObject
        {
            ["name"] = files.Name,
            ["command"] = "search",
            ["state"] = run.State is "finished" or "failed" ? run.State : $"running {run.State} searches",
            ["facts"] = new JsonArray([.. run.Settings.Where(s => !Hidden.Contains(s.Key)).Select(
                s => (JsonNode)new JsonArray(s.Key.Replace('_', ' '), s.Value))]),
            ["goals"] = new JsonArray([.. run.Goals.Select(g => (JsonNode)new JsonObject { ["name"] = g.Name, ["minimized"] = g.IsMinimized })]),
            ["searches"] = new JsonArray([.. run.Searches.Select(s => (JsonNode)SearchOf(run, s))]),
            ["evaluations"] = new JsonArray([.. run.Trials.Take(MostTrials).Select(t => (JsonNode)TrialOf(t, program))]),
            ["omitted"] = Math.Max(0, run.Trials.Length - MostTrials),
        };
        if (files.Json("result.json") is { } result)
            page["result"] = result;
        if (WinnerPart.Of(files, "best.arch.json", program?.Program, "the program is not where it was, or not what it was: there is no drawing") is { } winner)
            page["winner"] = winner;
        return page;
    }

    /// <summary>The program where it was when the run began; null where it is gone or another.</summary>
    private KnownProgram? ProgramOf(RecordedRun run)
    {
        try
        {
            var (inPlace, settings) = StoredSearchRun.SettingsOf(session, run.Settings);
            var program = ProgramLoader.Load(inPlace.Apart(), settings.Program, settings.Set, settings.Network);
            return Fingerprint.Of(program.Space) == run.Settings.GetValueOrDefault("fingerprint")
                ? new KnownProgram(program, DecisionSpace.Of(program.Space))
                : null;
        }
        catch (Exception e) when (e is InputException or UsageException or RunStoreException or ArgumentException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static JsonObject SearchOf(RecordedRun run, StoredSearch search) => new()
    {
        ["seed"] = search.Seed,
        ["state"] = search.State.ToString().ToLowerInvariant(),
        ["best"] = run.Bests.TryGetValue(search.Seed, out var best) ? best : null,
        ["rank"] = search.Rank,
        ["seconds"] = search.Seconds,
    };

    private static JsonObject TrialOf(StoredTrial trial, KnownProgram? program)
    {
        var evaluation = trial.Evaluation;
        var row = new JsonObject
        {
            ["seed"] = trial.Seed,
            ["number"] = trial.Number,
            ["budget"] = trial.Proposal.Budget,
            ["metrics"] = new JsonArray([.. (evaluation is { HasFailed: false } ? evaluation.Metrics : ImmutableArray<double>.Empty)
                .Select(m => (JsonNode?)(double.IsFinite(m) ? m : null))]),
            ["cost"] = evaluation?.Cost is { } cost && double.IsFinite(cost) ? cost : 0,
            ["architecture"] = program is null
                ? trial.Proposal.Candidate.ToString()
                : ArchitectureText(program.Space.ArchitectureOf(trial.Proposal.Candidate)),
        };
        if (evaluation?.Failure is { } failure)
            row["failure"] = failure;
        return row;
    }

    private static string ArchitectureText(Architecture architecture) => string.Join(
        " ", architecture.Choices.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key}={string.Join('+', c.Value)}")));

    private sealed record KnownProgram(LoadedProgram Program, DecisionSpace Space);
}
