using System.Collections.Immutable;
using NasDsl.Diagnostics;
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
        foreach (var element in syntax.Elements)
        {
            var isKnown = element switch
            {
                SpreadElementSyntax spread => Spread(list, spread, scope, frame),
                ComprehensionSyntax comprehension => Comprehend(list, comprehension, scope, frame),
                SingleElementSyntax single => AddElement(list, single.Value, scope, frame),
                _ => false,
            };
            if (!isKnown)
                return UnknownValue.Instance;
            if (list.Items.Count > MostElements)
                return Unknown(Diagnose.TooLarge(syntax.Span, $"a list of {list.Items.Count} elements"));
        }

        return list.Conditions.All(c => c is null)
            ? list.ToList()
            : new ConditionalListValue(list.ToList(), [.. list.Conditions.Select(c => c ?? cases.Fixed(true))], syntax.Span);
    }

    private bool AddElement(ListBuilder list, ExpressionSyntax value, Scope scope, Frame frame, IR.Cases<bool>? isThere = null)
    {
        list.Conditions.Add(isThere);
        var label = list.Labelled(LabelOf(value, scope));
        var name = $"{frame.Name}.edge[{label}]";
        var inner = frame.Named(name);
        if (list.Subset is { } subset)
            inner = inner with { Condition = new IR.DecisionCondition(subset, label) };
        list.Items.Add(Finish(Evaluate(value, scope, inner), name, frame));
        return true;
    }

    private bool Spread(ListBuilder list, SpreadElementSyntax syntax, Scope scope, Frame frame)
    {
        if (ElementsOf(syntax.List, scope, frame, list.Subset is null) is not (var items, var conditions))
            return false;
        Spend(ref workBudget, items.Items.Length);
        for (var i = 0; i < items.Items.Length; i++)
        {
            list.Labelled(items.Labels[i]);
            list.Items.Add(items.Items[i]);
            list.Conditions.Add(conditions?[i]);
        }

        return true;
    }

    private bool Comprehend(ListBuilder list, ComprehensionSyntax syntax, Scope scope, Frame frame)
    {
        if (ElementsOf(syntax.List, scope, frame, list.Subset is null) is not (var items, var conditions))
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
        var decisionsBefore = decisions.Count;
        for (var i = 0; i < items.Items.Length; i++)
        {
            var inner = new Scope(scope);
            inner.TryBind(syntax.Variable.Text, items.Items[i], label: items.Labels[i] ?? $"{i}");
            var taken = syntax.Condition is { } condition ? StaticBoolean(condition, inner, frame) : true;
            isKnown &= taken is not null;
            if (taken is not false)
                AddElement(list, syntax.Value, inner, frame, conditions?[i]);
        }

        // When such a decision exists, no condition on one decision can say.
        if (conditions is null || decisions.Count == decisionsBefore)
            return isKnown;
        diagnostics.Add(Diagnose.NotSupported(syntax.Value.Span, "a choice inside an element that is there only where it is loose"));
        return false;
    }

    /// <summary>A list in the making.</summary>
    /// <param name="subset">The `choose k of` that takes some of it, or null.</param>
    private sealed class ListBuilder(string? subset)
    {
        private readonly ImmutableArray<string?>.Builder labels = ImmutableArray.CreateBuilder<string?>();
        private readonly UniqueNames names = new();

        public string? Subset => subset;

        /// <summary>Where each element is there; null: everywhere.</summary>
        public List<IR.Cases<bool>?> Conditions { get; } = [];

        public ImmutableArray<Value>.Builder Items { get; } = ImmutableArray.CreateBuilder<Value>();

        /// <summary>Gives the next element its label: the one wished for, or its place.</summary>
        public string Labelled(string? label)
        {
            var unique = names.Take(label ?? $"{Items.Count}");
            labels.Add(unique);
            return unique;
        }

        public ListValue ToList() => new(Items.ToImmutable(), labels.ToImmutable());
    }

    /// <summary>The elements of a list and, where it is `loose(n)`, when each is there.</summary>
    private (ListValue Items, ImmutableArray<IR.Cases<bool>>? Conditions)? ElementsOf(
        ExpressionSyntax syntax, Scope scope, Frame frame, bool mayBeConditional)
    {
        var value = Evaluate(syntax, scope, frame);
        if (value is ConditionalListValue some && mayBeConditional)
            return (some.Elements, some.Conditions);
        return ListOf(value, syntax) is { } list ? (list, null) : null;
    }

    private ListValue? ListOf(Value value, ExpressionSyntax syntax)
    {
        switch (value)
        {
            case ListValue list:
                return list;
            case SubsetValue subset:
                diagnostics.Add(Diagnose.NotSupported(syntax.Span, $"{subset.Description} as a list"));
                return null;
            case ConditionalListValue some:
                diagnostics.Add(Diagnose.NotSupported(syntax.Span, $"{some.Description} in a list to choose from"));
                return null;
            case UnknownValue:
                return null;
            case RangeValue range:
                return NumbersOf(range, syntax.Span);
            case var other:
                diagnostics.Add(Diagnose.WrongKind(syntax.Span, "a list", other.Description));
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
    private string? LabelOf(ExpressionSyntax syntax, Scope scope) => syntax switch
    {
        NameExpressionSyntax name => scope.LabelOf(name.Name.Text),
        PipeSyntax pipe => LabelOf(pipe.Value, scope),
        TupleSyntax { Items: [var first, ..] } => LabelOf(first, scope),
        CallSyntax call => call.Arguments.Select(a => LabelOf(a.Value, scope)).FirstOrDefault(l => l is not null),
        IndexSyntax { List: NameExpressionSyntax list } index => IndexLabel(list, index, scope),
        _ => null,
    };

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
