using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>
/// The cost of an architecture as a sum: a part that is always there, and a part for each alternative taken. Not every
/// space has one: a value that is computed if this or that alternative is taken costs only once.
/// </summary>
internal sealed class AdditiveCost
{
    private readonly DecisionTree tree;
    private readonly CostModel model = new();
    private readonly Dictionary<DecisionCondition, Cost> parts = [];
    private bool isAdditive = true;
    private long times = 1;

    private AdditiveCost(DecisionTree tree) => this.tree = tree;

    public Cost Always { get; private set; }

    public static AdditiveCost? Of(SearchSpace space, DecisionTree tree)
    {
        if (LayerTree.Graphs(space.Network).Any(g => g.Nodes.Any(n => n.Varies is not null || !n.Conditions.IsEmpty) || LayerTree.Of(g).Exists(Varies)))
            return null;
        var cost = new AdditiveCost(tree);
        cost.Visit(space.Network, null);
        return cost.isAdditive ? cost : null;
    }

    public Cost For(Decision decision, string alternative) =>
        parts.GetValueOrDefault(new DecisionCondition(decision.Name, alternative));

    /// <summary>Whether a layer costs something else for other shapes, or does not cost what its alternatives do.</summary>
    private static bool Varies(Layer layer) =>
        layer is VariantLayer || layer is ChoiceLayer { Varies: not null } or ChoiceLayer { Decision.Kind: not DecisionKind.One };

    private void Visit(Graph graph, DecisionCondition? context)
    {
        var readers = new List<DecisionCondition?>[graph.Inputs.Length + graph.Nodes.Length];
        foreach (var output in graph.Outputs)
            Need(output, context);
        foreach (var node in graph.Nodes.Reverse())
        {
            if (readers[node.Id] is not { } conditions)
                continue;
            var condition = AnyOf(conditions);
            for (var i = 0; i < node.Inputs.Length; i++)
                Need(node.Inputs[i], InputCondition(node, i, condition));
            Visit(node.Layer, condition);
            isAdditive &= node.Subset is null || model.Of(node.Layer) is { Parameters: 0, Macs: 0 };
        }

        void Need(int value, DecisionCondition? condition) => (readers[value] ??= []).Add(condition);
    }

    private DecisionCondition? InputCondition(Node node, int input, DecisionCondition? outer) =>
        node.Subset is { } subset && subset.Minimum < node.Inputs.Length
            ? Inside(new DecisionCondition(subset.Name, subset.Alternatives[input].Label), outer)
            : outer;

    private void Visit(Layer layer, DecisionCondition? condition)
    {
        switch (layer)
        {
            case SequenceLayer sequence:
                foreach (var inner in sequence.Layers)
                    Visit(inner, condition);
                break;
            case ChoiceLayer choice:
                foreach (var (label, alternative) in choice.Alternatives)
                    Visit(alternative, Inside(new DecisionCondition(choice.Decision.Name, label), condition));
                break;
            case BlendLayer blend:
                Add(new Cost(blend.Alternatives.Length, 0), condition);
                foreach (var part in blend.Alternatives)
                    Visit(part.Layer, condition);
                break;
            case CallLayer call:
                Visit(call.Function.Graph, condition);
                break;
            case DagLayer:
                isAdditive = false;
                break;
            case RecurrentLayer recurrent:
                times *= recurrent.Steps;
                Visit(recurrent.Body, condition);
                times /= recurrent.Steps;
                break;
            default:
                var cost = model.Of(layer);
                Add(cost.Times(times), condition);
                break;
        }
    }

    private void Add(Cost cost, DecisionCondition? condition)
    {
        if (condition is null)
            Always += cost;
        else
            parts[condition] = parts.GetValueOrDefault(condition) + cost;
    }

    /// <summary>The condition <paramref name="inner"/>, met inside <paramref name="outer"/>: it must say both.</summary>
    private DecisionCondition Inside(DecisionCondition inner, DecisionCondition? outer)
    {
        isAdditive &= Implies(inner, outer);
        return inner;
    }

    /// <summary>The condition that holds where any of these does: one that all others imply.</summary>
    private DecisionCondition? AnyOf(List<DecisionCondition?> conditions)
    {
        foreach (var weakest in conditions)
            if (conditions.TrueForAll(c => Implies(c, weakest)))
                return weakest;
        isAdditive = false;
        return conditions[0];
    }

    /// <summary>No condition at all always holds.</summary>
    private bool Implies(DecisionCondition? condition, DecisionCondition? weaker) =>
        weaker is null || (condition is not null && tree.Implies(condition, weaker));
}
