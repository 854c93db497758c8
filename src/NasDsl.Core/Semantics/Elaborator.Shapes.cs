using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Shapes that depend on decisions, and values that do.</summary>
internal sealed partial class Elaborator
{
    private readonly CaseTable cases = new();

    private Cases<Shape> OutputOf(Layer layer) => layer.Varies ?? cases.Fixed(layer.Output);

    private CaseVariable VariableOf(Decision decision) => cases.Of(decision, decisions.PositionOf(decision.Name));

    private CaseVariable ElementVariable(Decision subset, int element) =>
        cases.Of(subset, decisions.PositionOf(subset.Name), element);

    /// <summary>A layer's bounding shape and, where it varies, how.</summary>
    private static (Shape Output, Cases<Shape>? Varies) Split(Cases<Shape> output) => output.IsFixed
        ? (output.Value, null)
        : (Shape.Bounding(output.Leaves), output);

    private static Shape BoundingOf(Cases<Shape> shape) => shape.IsFixed ? shape.Value : Shape.Bounding(shape.Leaves);

    private static ImmutableArray<Shape> BoundingOf(ImmutableArray<Cases<Shape>> shapes) => [.. shapes.Select(BoundingOf)];

    private ImmutableArray<Cases<Shape>> FixedShapes(params IEnumerable<Shape> shapes) => [.. shapes.Select(cases.Fixed)];

    /// <summary>The shapes together, as they occur together; null where they never do.</summary>
    private Cases<ShapeList>? Together(IEnumerable<Cases<Shape>> shapes)
    {
        var known = shapes.ToList();
        if (known.TrueForAll(s => s.IsFixed))
            return cases.Fixed(new ShapeList([.. known.Select(s => s.Value)]));
        Cases<ShapeList>? all = cases.Fixed(new ShapeList([]));
        foreach (var shape in known)
            all = all is null ? null : cases.Combine(all, shape, (list, s) => new ShapeList([.. list.Items, s]));
        return all is null ? null : cases.Simplify(all);
    }

    private static bool AreFixed(ImmutableArray<Cases<Shape>> shapes)
    {
        foreach (var shape in shapes)
            if (!shape.IsFixed)
                return false;
        return true;
    }

    /// <summary>The inputs where a variable has one outcome; null where that cannot be.</summary>
    private ImmutableArray<Cases<Shape>>? Restrict(ImmutableArray<Cases<Shape>> shapes, CaseVariable variable, int outcome)
    {
        if (AreFixed(shapes))
            return shapes;
        var result = ImmutableArray.CreateBuilder<Cases<Shape>>(shapes.Length);
        foreach (var shape in shapes)
        {
            if (cases.Restrict(shape, variable, outcome) is not { } restricted)
                return null;
            result.Add(restricted);
        }

        return result.ToImmutable();
    }

    /// <summary>`where `a.width` is 24 and `b.width` is 36`: the smallest set of decisions that lead there.</summary>
    private static string? PathText(ImmutableArray<(CaseVariable Variable, int Outcome)>? path)
    {
        if (path is not { Length: > 0 } steps)
            return null;
        var parts = steps.Where(s => s.Variable.Decision is not null).Select(s => s.Variable.Kind == DecisionKind.Subset
            ? $"`{s.Variable.Decision}` {(s.Outcome == 1 ? "takes" : "leaves out")} `{s.Variable.Outcomes[1]}`"
            : $"`{s.Variable.Decision}` is `{s.Variable.Outcomes[s.Outcome]}`");
        return string.Join(" and ", parts) is { Length: > 0 } text ? $"where {text}" : null;
    }

    /// <summary>What a value is where a decision has one outcome.</summary>
    private static Value Restrict(Value value, Decision decision, int outcome) => value switch
    {
        ChosenValue chosen when chosen.Decision.Name == decision.Name => Restrict(chosen.Alternatives[outcome], decision, outcome),
        ChosenValue chosen => chosen with { Alternatives = [.. chosen.Alternatives.Select(a => Restrict(a, decision, outcome))] },
        TupleValue tuple => tuple with { Items = [.. tuple.Items.Select(i => Restrict(i, decision, outcome))] },
        CatalogValue catalogued => catalogued with { Arguments = Restrict(catalogued.Arguments, decision, outcome) },
        DeclaredValue declared => declared with { Arguments = Restrict(declared.Arguments, decision, outcome) },
        ComposedValue composed => composed with { Operations = [.. composed.Operations.Select(o => Restrict(o, decision, outcome))] },
        RepeatedValue repeated => repeated with
        {
            Count = Restrict(repeated.Count, decision, outcome),
            Operation = Restrict(repeated.Operation, decision, outcome),
        },
        _ => value,
    };

    private static BoundArguments Restrict(BoundArguments arguments, Decision decision, int outcome) =>
        arguments.Values.Any(v => DependsOnChoice(v.Value.Value))
            ? new BoundArguments(arguments.Values.ToImmutableDictionary(
                v => v.Key, v => (Restrict(v.Value.Value, decision, outcome), v.Value.Span)))
            : arguments;

    private static bool DependsOnChoice(Value value) => FirstDecision(value) is not null;

    /// <summary>A decision on which a value depends, the one met first; null for a value that is the same for all.</summary>
    private static ChosenValue? FirstDecision(Value value) => value switch
    {
        ChosenValue chosen => chosen,
        TupleValue tuple => tuple.Items.Select(FirstDecision).FirstOrDefault(d => d is not null),
        _ => null,
    };

