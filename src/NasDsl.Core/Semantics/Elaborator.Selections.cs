using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Operations of lists whose elements are there or not, as decisions have it.</summary>
internal sealed partial class Elaborator
{
    /// <summary>
    /// Joins what a decision takes of a list: some elements by a subset, or the one that a choice names. The shape depends on
    /// the decision where the elements, or how many there are, tell.
    /// </summary>
    private OperationLayer? MakeSelection(CatalogValue value, Decision decision, ImmutableArray<Cases<Shape>> inputs, Frame frame)
    {
        if (inputs.IsEmpty)
        {
            diagnostics.Add(Diagnose.EmptyList(value.Span, value.Name));
            return null;
        }

        Spend(ref nodeBudget, 1);
        var shape = decision.Kind == DecisionKind.Subset
            ? SubsetShape(value, decision, inputs, frame)
            : OneOf(decision, inputs, frame);
        return shape is null ? null : ListLayer(value, inputs, cases.Bounded(cases.Simplify(shape)));
    }

    private Cases<Shape>? OneOf(Decision decision, ImmutableArray<Cases<Shape>> inputs, Frame frame)
    {
        var variable = VariableOf(decision);
        var possible = Possible(frame, decision, inputs.Length).ToHashSet();
        return cases.Choose(
            variable, [.. inputs.Select((s, i) => possible.Contains(i) ? cases.Restrict(s, variable, i) : null)]);
    }

    private Cases<Shape>? SubsetShape(CatalogValue value, Decision subset, ImmutableArray<Cases<Shape>> inputs, Frame frame)
    {
        var first = inputs[0];
        var addsUp = first.IsFixed && value.Operation.Join(first.Value, first.Value) is { } twice && !twice.Equals(first.Value);
        if (subset.Minimum == 0 && (addsUp || value.Operation.Facts.HasFlag(OperationFacts.Averages)))
        {
            diagnostics.Add(Diagnose.MayBeEmpty(value.Span, value.Name, subset.Name));
            return null;
        }

        if (!addsUp && inputs.All(i => ReferenceEquals(i, first)))
            return first;
        (ShapeList Shapes, int Index)? clash = null;
        var memo = new Dictionary<(int, int, Shape?), Cases<Shape>?>();
        var shape = Go(0, 0, null);
        if (clash is not { } worst)
            return shape;
        diagnostics.Add(Diagnose.ShapesDiffer(value.Span, value.Name, worst.Shapes.Items[0], worst.Index, worst.Shapes.Items[1]) with
        {
            Label = Place(frame),
        });
        return null;

        Cases<Shape>? Go(int index, int taken, Shape? joined)
        {
            if (taken + inputs.Length - index < subset.Minimum || taken > subset.Maximum)
                return null;
            if (index == inputs.Length)
                return joined is null ? null : cases.Fixed(joined);
            if (memo.TryGetValue((index, taken, joined), out var known))
                return known;
            var without = Go(index + 1, taken, joined);
            var with = taken == subset.Maximum ? null : cases.Map(inputs[index], s => With(index, taken, joined, s));
            var result = cases.Choose(ElementVariable(subset, index), [without, with]);
            memo[(index, taken, joined)] = result;
            return result;
        }

        Cases<Shape>? With(int index, int taken, Shape? joined, Shape next)
        {
            var all = joined is null ? next : value.Operation.Join(joined, next);
            if (all is null && joined is not null)
                clash ??= (new ShapeList([joined, next]), index);
            return all is null ? null : Go(index + 1, taken + 1, all);
        }
    }

    /// <summary>Joins the elements of a list that are there.</summary>
    private OperationLayer? MakeConditional(
        CatalogValue value, ImmutableArray<Cases<bool>> conditions, ImmutableArray<Cases<Shape>> inputs, Frame frame)
    {
        Spend(ref nodeBudget, 1);
        var joined = cases.Fixed(new ShapeList([]));
        foreach (var subset in conditions.SelectMany(c => c.Variables).Where(v => v.Kind == DecisionKind.Subset)
            .Select(v => v.Decision).OfType<string>().Distinct().Select(decisions.Find).OfType<Decision>())
            if (Possible(subset) is { } possible && cases.Combine(joined, possible, (list, _) => list) is { } narrowed)
                joined = narrowed;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (cases.Combine(conditions[i], inputs[i], (isThere, shape) => new ShapeList(isThere ? [shape] : [])) is not { } next
                || Together(value, joined, next, i, frame) is not { } more)
                return null;
            joined = more;
        }

