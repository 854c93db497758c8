using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Semantics;

/// <summary>Operations of the catalog as layers.</summary>
internal sealed partial class Elaborator
{
    private readonly Dictionary<OperationUse, OperationLayer> resolutions = [];

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
