using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Operation values to layers, once the shapes of the inputs are known.</summary>
internal sealed partial class Elaborator
{
    private readonly Dictionary<OperationUse, OperationLayer> resolutions = [];

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
            // Inside one of several alternatives nothing but the cells' setting tells what a normalization has.
            var isInside = chosen.Decision.Kind == DecisionKind.One && outcomes.Count < operations.Length;
            var made = isInside && operations[first] is CatalogValue plain && Known(new OperationUse(plain, given, options.CellsAreAffine)) is { } known
                ? known
                : MakeAlternative(operations[first], given, frame, chosen.Decision, outcomes, variable.Outcomes[first]);
            if (made is not { } layer || !HasOneOutput(layer, chosen.Span))
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

    private Layer? MakeOperation(CatalogValue value, ImmutableArray<Cases<Shape>> inputs, Frame frame)
    {
        // A choice among the arguments is a choice among operations.
        foreach (var parameter in value.Operation.Parameters)
            if (value.Arguments.Values.TryGetValue(parameter.Name, out var given) && FirstDecision(given.Value) is { } chosen)
                return OneOperation(value, chosen, inputs, frame);

        var use = new OperationUse(value, inputs, IsAffine(frame));
        if (Known(use) is { } known)
            return known;

        var (arguments, likes) = BindCatalog(value);
        if (arguments is null || likes is null)
            return null;
        if (!value.Operation.TakesList && inputs.Length != value.Operation.InputCount)
        {
            diagnostics.Add(Diagnose.WrongInputCount(value.Span, value.Name, value.Operation.InputCount, inputs.Length) with
            {
                Label = Place(frame),
            });
            return null;
        }

        if (!value.Operation.TakesTokens && inputs.SelectMany(i => i.Leaves).FirstOrDefault(i => i.IsTokens) is { } tokens)
        {
            diagnostics.Add(Diagnose.TokensNotEmbedded(value.Span, value.Name, tokens) with { Label = Place(frame) });
            return null;
        }

        Spend(ref nodeBudget, 1);
        if (value.Operation.TakesList && inputs.Any(i => !i.IsFixed))
            return Joined(value, inputs, frame);
        var names = likes.Keys.Order(StringComparer.Ordinal).ToList();
        ImmutableArray<Cases<Shape>> alike = [.. names.Select(n => likes[n])];
        if (Together(inputs.Concat(alike)) is not { } all)
            return null;
        if (!all.IsFixed)
            return Variants(value, arguments, names, all, alike, inputs, frame);
        var layer = ResolveOne(value, arguments, names, all.Value, inputs.Length, frame, () => null);
        if (layer is not null)
            resolutions[use] = layer;
        return layer;
    }

    /// <summary>An operation for each number that an argument can be: one whose size is chosen.</summary>
    private ChoiceLayer? OneOperation(CatalogValue value, ChosenValue chosen, ImmutableArray<Cases<Shape>> inputs, Frame frame) =>
        MakeChoice(
            chosen,
            [.. chosen.Alternatives.Select((_, i) => (Value)(value with { Arguments = Restrict(value.Arguments, chosen.Decision, i) }))],
            inputs,
            frame) is { } choice ? choice with { IsOneOperation = true } : null;

    /// <summary>The layer of an operation that was applied so before, with weights of its own.</summary>
    private OperationLayer? Known(OperationUse use)
    {
        if (!resolutions.TryGetValue(use, out var known))
            return null;
        Spend(ref nodeBudget, 1);
        return known with { };
    }

    /// <summary>Whether batch normalizations have weights here where the program does not say.</summary>
    private bool IsAffine(Frame frame) => options.CellsAreAffine || (!frame.IsInCell && frame.Condition is null);

    /// <summary>
    /// The same operation value on the same shapes: every edge of a cell chooses among the same ones. Each use gets a layer of its own.
    /// </summary>
    private readonly struct OperationUse(CatalogValue value, ImmutableArray<Cases<Shape>> inputs, bool isAffine) : IEquatable<OperationUse>
    {
        private readonly CatalogValue value = value;
        private readonly ImmutableArray<Cases<Shape>> inputs = inputs;
        private readonly bool isAffine = isAffine;

        public bool Equals(OperationUse other) =>
            ReferenceEquals(value, other.value) && isAffine == other.isAffine && AreSame(inputs, other.inputs);

        public override bool Equals(object? obj) => obj is OperationUse other && Equals(other);

        public override int GetHashCode()
        {
            var hash = HashCode.Combine(RuntimeHelpers.GetHashCode(value), isAffine);
            foreach (var input in inputs)
                hash = HashCode.Combine(hash, RuntimeHelpers.GetHashCode(input));
            return hash;
        }
    }