    /// <summary>
    /// The frame inside some outcomes of a decision: what is decided there exists only with them.
    /// </summary>
    private Frame Inside(Frame frame, Decision decision, ImmutableArray<int> outcomes)
    {
        var count = decision.Kind == DecisionKind.Order ? VariableOf(decision).Outcomes.Length : decision.Alternatives.Length;
        if (outcomes.Length == count)
            return frame;
        var known = frame with { Known = new KnownOutcomes(decision.Name, outcomes, frame.Known) };
        if (decision.Kind != DecisionKind.One)
            return known with { IsUnderTwoConditions = true };
        var labels = outcomes.Select(o => decision.Alternatives[o].Label).ToImmutableArray();
        if (frame.Condition is not { } outer)
            return known with { Condition = new DecisionCondition(decision.Name, labels) };
        if (outer.Decision == decision.Name)
            return known with { Condition = new DecisionCondition(decision.Name, [.. labels.Where(outer.Includes)]) };
        if (decisions.Implies(outer, new DecisionCondition(decision.Name, labels)))
            return known;
        // Made inside the condition that holds anyway, the decision says both; made elsewhere, neither does.
        var made = decisions.Find(decision.Name)?.Parent ?? decision.Parent;
        return decisions.Implies(made, outer)
            ? known with { Condition = new DecisionCondition(decision.Name, labels) }
            : known with { IsUnderTwoConditions = true };
    }

    /// <summary>The outcomes of a decision that can be here.</summary>
    private static IEnumerable<int> Possible(Frame frame, Decision decision, int count) =>
        frame.Known?.Of(decision.Name) is { } known
            ? Enumerable.Range(0, count).Where(known.Contains)
            : Enumerable.Range(0, count);

    /// <summary>Computes with every alternative of a choice.</summary>
    private static Value Map(ChosenValue chosen, Func<Value, int, Value> function)
    {
        ImmutableArray<Value> values = [.. chosen.Alternatives.Select(function)];
        return values.Any(v => v is UnknownValue) ? UnknownValue.Instance : chosen with { Alternatives = values };
    }

    private static Value Map(ChosenValue chosen, Func<Value, Value> function) => Map(chosen, (v, _) => function(v));

    /// <summary>Every value that a static one can take.</summary>
    private static IEnumerable<Value> Leaves(Value value) =>
        value is ChosenValue chosen ? chosen.Alternatives.SelectMany(Leaves) : [value];

    /// <summary>What varies as a value that does; null where no choice of one tells it.</summary>
    private Value? ValueOf<T>(Cases<T> varying, Func<T, Value> value, TextSpan span)
        where T : notnull
    {
        var memo = new Dictionary<Cases<T>, Value?>(ReferenceEqualityComparer.Instance);
        return Go(varying);

        Value? Go(Cases<T> at)
        {
            if (at.Variable is not { } variable)
                return value(at.Value);
            if (memo.TryGetValue(at, out var known))
                return known;
            if (variable.Decision is not { } name || variable.Kind == DecisionKind.Subset || decisions.Find(name) is not { } decision)
                return memo[at] = null;
            var values = at.Outcomes.Select(o => o is null ? null : Go(o)).ToList();
            if (at.Outcomes.Zip(values).Any(p => p.First is not null && p.Second is null))
                return memo[at] = null;
            // What cannot be may be anything.
            var any = values.OfType<Value>().First();
            return memo[at] = new ChosenValue(decision, [.. values.Select(v => v ?? any)], span);
        }
    }

    /// <summary>Whether a condition holds, by its decisions.</summary>
    private Cases<bool> TruthOf(Value condition, Frame frame)
    {
        if (condition is not ChosenValue chosen)
            return cases.Fixed(condition is BooleanValue { Truth: true });
        var variable = VariableOf(chosen.Decision);
        var possible = Possible(frame, chosen.Decision, chosen.Alternatives.Length).ToHashSet();
        return cases.Choose(variable, [.. chosen.Alternatives.Select((a, i) =>
            possible.Contains(i) ? cases.Restrict(TruthOf(a, frame), variable, i) : null)]) ?? cases.Fixed(false);
    }

    /// <summary>Something that varies, without what cannot be here; null where nothing is left.</summary>
    private Cases<T>? Assumed<T>(Cases<T> varying, Frame frame)
        where T : notnull
    {
        if (frame.Assumption is not { } assumption || varying.IsFixed)
            return varying;
        return cases.Combine(varying, assumption, (v, _) => v) is { } left ? cases.Simplify(left) : null;
    }

    /// <summary>The frame where a condition has one of its values; null where it never has.</summary>
    private Frame? Under(Frame frame, Cases<bool> truth, bool wanted)
    {
        if (truth.IsFixed)
            return truth.Value == wanted ? frame : null;
        if (cases.Map(truth, t => t == wanted ? cases.Fixed(true) : null) is not { } holds)
            return null;
        var all = frame.Assumption is null ? holds : cases.Combine(frame.Assumption, holds, (_, _) => true);
        if (all is null)
            return null;
        var variables = truth.Variables.ToList();
        var inner = frame with { Assumption = all };
        foreach (var variable in variables)
        {
            if (variable.Decision is not { } name || decisions.Find(name) is not { } decision || variable.Kind == DecisionKind.Subset)
                return inner with { IsUnderTwoConditions = true };
            ImmutableArray<int> outcomes =
                [.. Enumerable.Range(0, variable.Outcomes.Length).Where(i => cases.Restrict(all, variable, i) is not null)];
            inner = variables.Count == 1
                ? Inside(inner, decision, outcomes)
                : inner with { Known = new KnownOutcomes(name, outcomes, inner.Known), IsUnderTwoConditions = true };
        }

        return inner;
    }
}
