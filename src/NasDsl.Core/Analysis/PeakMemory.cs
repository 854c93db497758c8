using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Optimization;

namespace NasDsl.Analysis;

/// <summary>The memory that a search step of a supernet takes, without what the process takes anyway; in bytes.</summary>
/// <param name="Weights">The weights, and once more for the momentum that the optimizer keeps.</param>
/// <param name="ArchitectureStep">What the architecture step keeps for its backward pass.</param>
/// <param name="WeightStep">The same of the weight step, which needs no gradients of alphas.</param>
/// <param name="Gradients">The gradients of the weights, which are there when what was kept has gone.</param>
public readonly record struct MemoryEstimate(long Weights, long ArchitectureStep, long WeightStep, long Gradients)
{
    public long Peak => Weights + Math.Max(Math.Max(ArchitectureStep, WeightStep), Gradients);
}

/// <summary>
/// Predicts the peak memory of training a supernet, as it is declared or optimized, in 32-bit floats. At the end of the forward pass everything that the backward pass reads is in memory: each tensor once, however many operations read it.
/// </summary>
/// <remarks>
/// What an operation reads is <see cref="Operations.Operation.NeedsOf"/>. A weighted sum over candidates needs their results
/// only for the gradients of its weights, that is, in the architecture step. Gradients of activations count nothing: while
/// they come, what was kept goes. See <see cref="Recomputed"/> for cells that are computed again.
/// </remarks>
public sealed partial class PeakMemory
{
    private const int BytesPerValue = 4;

    private readonly RelaxationPlan relaxation;
    private readonly bool trainsAlphas;
    private readonly int batch;
    private readonly Optimizer optimizer;
    private readonly ImmutableHashSet<Function> recomputed;
    private readonly Dictionary<long, long> recomputedBySize = [];
    private long largestForward;
    private readonly Dictionary<Function, Kept> functions = new(ReferenceEqualityComparer.Instance);

    private PeakMemory(RelaxationPlan relaxation, Graph network, bool trainsAlphas, int batch, OptimizationOptions options)
    {
        (this.relaxation, this.trainsAlphas, this.batch) = (relaxation, trainsAlphas, batch);
        optimizer = new Optimizer(relaxation, options);
        recomputed = optimizer.Recomputed(network);
    }

    /// <param name="space">The space as it is searched (<see cref="Compilation.SupernetSpace"/>).</param>
    /// <param name="batch">Examples of a step.</param>
    /// <param name="options">How the supernet is optimized; not at all unless given.</param>
    /// <exception cref="NotASupernetException">No supernet computes what every architecture computes.</exception>
    public static MemoryEstimate OfSearchStep(SearchSpace space, int batch, OptimizationOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        var relaxation = RelaxationPlan.For(space);
        var supernet = SupernetResolver.Resolve(space);
        var weights = CostModel.Of(supernet).Parameters * BytesPerValue;
        return new MemoryEstimate(2 * weights, Step(trainsAlphas: true), Step(trainsAlphas: false), weights);

        long Step(bool trainsAlphas)
        {
            var memory = new PeakMemory(relaxation, supernet.Network, trainsAlphas, batch, options ?? OptimizationOptions.None);
            var kept = memory.Of(supernet.Network);
            var images = supernet.Network.Inputs.Where((_, i) => kept.Inputs[i]).Sum(i => Size(i.Shape));
            return checked(BytesPerValue * batch * (kept.Inside + images + memory.largestForward + memory.recomputedBySize.Values.Sum()));
        }
    }

    /// <summary>What a layer keeps.</summary>
    /// <param name="Inputs">Which of its inputs.</param>
    /// <param name="Output">Whether its output.</param>
    /// <param name="Inside">Values of one example beside those.</param>
    /// <param name="IsAlias">The output is the input itself.</param>
    private readonly record struct Kept(ImmutableArray<bool> Inputs, bool Output, long Inside, bool IsAlias = false);

    /// <summary>A tensor and what computing it keeps.</summary>
    /// <param name="Size">Its values, of one example.</param>
    private readonly record struct Computed(int Id, ImmutableArray<int> Inputs, long Size, Kept Kept);

    private Kept Of(Graph graph) => optimizer.Run(graph) is { WeighsCandidates: true } plan
        ? Of(plan)
        : Together(graph.Inputs.Length, [.. graph.Nodes.Select(Of)], graph.Outputs[0]);

    private Computed Of(Node node)
    {
        var kept = Of(node.Layer);
        var isWeighted = trainsAlphas && node.Subset is { } subset && relaxation.HasAlphas(subset);
        return new Computed(
            node.Id, node.Inputs, Size(node.Shape), isWeighted ? kept with { Inputs = [.. kept.Inputs.Select(_ => true)] } : kept);
    }

    /// <summary>Each tensor once, however many read it, and one that is another by another name not at all.</summary>
    private static Kept Together(int inputs, ImmutableArray<Computed> tensors, int output)
    {
        var count = tensors.Select(t => t.Id).Append(inputs - 1).Max() + 1;
        var (needed, roots) = (new bool[count], Enumerable.Range(0, count).ToArray());
        foreach (var tensor in tensors)
        {
            if (tensor.Kept.IsAlias)
                roots[tensor.Id] = roots[tensor.Inputs[0]];
            foreach (var (position, input) in tensor.Inputs.Index())
                needed[roots[input]] |= tensor.Kept.Inputs[position];
            needed[roots[tensor.Id]] |= tensor.Kept.Output;
        }

        output = roots[output];
        var inside = tensors.Sum(t => t.Kept.Inside)
            + tensors.Where(t => t.Id != output && roots[t.Id] == t.Id && needed[t.Id]).Sum(t => t.Size);
        var passesOn = output < inputs;
        return new Kept([.. needed.AsSpan()[..inputs]], !passesOn && needed[output], inside, passesOn && output == 0);
    }