    /// <summary>The operation for each combination of shapes that can occur.</summary>
    private VariantLayer? Variants(
        CatalogValue value,
        ImmutableDictionary<string, ArgumentValue> arguments,
        List<string> names,
        Cases<ShapeList> all,
        ImmutableArray<Cases<Shape>> likes,
        ImmutableArray<Cases<Shape>> inputs,
        Frame frame)
    {
        var variants = new Dictionary<ShapeList, OperationLayer>();
        // The smallest set of decisions first: an error names that one.
        foreach (var (shapes, path) in CaseTable.ShortestPaths(all))
        {
            Spend(ref nodeBudget, 1);
            if (ResolveOne(value, arguments, names, shapes, inputs.Length, frame, () => PathText(path)) is not { } layer)
                return null;
            variants.Add(shapes, layer);
        }

        var (output, varies) = Split(cases.Bounded(cases.Map(all, s => variants[s].Output)));
        return new VariantLayer(
            [.. variants.Select(v => new LayerVariant(v.Key, v.Value))], likes, BoundingOf(inputs), output) { Varies = varies };
    }

    private OperationLayer? ResolveOne(
        CatalogValue value,
        ImmutableDictionary<string, ArgumentValue> arguments,
        List<string> likeNames,
        ShapeList shapes,
        int inputCount,
        Frame frame,
        Func<string?> path)
    {
        var inputs = shapes.Items[..inputCount];
        var likes = likeNames.Select((n, i) => KeyValuePair.Create(n, shapes.Items[inputCount + i])).ToImmutableDictionary();
        var place = new Lazy<string?>(() => string.Join(' ', new[] { Place(frame), path() }.OfType<string>()) is { Length: > 0 } text ? text : null);
        var context = new OperationContext(IsAffine(frame));
        var call = new OperationCall(
            value.Operation, arguments, likes, inputs, context, value.Span, d => diagnostics.Add(d with { Label = d.Label ?? place.Value }));
        if (value.Operation.Resolve(call) is not { } resolved)
            return null;
        if (IsReasonable(inputs, resolved))
            return new OperationLayer(value.Operation, WithDecisions(resolved.Arguments, arguments), inputs, resolved.Output);
        diagnostics.Add(Diagnose.TooLarge(value.Span, $"a tensor of shape `{resolved.Output}`") with { Label = place.Value });
        return null;
    }

    /// <summary>A real number that is chosen stays a decision; the operation was resolved with one that it can be.</summary>
    private static ArgumentList WithDecisions(ArgumentList resolved, ImmutableDictionary<string, ArgumentValue> given) =>
        given.Values.Any(v => v is DecisionArgument)
            ? new ArgumentList([.. resolved.Items.Select(i =>
                given.TryGetValue(i.Name, out var value) && value is DecisionArgument ? (i.Name, value) : i)])
            : resolved;

    /// <summary>An operation of a list some of whose elements vary in shape.</summary>
    private OperationLayer? Joined(CatalogValue value, ImmutableArray<Cases<Shape>> inputs, Frame frame)
    {
        var shape = inputs[0];
        for (var i = 1; i < inputs.Length; i++)
            if (Join(value, shape, inputs[i], i, frame) is { } joined)
                shape = joined;
            else
                return null;
        return ListLayer(value, inputs, shape);
    }

    private static OperationLayer ListLayer(CatalogValue value, ImmutableArray<Cases<Shape>> inputs, Cases<Shape> shape)
    {
        var (output, varies) = Split(shape);
        return new OperationLayer(value.Operation, new ArgumentList(), BoundingOf(inputs), output) { Varies = varies };
    }

    /// <summary>The shape of a list with one more element; reports the smallest clash.</summary>
    private Cases<Shape>? Join(CatalogValue value, Cases<Shape> list, Cases<Shape> next, int index, Frame frame)
    {
        if (Together([list, next]) is not { } pairs)
            return null;
        if (CaseTable.Shortest(pairs, p => value.Operation.Join(p.Items[0], p.Items[1]) is null) is not { } clash)
            return cases.Bounded(cases.Map(pairs, p => value.Operation.Join(p.Items[0], p.Items[1]) ?? p.Items[0]));
        var worst = pairs;
        foreach (var (variable, outcome) in clash)
            worst = cases.Restrict(worst, variable, outcome) ?? worst;
        var shapes = worst.Leaves.First(p => value.Operation.Join(p.Items[0], p.Items[1]) is null).Items;
        diagnostics.Add(Diagnose.ShapesDiffer(value.Span, value.Name, shapes[0], index, shapes[1]) with
        {
            Label = string.Join(' ', new[] { Place(frame), PathText(clash) }.OfType<string>()) is { Length: > 0 } text ? text : null,
        });
        return null;
    }

    /// <summary>
    /// Whether the layer's sizes are ones that somebody means; beyond, sums of weights and multiply-accumulates over a
    /// network would not fit into 64 bits.
    /// </summary>
    private static bool IsReasonable(ImmutableArray<Shape> inputs, ResolvedOperation resolved)
    {
        const double mostMacs = 1e13;
        var outputs = resolved.Output.Dimensions.Aggregate(1.0, (product, d) => product * d);
        double window = resolved.Arguments.Items.FirstOrDefault(a => a.Name == "kernel").Value switch
        {
            IntegerArgument k => (double)k.Value * k.Value,
            PairArgument pair => (double)pair.Height * pair.Width,
            _ => 1,
        };
        return outputs * window * inputs.Select(i => (double)i.Channels).DefaultIfEmpty(1).Max() <= mostMacs;
    }

    /// <summary>Where in the network an error shows, if that is not where it is written.</summary>
    private static string? Place(Frame frame) => frame.FullName.Length == 0 ? null : $"in `{frame.FullName}`";
}