        var shapes = cases.Simplify(joined);
        if (shapes.Leaves.All(l => !l.Items.IsEmpty))
            return ListLayer(value, inputs, cases.Bounded(cases.Map(shapes, l => l.Items[0])));
        diagnostics.Add(Diagnose.MayBeEmpty(value.Span, value.Name, conditions
            .SelectMany(c => c.Variables).Select(v => v.Decision).OfType<string>().FirstOrDefault() ?? "the list"));
        return null;
    }

    private Cases<ShapeList>? Together(CatalogValue value, Cases<ShapeList> joined, Cases<ShapeList> next, int index, Frame frame)
    {
        ShapeList? clash = null;
        var result = cases.Combine(joined, next, (list, one) =>
        {
            if (list.Items.IsEmpty || one.Items.IsEmpty)
                return list.Items.IsEmpty ? one : list;
            if (value.Operation.Join(list.Items[0], one.Items[0]) is { } both)
                return new ShapeList([both]);
            clash ??= new ShapeList([list.Items[0], one.Items[0]]);
            return list;
        });
        if (clash is null)
            return result;
        diagnostics.Add(Diagnose.ShapesDiffer(value.Span, value.Name, clash.Items[0], index, clash.Items[1]) with { Label = Place(frame) });
        return null;
    }

    /// <summary>Which sets of elements a subset may take: nothing is left for the others.</summary>
    private Cases<bool>? Possible(Decision subset)
    {
        var memo = new Dictionary<(int, int), Cases<bool>?>();
        return Go(0, 0);

        Cases<bool>? Go(int index, int taken)
        {
            if (taken > subset.Maximum || taken + subset.Alternatives.Length - index < subset.Minimum)
                return null;
            if (index == subset.Alternatives.Length)
                return cases.Fixed(true);
            if (!memo.TryGetValue((index, taken), out var result))
                memo[(index, taken)] = result = cases.Split(
                    ElementVariable(subset, index), [Go(index + 1, taken), Go(index + 1, taken + 1)]);
            return result;
        }
    }

    /// <summary>
    /// `loose(n)`: the elements of a list that no other element of it uses. What a later element uses is read from the graph,
    /// under the decisions that have it so.
    /// </summary>
    private Value Loose(ListValue list, Frame frame, TextSpan span)
    {
        if (frame.Graph is not { } graph || list.Items.Any(i => i is not TensorValue))
            return UnknownValue.Instance;
        var ids = list.Items.Cast<TensorValue>().Select(t => t.Id).ToList();
        var elements = ids.ToHashSet();
        var readers = graph.Nodes
            .SelectMany(n => n.Inputs.Select((value, i) => (Value: value, Reader: n, Input: i)))
            .ToLookup(r => r.Value);
        var memo = new Dictionary<int, Cases<bool>>();
        return new ConditionalListValue(list, [.. ids.Select(id => cases.Map(Used(id), used => !used))], span);

        Cases<bool> Used(int id)
        {
            if (memo.TryGetValue(id, out var known))
                return known;
            var used = cases.Fixed(false);
            foreach (var (_, reader, input) in readers[id])
            {
                var reaches = elements.Contains(reader.Id) ? cases.Fixed(true) : Used(reader.Id);
                used = Both(used, Both(Reads(reader, input), reaches, (a, b) => a && b), (a, b) => a || b);
            }

            return memo[id] = used;
        }
    }

    private Cases<bool> Both(Cases<bool> a, Cases<bool> b, Func<bool, bool, bool> function) =>
        cases.Combine(a, b, function) ?? cases.Fixed(false);

    /// <summary>Whether a node reads one of its inputs.</summary>
    private Cases<bool> Reads(Node reader, int input)
    {
        if (!reader.Conditions.IsEmpty)
            return reader.Conditions[input];
        if (reader.Subset is not { } decision)
            return cases.Fixed(true);
        var variable = decision.Kind == DecisionKind.Subset ? ElementVariable(decision, input) : VariableOf(decision);
        var yes = decision.Kind == DecisionKind.Subset ? 1 : input;
        return cases.Split(
            variable, [.. variable.Outcomes.Select((_, i) => (Cases<bool>?)cases.Fixed(i == yes))]) ?? cases.Fixed(true);
    }
}
