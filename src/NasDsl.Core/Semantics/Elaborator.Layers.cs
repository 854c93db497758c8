using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Operation values to layers, once the shapes of the inputs are known.</summary>
internal sealed partial class Elaborator
{
    /// <summary>Null where an error was reported.</summary>
    private Layer? MakeLayer(Value operation, ImmutableArray<Cases<Shape>> inputs, Frame frame) => operation switch
    {
        CatalogValue catalogued => MakeOperation(catalogued, inputs, frame),
        DeclaredValue declared => MakeCall(declared, inputs, frame),
        ComposedValue composed => MakeSequence(composed.Operations, inputs, frame),
        RecurrentValue recurrent => MakeRecurrent(recurrent, inputs, frame),
        RepeatedValue repeated => MakeRepeated(repeated, inputs, frame),
        ChosenValue chosen => MakeChoice(chosen, chosen.Alternatives, inputs, frame),
        BlendValue blend => MakeBlend(blend, inputs, frame),
        DagValue dag => MakeDag(dag, inputs, frame),
        _ => null,
    };

    private CatalogValue Identity =>
        new(catalog.Find("identity") ?? throw new InvalidOperationException("the catalog has no `identity`"), BoundArguments.None, default);

    /// <summary>`repeat(n)`: with a chosen n, the layers that not every n has are there or not.</summary>
    private Layer? MakeRepeated(RepeatedValue repeated, ImmutableArray<Cases<Shape>> inputs, Frame frame)
    {
        var most = Leaves(repeated.Count).OfType<NumberValue>().Select(n => (int)n.Number).DefaultIfEmpty(0).Max();
        if (most == 0)
            return MakeOperation(Identity, inputs, frame);
        return MakeSequence([.. Enumerable.Range(0, most).Select(i => Times(repeated.Count, repeated.Operation, i))], inputs, frame);
    }

    /// <summary>The operation where a count is above <paramref name="index"/>, nothing elsewhere.</summary>
    private Value Times(Value count, Value operation, int index) => count switch
    {
        ChosenValue chosen => Map(chosen, c => Times(c, operation, index)),
        NumberValue number when number.Number > index => operation,
        _ => Identity,
    };

    private Layer? MakeSequence(ImmutableArray<Value> operations, ImmutableArray<Cases<Shape>> inputs, Frame frame)
    {
        var layers = ImmutableArray.CreateBuilder<Layer>();
        var shapes = inputs;
        foreach (var operation in operations)
        {
            if (layers.Count > 0 && InputCountOf(operation) is not (null or 1))
            {
                diagnostics.Add(Diagnose.WrongInputCount(SpanOf(operation), NameOf(operation), InputCountOf(operation) ?? 1, 1));
                return null;
            }

            if (MakeLayer(operation, shapes, frame) is not { } layer)
                return null;
            if (layers.Count > 0 && OutputCountOf(layers[^1]) > 1)
            {
                diagnostics.Add(Diagnose.SeveralOutputs(SpanOf(operation), OutputCountOf(layers[^1])));
                return null;
            }

            if (layer is SequenceLayer nested)
                layers.AddRange(nested.Layers);
            else
                layers.Add(layer);
            shapes = [OutputOf(layer)];
        }

        return layers.Count == 1
            ? layers[0]
            : new SequenceLayer(layers.ToImmutable(), BoundingOf(inputs), layers[^1].Output) { Varies = layers[^1].Varies };
    }

    /// <summary>How many tensors a layer gives.</summary>
    private static int OutputCountOf(Layer layer) => layer switch
    {
        CallLayer call => call.Function.Graph.Outputs.Length,
        SequenceLayer { Layers: [.., var last] } => OutputCountOf(last),
        _ => 1,
    };

    /// <summary>A layer for each alternative; equal alternatives share one.</summary>
    private ChoiceLayer? MakeChoice(ChosenValue chosen, ImmutableArray<Value> operations, ImmutableArray<Cases<Shape>> inputs, Frame frame)
    {
        var variable = VariableOf(chosen.Decision);
        var layers = new Layer?[operations.Length];
        var groups = Groups(operations, inputs, variable, Possible(frame, chosen.Decision, operations.Length));
        var failed = groups.Count == 0;
        foreach (var (first, given, outcomes) in groups)
        {
            if (MakeAlternative(operations[first], given, frame, chosen.Decision, outcomes, variable.Outcomes[first]) is not { } layer
                || !HasOneOutput(layer, chosen.Span))
                failed = true;
            else
                foreach (var outcome in outcomes)
                    layers[outcome] = layer;
        }

        if (failed)
            return null;
        var output = cases.Choose(variable, [.. layers.Select((l, i) => l is null ? null : cases.Restrict(OutputOf(l), variable, i))]);
        if (output is null)
            return null;
        var (bounding, varies) = Split(cases.Simplify(output));
        var alternatives = layers
            .Select((l, i) => (Label: variable.Outcomes[i], Layer: l))
            .Where(a => a.Layer is not null)
            .Select(a => new LayerAlternative(a.Label, a.Layer ?? throw new InvalidOperationException()));
        return new ChoiceLayer(chosen.Decision, [.. alternatives], BoundingOf(inputs), bounding) { Varies = varies };
    }

