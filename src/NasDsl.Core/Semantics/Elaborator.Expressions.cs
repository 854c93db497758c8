using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NasDsl.Diagnostics;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Expressions other than choices and applications.</summary>
internal sealed partial class Elaborator
{
    private readonly Dictionary<string, Value> constants = new(StringComparer.Ordinal);

    /// <param name="asOperation">The place takes an operation: an unknown name is an unknown operation.</param>
    private Value Evaluate(ExpressionSyntax syntax, Scope scope, Frame frame, bool asOperation = false)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return syntax switch
        {
            NumberSyntax number => new NumberValue(number.Value),
            BooleanSyntax boolean => new BooleanValue(boolean.Value),
            StringSyntax text => new TextValue(text.Value),
            NameExpressionSyntax name => NameValue(name.Name, scope, frame, asOperation),
            TupleSyntax tuple => new TupleValue([.. tuple.Items.Select((t, i) => Element(t, scope, frame, i))]),
            ListSyntax list => EvaluateList(list, scope, frame, null),
            SetSyntax set => new InlineSetValue(set, scope),
            IndexSyntax index => EvaluateIndex(index, scope, frame),
            BinarySyntax binary => EvaluateBinary(binary, scope, frame),
            UnarySyntax unary => EvaluateUnary(unary, scope, frame),
            RangeSyntax range => EvaluateRange(range, scope, frame),
            IfSyntax conditional => EvaluateIf(conditional, scope, frame, asOperation),
            CallSyntax call => EvaluateCall(call, scope, frame),
            PipeSyntax pipe => EvaluatePipe(pipe, scope, frame),
            ComposeSyntax compose => EvaluateCompose(compose, scope, frame),
            RepeatSyntax repeat => EvaluateRepeat(repeat, scope, frame),
            ChooseSyntax choose => EvaluateChoose(choose, scope, frame),
            ChainSyntax chain => EvaluateChain(chain, scope, frame),
            UnsupportedExpressionSyntax unsupported => Unknown(Diagnose.NotSupported(syntax.Span, unsupported.Feature)),
            MemberSyntax member => EvaluateMember(member, scope, frame),
            _ => UnknownValue.Instance,
        };
    }

    private Value NameValue(NameSyntax name, Scope scope, Frame frame, bool asOperation)
    {
        if (scope.Find(name.Text) is { } bound)
            return bound;
        if (table.Find(name.Text) is { } declaration)
            return DeclarationValue(declaration, name.Span, frame);
        if (catalog.Find(name.Text) is { } operation)
            return new CatalogValue(operation, BoundArguments.None, name.Span);
        if (table.IsUnsupported(name.Text))
            return UnknownValue.Instance;

        var suggestion = SpellChecker.Suggest(name.Text, scope.Names.Concat(table.Names).Concat(catalog.Names));
        return Unknown(asOperation
            ? Diagnose.UnknownOperation(name.Span, name.Text, suggestion)
            : Diagnose.UnknownName(name.Span, name.Text, suggestion));
    }

    private Value DeclarationValue(NamedDeclarationSyntax declaration, TextSpan span, Frame frame) => declaration switch
    {
        { IsBroken: true } => UnknownValue.Instance,
        ConstSyntax constant => ConstantValue(constant, span),
        OpSetSyntax set => new OpSetValue(set, BoundArguments.None),
        FunctionSyntax { Word: FunctionWord.Network } network => new NetworkValue(network, BoundArguments.None),
        FunctionSyntax { HasInputs: false } alias => AliasValue(alias, span, frame),
        FunctionSyntax function => new DeclaredValue(function, BoundArguments.None, span),
        _ => UnknownValue.Instance,
    };

    /// <summary>`op Name = value`: the value, evaluated at each use, so that its decisions are made afresh there.</summary>
    private Value AliasValue(FunctionSyntax alias, TextSpan span, Frame frame)
    {
        if (IsCyclic(alias.Name.Text, span))
            return UnknownValue.Instance;
        inProgress.Add(alias.Name.Text);
        var value = alias.Body.Statements is [OutputSyntax { Items: [{ } item] }]
            ? Evaluate(item.Value, new Scope(), frame, asOperation: true)
            : UnknownValue.Instance;
        inProgress.Remove(alias.Name.Text);
        return value is OperationValue or ChosenValue or UnknownValue
            ? value
            : Unknown(Diagnose.NotAnOperation(alias.Body.Span, value.Description));
    }

    private Value ConstantValue(ConstSyntax constant, TextSpan span)
    {
        if (constants.TryGetValue(constant.Name.Text, out var known))
            return known;
        if (IsCyclic(constant.Name.Text, span))
            return UnknownValue.Instance;
        inProgress.Add(constant.Name.Text);
        var value = Evaluate(constant.Value, new Scope(), CheckFrame());
        inProgress.Remove(constant.Name.Text);
        return constants[constant.Name.Text] = value;
    }

    private bool IsCyclic(string name, TextSpan span)
    {
        var start = inProgress.IndexOf(name);
        if (start < 0)
            return false;
        var path = string.Join(" -> ", inProgress.Skip(start).Append(name).Select(n => $"`{n}`"));
        diagnostics.Add(Diagnose.CyclicDeclaration(span, name, path));
        return true;
    }

    private Value EvaluateMember(MemberSyntax member, Scope scope, Frame frame)
    {
        var target = Evaluate(member.Target, scope, frame);
        return target is UnknownValue ? target : Unknown(Diagnose.NotSupported(member.Span, "`.` behind a value"));
    }

    /// <summary>An element of a list or tuple: it may be used more than once.</summary>
    private Value Element(ExpressionSyntax syntax, Scope scope, Frame frame, int index)
    {
        var name = $"{frame.Name}[{index}]";
        return Finish(Evaluate(syntax, scope, frame.Named(name)), name, frame);
    }

    private Value EvaluateIndex(IndexSyntax syntax, Scope scope, Frame frame)
    {
        var target = Evaluate(syntax.List, scope, frame);
        if (StaticInteger(syntax.Index, scope, frame, "an index") is not { } index || target is UnknownValue)
            return UnknownValue.Instance;
        if (target is not (ListValue or TupleValue))
            return Unknown(Diagnose.WrongKind(syntax.List.Span, "a list", target.Description));
        var items = target is ListValue list ? list.Items : ((TupleValue)target).Items;
        var at = index < 0 ? index + items.Length : index;
        return at >= 0 && at < items.Length
            ? items[(int)at]
            : Unknown(Diagnose.IndexOutOfRange(syntax.Index.Span, index, items.Length));
    }

    private Value EvaluateIf(IfSyntax syntax, Scope scope, Frame frame, bool asOperation)
    {
        var condition = Evaluate(syntax.Condition, scope, frame);
        switch (condition)
        {
            case BooleanValue boolean:
                // The other branch is not built, but its names are checked where the declaration is checked on its own.
                return Evaluate(boolean.Truth ? syntax.Then : syntax.Else, scope, frame, asOperation);
            case UnknownValue:
                Evaluate(syntax.Then, scope, frame, asOperation);
                Evaluate(syntax.Else, scope, frame, asOperation);
                return UnknownValue.Instance;
            case ChosenValue:
                return Unknown(Diagnose.NotSupported(syntax.Condition.Span, "a condition that depends on a choice"));
            case TensorValue:
                return Unknown(Diagnose.NeedsStaticValue(syntax.Condition.Span, "a condition", condition.Description));
            default:
                return Unknown(Diagnose.WrongKind(syntax.Condition.Span, "a condition", condition.Description));
        }
    }

    private Value EvaluateRange(RangeSyntax syntax, Scope scope, Frame frame)
    {
        var first = Evaluate(syntax.First, scope, frame);
        var last = Evaluate(syntax.Last, scope, frame);
        if (first is NumberValue a && last is NumberValue b)
            return new RangeValue(a.Number, b.Number);
        foreach (var (value, part) in new[] { (first, syntax.First), (last, syntax.Last) })
            if (value is not (NumberValue or UnknownValue))
                diagnostics.Add(Diagnose.WrongKind(part.Span, "a number", value.Description));
        return UnknownValue.Instance;
    }

    /// <summary>
    /// Evaluates a list. Each element is a place of its own: decisions in it are named after the element's source and, in a
    /// `choose k of`, exist only where the element is taken.
    /// </summary>
    private Value EvaluateList(ListSyntax syntax, Scope scope, Frame frame, string? subset)
    {
        var list = ListValue.Empty;
        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in syntax.Elements)
        {
            var extended = element switch
            {
                SpreadElementSyntax spread => Spread(list, labels, spread, scope, frame),
                ComprehensionSyntax comprehension => Comprehend(list, labels, comprehension, scope, frame, subset),
                SingleElementSyntax single => AddElement(list, labels, single.Value, scope, frame, subset),
                _ => null,
            };
            if (extended is null)
                return UnknownValue.Instance;
            list = extended;
            if (list.Items.Length > MostElements)
                return Unknown(Diagnose.TooLarge(syntax.Span, $"a list of {list.Items.Length} elements"));
        }

        return list;
    }

    private ListValue AddElement(
        ListValue list, HashSet<string> labels, ExpressionSyntax value, Scope scope, Frame frame, string? subset)
    {
        var label = UniqueLabel(labels, LabelOf(value, scope) ?? $"{list.Items.Length}");
        var name = $"{frame.Name}.edge[{label}]";
        var inner = frame.Named(name);
        if (subset is not null)
            inner = inner with { Condition = new IR.DecisionCondition(subset, label) };
        return list.Add(Finish(Evaluate(value, scope, inner), name, frame), label);
    }

    private ListValue? Spread(ListValue list, HashSet<string> labels, SpreadElementSyntax syntax, Scope scope, Frame frame)
    {
        if (ListOf(syntax.List, scope, frame) is not { } items)
            return null;
        for (var i = 0; i < items.Items.Length; i++)
            list = list.Add(items.Items[i], UniqueLabel(labels, items.Labels[i] ?? $"{list.Items.Length}"));
        return list;
    }

    private ListValue? Comprehend(
        ListValue list, HashSet<string> labels, ComprehensionSyntax syntax, Scope scope, Frame frame, string? subset)
    {
        if (ListOf(syntax.List, scope, frame) is not { } items)
        {
            // Nothing is known of the elements: the expression is still checked, once.
            var unknown = new Scope(scope);
            unknown.TryBind(syntax.Variable.Text, UnknownValue.Instance);
            Evaluate(syntax.Value, unknown, frame);
            return null;
        }

        for (var i = 0; i < items.Items.Length; i++)
        {
            var inner = new Scope(scope);
            inner.TryBind(syntax.Variable.Text, items.Items[i], label: items.Labels[i] ?? $"{i}");
            if (syntax.Condition is { } condition && !(StaticBoolean(condition, inner, frame) ?? false))
                continue;
            list = AddElement(list, labels, syntax.Value, inner, frame, subset);
        }

        return list;
    }

    private ListValue? ListOf(ExpressionSyntax syntax, Scope scope, Frame frame)
    {
        switch (Evaluate(syntax, scope, frame))
        {
            case ListValue list:
                return list;
            case SubsetValue subset:
                diagnostics.Add(Diagnose.NotSupported(syntax.Span, $"{subset.Description} as a list"));
                return null;
            case UnknownValue:
                return null;
            case RangeValue range when range.Last - range.First < MostElements:
                var numbers = Enumerable.Range(0, (int)(range.Last - range.First) + 1).Select(i => new NumberValue(range.First + i));
                return numbers.Aggregate(ListValue.Empty, (list, n) => list.Add(n, n.Text));
            case var other:
                diagnostics.Add(Diagnose.WrongKind(syntax.Span, "a list", other.Description));
                return null;
        }
    }

    private static string UniqueLabel(HashSet<string> labels, string label)
    {
        var unique = label;
        for (var n = 2; !labels.Add(unique); n++)
            unique = $"{label}#{n}";
        return unique;
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
