using System.Text.Json.Serialization;
using NasDsl.Cli.Commands;

namespace NasDsl.Cli.Searching;

/// <summary>What the command line says of a search by sampling: all that is needed to do it again.</summary>
/// <param name="Program">The path of the program, as given.</param>
/// <param name="Table">Where results are looked up; null where children are trained or scored on <paramref name="Training"/>.</param>
/// <param name="Metric">What to maximize: a column of the table, or a metric of children; null where only others are minimized.</param>
/// <param name="Minimize">What to minimize.</param>
/// <param name="Fidelity">`BUDGET=COLUMN`.</param>
/// <param name="Budget">Seconds of the simulated clock; null for no end.</param>
/// <param name="Strategy">Null for what the program says, or else random search.</param>
/// <param name="Evaluations">Of each seed; null for what the program says.</param>
/// <param name="Seeds">How many searches, from <paramref name="Seed"/> on.</param>
/// <param name="Failures">How many evaluations of a seed may fail; null for one in ten.</param>
/// <param name="Jobs">How many processes evaluate.</param>
/// <param name="LowersDepthwise">
/// Children are compiled with lowered depthwise convolutions. Records of before there was that do not name it, and go on without.
/// </param>
/// <param name="Ask">How many architectures are proposed before the strategy is told of them; null for as many as there are jobs.</param>
internal sealed record SampledSearchSettings(
    string Program, string[] Set, string? Network, string? Table, string? Architecture, string? Metric, string[] Minimize,
    string[] Fidelity, string? Cost, double? Budget, string? Strategy, int? Evaluations, int Seeds, long Seed, int? Failures,
    int Jobs = 1, int? Ask = null, ChildSettings? Training = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool LowersDepthwise = false)
{
    /// <summary>What <see cref="LowersDepthwise"/> is unless told otherwise: children are trained, and on a device where it pays.</summary>
    [JsonIgnore]
    public bool LowersByDefault => TrainsChildren && RunSettings.LowersOn(Training?.Device);

    /// <summary>Whether children are trained, not looked up, scored or given weights of a supernet.</summary>
    [JsonIgnore]
    public bool TrainsChildren => Training is { Supernet: null, Evaluator: null };
}

/// <summary>How children are trained, or scored without training.</summary>
/// <param name="Epochs">Null for what the program says.</param>
/// <param name="Batch">Null for what the program says.</param>
/// <param name="TrainImages">Null for all.</param>
/// <param name="Steps">Steps an epoch at most; null for all.</param>
/// <param name="HeldOut">The share of the training images that no child is trained on and each is measured on.</param>
/// <param name="Evaluator">A score that takes the place of training; null to train.</param>
/// <param name="Supernet">The run whose supernet judges, in the place of training; or null.</param>
/// <param name="Inherit">The run from whose supernet children have their first weights; or null.</param>
internal sealed record ChildSettings(
    string Data, bool ReadsCharacters, int? Epochs, int? Batch, int? TrainImages, int? Steps, int Threads, string Device,
    double HeldOut, string? Evaluator, string? Supernet = null, string? Inherit = null);
