using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Lists: elements, spreads, comprehensions, and what their elements are called.</summary>
internal sealed partial class Elaborator
{
    /// <summary>
    /// Evaluates a list. Each element is a place of its own: decisions in it are named after the element's source and, in a
    /// `choose k of`, exist only where the element is taken.
    /// </summary>
    private Value EvaluateList(ListSyntax syntax, Scope scope, Frame frame, string? subset)
    {
        var list = new ListBuilder(subset);
        var isWhole = true;
        foreach (var element in syntax.Elements)
        {
            var isKnown = element switch
            {
                SpreadElementSyntax spread => Spread(list, spread, scope, frame),
                ComprehensionSyntax comprehension => Comprehend(list, comprehension, scope, frame),
                SingleElementSyntax single => AddElement(list, single.Value, scope, frame),
                _ => false,
            };
            isWhole &= isKnown;
            // Where nothing is known yet, the elements behind are looked at all the same: what they name is not unused.
            if (!isKnown && frame.Graph is not null)
                return UnknownValue.Instance;
            if (list.Items.Count > MostElements)
                return Unknown(Diagnose.TooLarge(syntax.Span, $"a list of {list.Items.Count} elements"));
        }

        return isWhole ? list.ToValue(syntax.Span) : UnknownValue.Instance;
    }

    /// <param name="list">The list in the making.</param>
    /// <param name="condition">When the element is there; null: always.</param>
    private bool AddElement(ListBuilder list, ExpressionSyntax value, Scope scope, Frame frame, Cases<bool>? condition = null)
    {
        var label = list.Labelled(LabelOf(value, scope));
        var name = $"{frame.Name}.edge[{label}]";
        var inner = frame.Named(name);
        if (list.Subset is { } subset)
            inner = inner with { Condition = new IR.DecisionCondition(subset, label) };
        list.Add(Finish(Evaluate(value, scope, inner), name, frame), condition ?? cases.Fixed(true));
        return true;
    }

    private bool Spread(ListBuilder list, SpreadElementSyntax syntax, Scope scope, Frame frame)
    {
        if (SomeOf(syntax.List, scope, frame) is not var (items, conditions))
            return false;
        Spend(ref workBudget, items.Items.Length);
        for (var i = 0; i < items.Items.Length; i++)
        {
            list.Labelled(items.Labels[i]);
            list.Add(items.Items[i], conditions[i]);
        }

        return true;
    }

    private bool Comprehend(ListBuilder list, ComprehensionSyntax syntax, Scope scope, Frame frame)
    {
        if (SomeOf(syntax.List, scope, frame) is not var (items, conditions))
        {
            // Nothing is known of the elements: the expression is still checked, once.
            var unknown = new Scope(scope);
            unknown.TryBind(syntax.Variable.Text, UnknownValue.Instance);
            if (syntax.Condition is { } filter)
                StaticBoolean(filter, unknown, frame);
            Evaluate(syntax.Value, unknown, frame);
            return false;
        }

        var isKnown = true;
        for (var i = 0; i < items.Items.Length; i++)
        {
            var inner = new Scope(scope);
            inner.TryBind(syntax.Variable.Text, items.Items[i], label: items.Labels[i] ?? $"{i}");
            var taken = syntax.Condition is { } condition ? Filter(condition, inner, frame) : cases.Fixed(true);
            isKnown &= taken is not null;
            var isThere = Both(conditions[i], taken ?? cases.Fixed(true), (a, b) => a && b);
            if (isThere is not { IsFixed: true, Value: false })
                AddElement(list, syntax.Value, inner, frame, isThere);
        }

        return isKnown;
    }

    /// <summary>`if` behind a comprehension: what it says may depend on choices. Null where it was wrong.</summary>
    private Cases<bool>? Filter(ExpressionSyntax syntax, Scope scope, Frame frame)
    {
        var value = Evaluate(syntax, scope, frame);
        switch (value)
        {
            case BooleanValue truth:
                return cases.Fixed(truth.Truth);
            case ChosenValue chosen when Leaves(chosen).All(v => v is BooleanValue):
                return Assumed(TruthOf(chosen, frame), frame);
            case UnknownValue:
                return null;
            case TensorValue:
                diagnostics.Add(Diagnose.NeedsStaticValue(syntax.Span, "a condition", value.Description));
                return null;
            default:
                diagnostics.Add(Diagnose.WrongKind(syntax.Span, "a condition", value.Description));
                return null;
        }
    }

    /// <summary>A list and when each of its elements is there.</summary>
    private (ListValue Items, ImmutableArray<Cases<bool>> Conditions)? SomeOf(ExpressionSyntax syntax, Scope scope, Frame frame)
    {
        var value = Listed(Evaluate(syntax, scope, frame), frame);
        if (value is ConditionalListValue some)
            return (some.Elements, some.Conditions);
        return ListOf(value, syntax.Span) is { } list
            ? (list, [.. list.Items.Select(_ => cases.Fixed(true))])
            : null;
    }

