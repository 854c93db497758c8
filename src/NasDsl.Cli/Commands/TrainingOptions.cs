using System.CommandLine;
using System.Text.Json.Serialization;

namespace NasDsl.Cli.Commands;

/// <summary>The options that `nasc search` and `nasc train` share.</summary>
/// <param name="needsData">Whether the command does nothing without data and a folder.</param>
internal sealed class TrainingOptions(bool needsData = true)
{
    /// <summary>The device unless another is given.</summary>
    public const string Processor = "cpu";

    public Argument<string> File { get; } = CommonOptions.Program();

    public Option<string?> Data { get; } = Needed(
        needsData, "--data", "DATA", "The images: fashion-mnist, mnist, cifar10, or a folder of IDX or CIFAR-10 files; for a network of tokens the text: jargon, or a file or folder of text");

    public Option<string?> Out { get; } = Needed(needsData, "--out", "DIR", "The folder for all that is found");

    public Option<bool> Force { get; } = CommonOptions.Flag("--force", "Overwrite the run that the folder holds");

    public Option<int?> Epochs { get; } = CommonOptions.Count("--epochs", "Epochs, instead of what the program says");

    public Option<int?> Batch { get; } = CommonOptions.Count("--batch", "Images a step, or streams of a text, instead of what the program says");

    public Option<int?> TrainImages { get; } = CommonOptions.Count(
        "--train-images", "Take only so many training images, chosen by the seed; of a text, the first so many tokens", minimum: 2);

    public Option<string?> Level { get; } = CommonOptions.Word(
        "--level", "What a token of a text is (word unless given)", Words, Characters);

    public Option<int?> Steps { get; } = CommonOptions.Count("--steps", "End each epoch after so many steps");

    public Option<long> Seed { get; } = CommonOptions.Seed();

    public Option<int?> Threads { get; } = CommonOptions.Count("--threads", "Threads of one operation", maximum: 1024);

    public Option<string?> Device { get; } = CommonOptions.Text("--device", "DEVICE", "cpu (unless given), cuda or cuda:N");

    public Option<string?> Network { get; } = CommonOptions.Network();

    public Option<string[]> Set { get; } = CommonOptions.Set();

    public Option<bool> Json { get; } = CommonOptions.Flag("--json", "Write the result as one line of JSON to standard output");

    public IEnumerable<Symbol> Symbols =>
        [File, Data, Out, Force, Epochs, Batch, TrainImages, Level, Steps, Seed, Threads, Device, Network, Set, Json];

    /// <param name="searches">A program whose search the compiler cannot carry out is an error then.</param>
    public LoadedProgram Load(Session session, ParseResult parsed, bool searches = false) => ProgramLoader.Load(
        session, parsed.GetRequiredValue(File), parsed.GetValue(Set), parsed.GetValue(Network), searches);

    public RunSettings Read(ParseResult parsed) => new(
        parsed.GetValue(Data) ?? "",
        parsed.GetValue(Out) ?? "",
        parsed.GetValue(Force),
        parsed.GetValue(TrainImages),
        parsed.GetValue(Steps),
        parsed.GetValue(Seed),
        parsed.GetValue(Threads) ?? 0,
        parsed.GetValue(Device) ?? Processor,
        parsed.GetValue(Json),
        parsed.GetValue(Level) == Characters);

    private const string Words = "word", Characters = "char";

    /// <exception cref="UsageException">There is no data, or no folder.</exception>
    public void ExpectData(ParseResult parsed)
    {
        if (parsed.GetValue(Data) is null)
            throw new UsageException("there is nothing to search on", "give images or a text by `--data`, or results by `--table`");
        if (parsed.GetValue(Out) is null)
            throw new UsageException("there is no folder for what is found", "add `--out DIR`");
    }

    /// <summary>The options that are given and speak of training.</summary>
    public IEnumerable<string> OnlyForData(ParseResult parsed) =>
        new Option[] { Data, Epochs, Batch, TrainImages, Level, Steps, Threads, Device }
            .Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    private static Option<string?> Needed(bool isNeeded, string name, string helpName, string description)
    {
        var option = CommonOptions.Text(name, helpName, description);
        option.Required = isNeeded;
        return option;
    }
}

/// <summary>What the command line says of a run beside the program and its plan.</summary>
/// <param name="TrainImages">Null for all.</param>
/// <param name="Steps">Steps an epoch at most; null for all.</param>
/// <param name="ReadsCharacters">The tokens of a text are characters, not words.</param>
/// <param name="Threads">0 for libtorch's choice.</param>
/// <param name="LowersDepthwise">Children are compiled with lowered depthwise convolutions; not in runs of before there was that.</param>
internal sealed record RunSettings(
    string Data, string Out, bool Force, int? TrainImages, int? Steps, long Seed, int Threads, string Device, bool Json,
    bool ReadsCharacters = false, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool LowersDepthwise = false)
{
    /// <summary>Whether lowered convolutions pay on a device.</summary>
    public static bool LowersOn(string? device) => device == TrainingOptions.Processor;
}
