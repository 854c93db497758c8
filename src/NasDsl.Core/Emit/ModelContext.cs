using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Optimization;

namespace NasDsl.Emit;

/// <summary>What the classes of one generated file share.</summary>
internal sealed class ModelContext(NameTable names, RelaxationPlan? relaxation, bool dropsPaths, Optimizer? optimizer = null, InferenceForm? form = null)
{
    private readonly Dictionary<Function, ClassUse> uses = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Function, ImmutableArray<ModuleLeaf>> leaves = new(ReferenceEqualityComparer.Instance);

    public NameTable Names => names;

    /// <summary>Which decisions are relaxed; null in a child, where nothing is left to decide.</summary>
    public RelaxationPlan? Relaxation => relaxation;

    public bool DropsPaths => dropsPaths;

    /// <summary>Makes a supernet fast; null for one that is written as it is, and for children.</summary>
    public Optimizer? Optimizer => optimizer;

    /// <summary>What a child for inference was rewritten to; null for all that can be trained.</summary>
    public InferenceForm? Form => form;

    /// <summary>Whether images get the order of memory that convolutions read fastest; training gives it to them in its batches.</summary>
    public bool IsChannelsLast => form is not null || optimizer?.Options.Runs(Optimizer.ChannelsLast) == true;

    /// <summary>
    /// Whether gradients of images are to have that order of memory, too. Behind a mean over all pixels they would not, and the cell
    /// before it would be differentiated in an order that normalizations are ten times as slow in.
    /// </summary>
    private bool KeepsGradientsChannelsLast => LowersDepthwise || optimizer?.Options.Runs(Optimizer.ChannelsLast) == true;

    /// <summary>The declarations that keep only their inputs for the backward pass.</summary>
    public ImmutableHashSet<Function> Recomputed { get; init; } = [];

    /// <summary>Whether what is slow to differentiate in a child has fast gradients; in a supernet those are passes of the optimizer.</summary>
    public bool LowersDepthwise { get; init; }

    /// <summary>Whether anybody asks where the weights lie: of a supernet's code nobody does.</summary>
    public bool TracksLeaves => optimizer is null;

    public HelperSet Helpers { get; } = new();

    public ClassUse UseOf(Function function) => uses[function];

    public ImmutableArray<ModuleLeaf> LeavesOf(Function function) => leaves[function];

    /// <summary>An operation without state, applied to its inputs.</summary>
    public string Text(ExpressionEmission emission, ArgumentTexts arguments, ImmutableArray<string> inputs) =>
        KeepsGradientsChannelsLast && emission.ChannelsLast is { } expression ? expression(inputs) : emission.Expression(arguments, inputs);

    public void SetUse(Function function, ClassUse use, ImmutableArray<ModuleLeaf> inside) =>
        (uses[function], leaves[function]) = (use, inside);
}

/// <summary>The helper classes that a file needs, each once, in the order of their names.</summary>
internal sealed class HelperSet
{
    private readonly SortedDictionary<string, HelperClass> helpers = new(StringComparer.Ordinal);

    public ImmutableArray<HelperClass> All => [.. helpers.Values];

    public void Add(HelperClass helper)
    {
        if (!helpers.TryAdd(helper.Name, helper))
            return;
        foreach (var needed in helper.Needs)
            Add(needed);
    }
}
