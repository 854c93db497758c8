using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Emit;

/// <summary>
/// Which weights of a supernet a child of it inherits: for each module of the child the supernet's, and which of its input
/// channels. Of all other dimensions a child has the first ones; of a kernel, the centre.
/// </summary>
public sealed class WeightInheritance
{
    private readonly ImmutableArray<ModuleLeaf> leaves;
    private readonly SupernetResolver resolver;

    private WeightInheritance(SearchSpace space)
    {
        var supernet = SupernetResolver.Resolve(space, out resolver);
        var file = new ModelFile(space, supernet, GeneratedNames.Supernet(space), RelaxationPlan.For(space), dropsPaths: false);
        leaves = file.PlanNetwork().Template.Leaves;
    }

    /// <param name="space">The space as the supernet was made from it.</param>
    public static WeightInheritance For(SearchSpace space) => new(space);

    /// <summary>The modules that an architecture takes from the supernet; the child may have no use for some of them.</summary>
    public IEnumerable<InheritedModule> ModulesOf(Architecture architecture) => leaves
        .Where(l => l.When.All(w => Takes(architecture, w.Decision, w.Labels)))
        .Select(l => new InheritedModule(l.Path, WeightNames.InChild(l.Path), KeptInputs(l.Layer, architecture)));

    /// <summary>The slice of one dimension of a supernet's weight that a child has.</summary>
    /// <param name="dimension">0: outputs; 1: inputs; then the kernel.</param>
    /// <param name="size">The supernet's size.</param>
    /// <param name="childSize">The child's.</param>
    public static ImmutableArray<long> Slice(int dimension, long size, long childSize)
    {
        var start = dimension < 2 ? 0 : (size - childSize) / 2;
        return [.. Enumerable.Range(0, (int)childSize).Select(i => start + i)];
    }

    private static bool Takes(Architecture architecture, Decision decision, ImmutableArray<string> labels) =>
        architecture.Choices.TryGetValue(decision.Name, out var taken)
        && labels.Contains(decision.Kind == DecisionKind.Order ? CaseVariable.OrderText(taken) : taken[0]);

    private ImmutableArray<long>? KeptInputs(Layer layer, Architecture architecture) =>
        layer is OperationLayer operation && resolver.Projections.TryGetValue(operation, out var layout)
            ? layout.Kept(architecture)
            : null;
}

/// <summary>A module of a supernet and what it is in a child.</summary>
/// <param name="Supernet">Its name in the supernet: the names of its weights without the last part.</param>
/// <param name="Child">Its name in the child.</param>
/// <param name="Inputs">The input channels of the child among the supernet's, where they are not the first ones.</param>
public sealed record InheritedModule(string Supernet, string Child, ImmutableArray<long>? Inputs);
