using System.Text.Json;
using System.Text.Json.Serialization;
using NasDsl.Cli.Commands;
using NasDsl.IR;
using NasDsl.Optimization;

namespace NasDsl.Cli.Training;

/// <summary>How a search of a supernet was asked for: enough to go on with it in another process.</summary>
/// <param name="Directory">Where relative paths start.</param>
/// <param name="Order">Of DARTS; null for what the program says, as the two after it.</param>
/// <param name="Without">Passes of the optimizer that are left out; null for the plain supernet.</param>
internal sealed record SearchRequest(
    string Directory, string Program, string[] Set, string? Network, RunSettings Settings, int? Order, int? Epochs, int? Batch, string[]? Without)
{
    /// <summary>The program, where it was loaded already; not kept.</summary>
    [JsonIgnore]
    public LoadedProgram? Loaded { get; init; }

    /// <summary>Whether cells are computed again for the backward pass (`--recompute cells`).</summary>
    public bool RecomputesCells { get; init; }

    [JsonIgnore]
    public OptimizationOptions Optimization => (Without is { } passes ? OptimizationOptions.All with { Without = [.. passes] } : OptimizationOptions.None)
        with { RecomputesCells = RecomputesCells };

    public static SearchRequest Read(string json) => JsonSerializer.Deserialize<SearchRequest>(json)
        ?? throw new JsonException("it does not say how it was started");

    public override string ToString() => JsonSerializer.Serialize(this);

    /// <exception cref="InputException">The program cannot be searched.</exception>
    public LoadedProgram Load(Session session) => Loaded ?? ProgramLoader.Load(session, Program, Set, Network, searches: true);

    /// <summary>The plan of the program with what the command line says instead.</summary>
    /// <exception cref="UsageException">`--order` is for DARTS.</exception>
    public SupernetPlan PlanOf(LoadedProgram program)
    {
        var plan = program.Compilation.Supernet;
        if (Order is { } order)
            plan = plan is DartsPlan darts
                ? darts with { Order = order }
                : throw new UsageException($"`--order` does not go with `search {plan.Name}`", "it is for `search darts`");
        // A shorter search is warmed up for the same share of it.
        if (plan is ProxylessPlan proxyless && Epochs is { } epochs)
            plan = proxyless with { WarmUp = (int)Math.Round((double)proxyless.WarmUp * epochs / proxyless.Epochs) };
        return plan with { Epochs = Epochs ?? plan.Epochs, Batch = Batch ?? plan.Batch };
    }
}
