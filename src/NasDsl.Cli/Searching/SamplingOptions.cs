using System.CommandLine;
using System.Globalization;
using NasDsl.Cli.Commands;
using NasDsl.IR;

namespace NasDsl.Cli.Searching;

/// <summary>The options of a search that samples architectures, in a table or by training them.</summary>
internal sealed class SamplingOptions
{
    public Option<string?> Table { get; } = CommonOptions.Text(
        "--table", "FILE", "Look results up in a table (.csv, .csv.gz) instead of training: its architecture column in any notation of `nasc arch`");

    private Option<string?> Metric { get; } = CommonOptions.Text("--metric", "NAME", "What to maximize: a column of the table; with --data accuracy, loss, params, macs or a score");

    private Option<string[]> Minimize { get; } = Several("--minimize", "NAME", "What to minimize, as for --metric; may be repeated");

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
        "--strategy", "The strategy, instead of what the program says", [.. StrategyPlans.Names]);

    private Option<int?> Evaluations { get; } = CommonOptions.Count("--evaluations", "Evaluations from each seed (100 unless given)");

    private Option<int?> Seeds { get; } = CommonOptions.Count("--seeds", "Searches, from as many seeds, --seed the first (1 unless given)");

    private Option<int?> Failures { get; } = CommonOptions.Count(
        "--failures", "Failed evaluations that end a search (one in ten unless given)", minimum: 0);

    private Option<int?> Jobs { get; } = CommonOptions.Count("--jobs", "Evaluate in so many processes (1 unless given)", maximum: 1024);

    private Option<int?> Ask { get; } = CommonOptions.Count(
        "--ask", "Architectures that are proposed before the strategy is told of them (as many as jobs unless given)", maximum: 100_000);

    private Option<string?> Evaluator { get; } = CommonOptions.Word(
        "--evaluator", "With --data: train each child, or score it without training", [.. EvaluatorFactory.Evaluators]);

    private Option<string?> Supernet { get; } = CommonOptions.Text(
        "--supernet", "RUN", "With --data: judge architectures by the weights that they share in the supernet of a finished search");

    private Option<string?> Inherit { get; } = CommonOptions.Text(
        "--inherit", "RUN", "With --data: begin the training of each child with the weights of the supernet of a finished search");

    private Option<double?> HeldOut { get; } = new("--held-out")
    {
        Description = "With --data: the share of the training images that children are measured on and not trained on (0.1 unless given)",
        HelpName = "SHARE",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 1)
                return value;
            result.AddError($"`--held-out` takes a number between 0 and 1, not `{text}`");
            return null;
        },
    };

    public IEnumerable<Option> Symbols =>
    [
        Table, Metric, Minimize, Architecture, Cost, Budget, Fidelity, Strategy, Evaluator, Supernet, Inherit, Evaluations, Seeds, Failures, Jobs, Ask,
        HeldOut,
    ];

    /// <summary>The options that are given and mean nothing where a supernet is searched.</summary>
    public IEnumerable<string> Given(ParseResult parsed) => GivenOf(parsed, Symbols.Where(o => o != Table));

    /// <summary>The options that are given and mean nothing without a table.</summary>
    public IEnumerable<string> OnlyForTables(ParseResult parsed) => GivenOf(parsed, [Architecture, Cost, Budget, Fidelity]);

    /// <summary>The options that are given and mean nothing with a table.</summary>
    public IEnumerable<string> OnlyForData(ParseResult parsed) => GivenOf(parsed, [Evaluator, Supernet, Inherit, Jobs, HeldOut]);

    /// <summary>Whether the command line itself asks for sampling.</summary>
    public bool AskForSampling(ParseResult parsed) => GivenOf(parsed, [Strategy, Evaluator]).Any();

    /// <summary>What a trained supernet decides, or makes idle, is not for the command line to say.</summary>
    /// <exception cref="UsageException">An option does not go with `--supernet` or `--inherit`.</exception>
    private void ExpectForSupernet(ParseResult parsed, TrainingOptions common)
    {
        Option[] parts = [HeldOut, common.TrainImages, common.Level, Evaluator];
        if (parsed.GetValue(Supernet) is not null && GivenOf(parsed, [Inherit, common.Epochs, common.Steps]).FirstOrDefault() is { } idle)
            throw new UsageException($"`{idle}` does not go with `--supernet`", "nothing is trained");
        var option = parsed.GetValue(Supernet) is not null ? Supernet : parsed.GetValue(Inherit) is not null ? Inherit : null;
        if (option is not null && GivenOf(parsed, parts).FirstOrDefault() is { } given)
            throw new UsageException(
                $"`{given}` does not go with `{option.Name}`",
                given == Evaluator.Name ? "leave one of them out" : "the data are those of the supernet, in the same parts");
    }

    private static IEnumerable<string> GivenOf(ParseResult parsed, IEnumerable<Option> options) =>
        options.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    public SampledSearchSettings Read(ParseResult parsed, TrainingOptions common) => new(
        parsed.GetRequiredValue(common.File),
        parsed.GetValue(common.Set) ?? [],
        parsed.GetValue(common.Network),
        parsed.GetValue(Table),
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
        parsed.GetValue(Failures),
        parsed.GetValue(Jobs) ?? 1,
        parsed.GetValue(Ask),
        parsed.GetValue(Table) is null ? ReadChildren(parsed, common) : null);

    /// <remarks>One thread unless told otherwise, so that the number of jobs changes no result.</remarks>
    private ChildSettings ReadChildren(ParseResult parsed, TrainingOptions common)
    {
        ExpectForSupernet(parsed, common);
        var run = common.Read(parsed);
        return new ChildSettings(
            run.Data, run.ReadsCharacters, parsed.GetValue(common.Epochs), parsed.GetValue(common.Batch), run.TrainImages, run.Steps,
            parsed.GetValue(common.Threads) ?? 1, run.Device, parsed.GetValue(HeldOut) ?? 0.1, parsed.GetValue(Evaluator),
            parsed.GetValue(Supernet), parsed.GetValue(Inherit));
    }

    private static Option<string[]> Several(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        AllowMultipleArgumentsPerToken = false,
    };
}