    /// <summary>
    /// A choice of lists as one list: each element is a choice, and there where the list that is chosen is long enough. Anything else
    /// stays what it is.
    /// </summary>
    private Value Listed(Value value, Frame frame)
    {
        if (value is not ChosenValue chosen || !Leaves(chosen).All(v => v is ListValue))
            return value;
        var longest = Leaves(chosen).Cast<ListValue>().MaxBy(l => l.Items.Length) ?? ListValue.Empty;
        var places = Enumerable.Range(0, longest.Items.Length).ToImmutableArray();
        // Where a list has no such element, it may be anything.
        var items = new ListValue(
            [.. places.Select(i => Map(chosen, l => ItemOf(l, i, longest.Items[i])))],
            [.. places.Select(i => longest.Labels[i])]);
        if (Leaves(chosen).All(l => ((ListValue)l).Items.Length == places.Length))
            return items;
        return new ConditionalListValue(
            items, [.. places.Select(i => TruthOf(Map(chosen, l => LongerThan(l, i)), frame))], chosen.Span);

        Value ItemOf(Value list, int index, Value otherwise) => list is ChosenValue inner
            ? Map(inner, l => ItemOf(l, index, otherwise))
            : list is ListValue known && index < known.Items.Length ? known.Items[index] : otherwise;

        Value LongerThan(Value list, int index) => list is ChosenValue inner
            ? Map(inner, l => LongerThan(l, index))
            : new BooleanValue(list is ListValue known && index < known.Items.Length);
    }

    /// <summary>A list in the making.</summary>
    /// <param name="subset">The `choose k of` that takes some of it, or null.</param>
    private sealed class ListBuilder(string? subset)
    {
        private readonly ImmutableArray<string?>.Builder labels = ImmutableArray.CreateBuilder<string?>();
        private readonly UniqueNames names = new();

        public string? Subset => subset;

        private readonly ImmutableArray<Cases<bool>>.Builder conditions = ImmutableArray.CreateBuilder<Cases<bool>>();

        public ImmutableArray<Value>.Builder Items { get; } = ImmutableArray.CreateBuilder<Value>();

        public void Add(Value item, Cases<bool> condition)
        {
            Items.Add(item);
            conditions.Add(condition);
        }

        /// <summary>Gives the next element its label: the one wished for, or its place.</summary>
        public string Labelled(string? label)
        {
            var unique = names.Take(label ?? $"{Items.Count}");
            labels.Add(unique);
            return unique;
        }

        public Value ToValue(TextSpan span)
        {
            var list = new ListValue(Items.ToImmutable(), labels.ToImmutable());
            return conditions.All(c => c is { IsFixed: true, Value: true }) ? list : new ConditionalListValue(list, conditions.ToImmutable(), span);
        }
    }

    private ListValue? ListOf(Value value, TextSpan span)
    {
        switch (value)
        {
            case ListValue list:
                return list;
            case SubsetValue subset:
                diagnostics.Add(Diagnose.NotSupported(span, $"{subset.Description} as a list"));
                return null;
            case UnknownValue or TensorValue { Shape: null }:
                return null;
            case TupleValue tuple:
                return new ListValue(tuple.Items, tuple.Names);
            case RangeValue range:
                return NumbersOf(range, span);
            case var other:
                diagnostics.Add(Diagnose.WrongKind(span, "a list", other.Description));
                return null;
        }
    }

    /// <summary>The whole numbers of a range, both ends included; none where it runs backwards.</summary>
    private ListValue? NumbersOf(RangeValue range, TextSpan span)
    {
        foreach (var end in new[] { new NumberValue(range.First), new NumberValue(range.Last) })
        {
            if (end.IsInteger)
                continue;
            diagnostics.Add(Diagnose.NotAnInteger(span, end.Text));
            return null;
        }

        var count = Math.Max(0, range.Last - range.First + 1);
        if (count > MostElements)
        {
            diagnostics.Add(Diagnose.TooLarge(span, $"a list of {new NumberValue(count).Text} elements"));
            return null;
        }

        Spend(ref workBudget, (int)count);
        var numbers = Enumerable.Range(0, (int)count).Select(i => new NumberValue(range.First + i)).ToImmutableArray();
        return new ListValue([.. numbers], [.. numbers.Select(n => n.Text)]);
    }

    /// <summary>What an element is called after: the tensor that it starts from.</summary>
    private string? LabelOf(ExpressionSyntax syntax, Scope scope)
    {
        while (syntax is PipeSyntax pipe)
            syntax = pipe.Value;
        return syntax switch
        {
            NameExpressionSyntax name => scope.LabelOf(name.Name.Text),
            TupleSyntax { Items: [var first, ..] } => LabelOf(first, scope),
            CallSyntax call => call.Arguments.Select(a => LabelOf(a.Value, scope)).FirstOrDefault(l => l is not null),
            IndexSyntax { List: NameExpressionSyntax list } index => IndexLabel(list, index, scope),
            _ => null,
        };
    }

    private static string? IndexLabel(NameExpressionSyntax name, IndexSyntax index, Scope scope)
    {
        if (scope.Find(name.Name.Text) is not ListValue list)
            return null;
        var at = index.Index switch
        {
            NumberSyntax number => number.Value,
            UnarySyntax { Operator: UnaryOperator.Negate, Operand: NumberSyntax number } => list.Items.Length - number.Value,
            _ => -1,
        };
        return at >= 0 && at < list.Labels.Length ? list.Labels[(int)at] : null;
    }
}