    private Kept Of(Layer layer) => layer switch
    {
        OperationLayer l => Of(l),
        CallLayer l => Of(l.Function),
        SequenceLayer l => OfSequence(l),
        ElasticLayer l => Of(l.Largest),
        ChoiceLayer l when relaxation.HasAlphas(l.Decision) => Mixture(l, l.Alternatives, trainsAlphas),
        // Only what is taken is computed; at most the most demanding alternative.
        ChoiceLayer l => Largest(l, l.Alternatives.Select(a => Of(a.Layer))),
        BlendLayer l => Mixture(l, l.Alternatives, weightsAreTrained: !trainsAlphas),
        VariantLayer l => Largest(l, l.Variants.Select(v => Of(v.Layer))),
        RecurrentLayer l => OfRecurrent(l),
        ItemLayer => Nothing(layer) with { IsAlias = false },
        PlacedConcatLayer or PickedSumLayer => Nothing(layer),
        _ => throw new ArgumentException($"no memory is known for a {layer.GetType().Name}", nameof(layer)),
    };

    private static Kept Of(OperationLayer layer)
    {
        var needs = layer.Operation.NeedsOf(layer);
        var facts = layer.Operation.FactsOf(layer);
        var isAlias = facts.HasFlag(Operations.OperationFacts.Identity) || (layer.Operation.TakesList && layer.Inputs.Length == 1);
        return new Kept([.. layer.Inputs.Select(_ => needs.Input)], needs.Output, needs.Inside, isAlias);
    }

    private Kept Of(Function function)
    {
        if (!functions.TryGetValue(function, out var kept))
            functions[function] = kept = recomputed.Contains(function) ? Recomputed(function) : Of(function.Graph);
        return kept;
    }

    /// <summary>Its inputs are kept. While it is computed again, all that it would have kept is there besides.</summary>
    /// <remarks>
    /// That is of one cell at a time. But the process takes more than what lives at once, measured 1.9 times as much at batch 64: on the C
    /// library's heap what cells of one size have left is hardly found again for larger tensors, nor what the forward pass has left. So
    /// each size of cell counts, and what the forward pass of the largest one holds.
    /// </remarks>
    private Kept Recomputed(Function function)
    {
        var graph = function.Graph;
        var size = graph.Outputs.Max(o => Size(graph.ShapeOf(o)));
        recomputedBySize[size] = Math.Max(recomputedBySize.GetValueOrDefault(size), Of(graph).Inside);
        largestForward = Math.Max(largestForward, optimizer.Run(graph) is { WeighsCandidates: true } plan
            ? plan.Steps.Where(s => s is not LanesStep).Sum(s => Size(s.Shape))
            : graph.Nodes.Sum(n => Size(n.Shape)));
        return new Kept([.. function.Graph.Inputs.Select(_ => true)], Output: false, 0);
    }

    private Kept OfSequence(SequenceLayer sequence) => Chain([.. sequence.Layers.Select(l => (Of(l), Size(l.Output)))]);

    /// <summary>One after the other.</summary>
    /// <param name="links">What each keeps, and the values of its result.</param>
    private static Kept Chain(ImmutableArray<(Kept Kept, long Size)> links)
    {
        var result = links[0].Kept;
        foreach (var ((_, size), (next, _)) in links.Zip(links.Skip(1)))
        {
            if (result.IsAlias)
                result = next with { Inputs = [result.Inputs[0] | next.Inputs[0]], Inside = result.Inside + next.Inside };
            else if (next.IsAlias)
                result = result with { Inside = result.Inside + next.Inside, Output = result.Output | next.Inputs[0] };
            else
                result = new Kept(
                    result.Inputs, next.Output, result.Inside + next.Inside + (result.Output || next.Inputs[0] ? size : 0));
        }

        return result;
    }

    /// <summary>All alternatives are computed, weighted and added up.</summary>
    private Kept Mixture(Layer layer, ImmutableArray<LayerAlternative> alternatives, bool weightsAreTrained)
    {
        var (inputs, inside) = (layer.Inputs.Select(_ => false).ToArray(), 0L);
        foreach (var alternative in alternatives)
        {
            var kept = Of(alternative.Layer);
            inside += kept.Inside;
            for (var i = 0; i < inputs.Length; i++)
                inputs[i] |= kept.Inputs[i];
            if (kept.IsAlias)
                inputs[0] |= weightsAreTrained;
            else if (weightsAreTrained || kept.Output)
                inside += Size(alternative.Layer.Output);
        }

        return new Kept([.. inputs], Output: false, inside);
    }

    private static Kept Largest(Layer layer, IEnumerable<Kept> alternatives)
    {
        var all = alternatives.ToList();
        return new Kept(
            [.. layer.Inputs.Select((_, i) => all.Any(k => k.Inputs[i]))], all.Any(k => k.Output), all.Max(k => k.Inside));
    }

    /// <summary>The body once for each step, its inputs and its state with it.</summary>
    private Kept OfRecurrent(RecurrentLayer layer)
    {
        var body = Of(layer.Body);
        var state = body.Output || body.Inputs[^1] ? Size(layer.Body.Output) : 0;
        return new Kept([body.Inputs[0]], Output: false, layer.Steps * (body.Inside + state));
    }

    private static Kept Nothing(Layer layer) => new([.. layer.Inputs.Select(_ => false)], Output: false, 0);

    /// <summary>In units of 32 bits; ids of tokens have 64.</summary>
    private static long Size(Shape shape) => shape.IsTokens ? 2 * shape.Elements : shape.Elements;
}