    private bool HasOneOutput(Layer layer, TextSpan span)
    {
        if (OutputCountOf(layer) == 1)
            return true;
        diagnostics.Add(Diagnose.SeveralOutputs(span, OutputCountOf(layer)));
        return false;
    }

    /// <summary>The layer for some outcomes of a decision; for a single one, what it decides is called after it.</summary>
    private Layer? MakeAlternative(
        Value operation, ImmutableArray<Cases<Shape>> inputs, Frame frame, Decision decision, List<int> outcomes, string label)
    {
        var inner = Inside(frame, decision, [.. outcomes]);
        return MakeLayer(operation, inputs, outcomes.Count == 1 ? inner.Named(Frame.Join(frame.Name, label)) : inner);
    }

    /// <summary>The outcomes that can be here, those together that are the same operation on the same inputs.</summary>
    private List<(int First, ImmutableArray<Cases<Shape>> Inputs, List<int> Outcomes)> Groups(
        ImmutableArray<Value> operations, ImmutableArray<Cases<Shape>> inputs, CaseVariable variable, IEnumerable<int> possible)
    {
        var groups = new List<(int First, ImmutableArray<Cases<Shape>> Inputs, List<int> Outcomes)>();
        foreach (var outcome in possible)
        {
            if (Restrict(inputs, variable, outcome) is not { } given)
                continue;
            var same = groups.FindIndex(g => IsSame(operations[g.First], operations[outcome]) && AreSame(g.Inputs, given));
            if (same < 0)
                groups.Add((outcome, given, [outcome]));
            else
                groups[same].Outcomes.Add(outcome);
        }

        return groups;
    }

    private static bool AreSame(ImmutableArray<Cases<Shape>> a, ImmutableArray<Cases<Shape>> b)
    {
        if (a.Length != b.Length)
            return false;
        for (var i = 0; i < a.Length; i++)
            if (!ReferenceEquals(a[i], b[i]))
                return false;
        return true;
    }

    private static bool IsSame(Value a, Value b) => ReferenceEquals(a, b) || (a, b) switch
    {
        (CatalogValue x, CatalogValue y) => x.Operation == y.Operation && x.Span == y.Span && SameArguments(x.Arguments, y.Arguments),
        _ => false,
    };

    /// <summary>The same numbers: what a choice of several of them leads to is the same operation.</summary>
    private static bool SameArguments(BoundArguments a, BoundArguments b) =>
        ReferenceEquals(a, b)
        || (a.Values.Count == b.Values.Count
            && a.Values.All(v => b.Values.TryGetValue(v.Key, out var other)
                && (ReferenceEquals(v.Value.Value, other.Value)
                    || (v.Value.Value is NumberValue x && other.Value is NumberValue y && x == y))));

    private Layer? MakeBlend(BlendValue blend, ImmutableArray<Cases<Shape>> inputs, Frame frame)
    {
        var parts = ImmutableArray.CreateBuilder<LayerAlternative>();
        Cases<Shape>? output = null;
        foreach (var (label, value) in blend.Parts)
        {
            if (MakeLayer(value, inputs, frame.Named(Frame.Join(frame.Name, label))) is not { } layer || !HasOneOutput(layer, blend.Span))
                return null;
            if (output is not null && !ReferenceEquals(output, OutputOf(layer)))
            {
                diagnostics.Add(Diagnose.AlternativeShapesDiffer(
                    blend.Span, parts[0].Label, BoundingOf(output), label, layer.Output) with { Label = Place(frame) });
                return null;
            }

            output = OutputOf(layer);
            parts.Add(new LayerAlternative(label, layer));
        }

        return output is null
            ? null
            : new BlendLayer(parts.ToImmutable(), BoundingOf(inputs), BoundingOf(output)) { Varies = Split(output).Varies };
    }
}
