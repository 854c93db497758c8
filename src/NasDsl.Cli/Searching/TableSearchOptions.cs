using System.CommandLine;
using System.Globalization;
using NasDsl.Cli.Commands;
using NasDsl.IR;

namespace NasDsl.Cli.Searching;

/// <summary>The options of a search in a table.</summary>
internal sealed class TableSearchOptions
{
    public Option<string?> Table { get; } = CommonOptions.Text(
        "--table", "FILE", "Look results up in a table (.csv, .csv.gz) instead of training: its architecture column in any notation of `nasc arch`");

    private Option<string?> Metric { get; } = CommonOptions.Text("--metric", "COLUMN", "With --table: the column to maximize");

    private Option<string[]> Minimize { get; } = Several("--minimize", "COLUMN", "With --table: a column to minimize; may be repeated");

    private Option<string?> Architecture { get; } = CommonOptions.Text(
        "--architecture", "COLUMN", "With --table: the column of architectures (found unless given)");

    private Option<string?> Cost { get; } = CommonOptions.Text(
        "--cost", "COLUMN", "With --table: what an evaluation costs, in seconds of a simulated clock");

    private Option<double?> Budget { get; } = new("--budget")
    {
        Description = "With --cost: end before the clock passes so many seconds",
        HelpName = "SECONDS",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value))
                return value;
            result.AddError($"`--budget` takes a positive number of seconds, not `{text}`");
            return null;
        },
    };

    private Option<string[]> Fidelity { get; } = Several(
        "--fidelity", "BUDGET=COLUMN", "With --table: the metric after less training, such as 12=accuracy12; may be repeated");

    private Option<string?> Strategy { get; } = CommonOptions.Word(
        "--strategy", "With --table: the strategy, instead of what the program says", [.. StrategyPlans.Names]);

    private Option<int?> Evaluations { get; } = CommonOptions.Count("--evaluations", "With --table: evaluations from each seed (100 unless given)");

    private Option<int?> Seeds { get; } = CommonOptions.Count("--seeds", "With --table: searches, from as many seeds, --seed the first (1 unless given)");

    private Option<int?> Failures { get; } = CommonOptions.Count(
        "--failures", "With --table: failed evaluations that end a search (one in ten unless given)", minimum: 0);

    public IEnumerable<Option> Symbols =>
        [Table, Metric, Minimize, Architecture, Cost, Budget, Fidelity, Strategy, Evaluations, Seeds, Failures];

    /// <summary>The options that are given and mean nothing without a table.</summary>
    public IEnumerable<string> Given(ParseResult parsed) =>
        Symbols.Where(o => o != Table && parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    public TableSearchSettings Read(ParseResult parsed, string table, TrainingOptions common) => new(
        parsed.GetRequiredValue(common.File),
        parsed.GetValue(common.Set) ?? [],
        parsed.GetValue(common.Network),
        table,
        parsed.GetValue(Architecture),
        parsed.GetValue(Metric),
        parsed.GetValue(Minimize) ?? [],
        parsed.GetValue(Fidelity) ?? [],
        parsed.GetValue(Cost),
        parsed.GetValue(Budget),
        parsed.GetValue(Strategy),
        parsed.GetValue(Evaluations),
        parsed.GetValue(Seeds) ?? 1,
        parsed.GetValue(common.Seed),
        parsed.GetValue(Failures));

    private static Option<string[]> Several(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        AllowMultipleArgumentsPerToken = false,
    };
}
