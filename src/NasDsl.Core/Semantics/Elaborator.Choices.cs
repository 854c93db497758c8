using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>`choose`: decisions and what hangs on them.</summary>
internal sealed partial class Elaborator
{
    private readonly DecisionRegistry decisions = new();
    private readonly Dictionary<string, ImmutableArray<(string Label, Value Value, TextSpan Span)>> plainEntries = new(StringComparer.Ordinal);

    private Value EvaluateChoose(ChooseSyntax syntax, Scope scope, Frame frame)
    {
        if (UnsupportedPart(syntax) is { } unsupported)
            return Unknown(Diagnose.NotSupported(unsupported.Span, unsupported.Feature));
        // A list is evaluated by `choose` itself: what it decides lies inside the choice.
        if (syntax.Selector == SelectorKind.Count || syntax.Domain is ListSyntax)
            return ChooseSome(syntax, scope, frame);

        var domain = Evaluate(syntax.Domain, scope, frame, asOperation: true);
        return domain switch
        {
            OpSetValue or InlineSetValue => ChooseOne(syntax, domain, frame),
            ListValue => ChooseSome(syntax, scope, frame),
            RangeValue => Unknown(Diagnose.NotSupported(syntax.Domain.Span, "a choice from a range")),
            UnknownValue => domain,
            _ => Unknown(Diagnose.WrongKind(syntax.Domain.Span, "something to choose from", domain.Description,
                "choose from an op set, an inline set `{ a, b }`, or `k of` a list")),
        };
    }

    private static (string Feature, TextSpan Span)? UnsupportedPart(ChooseSyntax syntax) => syntax switch
    {
        { Unsupported: { } part } => part,
        { Selector: SelectorKind.Any } => ("`choose any of`", syntax.Span),
        { Selector: SelectorKind.Order } => ("`choose order of`", syntax.Span),
        { TiedName: { } name } => ("a choice tied by `as`", name.Span),
        { Step: { } step } => ("`step`", step.Span),
        { IsLogarithmic: true } => ("`log`", syntax.Span),
        { Count: RangeSyntax range } => ("a range of counts", range.Span),
        _ => null,
    };

    /// <summary>One alternative of a set.</summary>
    private Value ChooseOne(ChooseSyntax syntax, Value domain, Frame frame)
    {
        var name = Reserve(frame, frame.FullName, DecisionKind.One);
        var (entries, scope) = EntriesOf(domain);
        if (scope is null)
            return UnknownValue.Instance;

        if (domain is OpSetValue { Declaration.Name: var setName })
        {
            if (IsCyclic(setName.Text, syntax.Domain.Span))
                return UnknownValue.Instance;
            inProgress.Add(setName.Text);
        }

        var evaluated = EntriesOnce(domain, entries, scope, frame with { Condition = new DecisionCondition(name, "") });
        if (domain is OpSetValue { Declaration.Name: var done })
            inProgress.Remove(done.Text);
        if (evaluated.Length == 0)
            return entries.Entries.Length == 0 ? Unknown(Diagnose.NothingToChoose(syntax.Domain.Span)) : UnknownValue.Instance;
        if (evaluated.Any(e => e.Value is UnknownValue))
            return UnknownValue.Instance;

        var mayBeLeftOut = frame.Condition is { } condition && decisions.IsSubset(condition.Decision);
        var alternatives = evaluated
            .Select(e => new Alternative(e.Label, mayBeLeftOut && GivesZeros(e.Value)))
            .ToImmutableArray();
        if (alternatives.All(a => a.RelaxationOnly))
            return Unknown(Diagnose.NothingToChoose(syntax.Domain.Span));
        return Register(frame, name, DecisionKind.One, 1, alternatives, syntax) is { } decision
            ? new ChosenValue(decision, [.. evaluated.Select(e => e.Value)], syntax.Span)
            : UnknownValue.Instance;
    }

    /// <summary>`zero`, or whatever ends in it.</summary>
    private static bool GivesZeros(Value value) => value switch
    {
        CatalogValue catalogued => catalogued.Operation.Facts.HasFlag(OperationFacts.Zero),
        ComposedValue composed => GivesZeros(composed.Operations[^1]),
        _ => false,
    };

    /// <summary>`k of` the elements of a list.</summary>
    private Value ChooseSome(ChooseSyntax syntax, Scope scope, Frame frame)
    {
        var count = syntax.Count is { } expression ? StaticInteger(expression, scope, frame, "how many to choose") : 1;
        var name = Reserve(frame, $"{frame.FullName}.edges", DecisionKind.Subset);
        var domain = syntax.Domain is ListSyntax list
            ? EvaluateList(list, scope, frame, name)
            : Evaluate(syntax.Domain, scope, frame);
        if (domain is UnknownValue || count is not { } k)
            return UnknownValue.Instance;
        if (domain is not ListValue elements)
            return Unknown(Diagnose.WrongKind(syntax.Domain.Span, "a list", domain.Description, "`choose k of` takes a list `[a, b]`"));
        if (k < 1 || k > elements.Items.Length)
            return Unknown(Diagnose.ChooseTooMany(syntax.Count?.Span ?? syntax.Domain.Span, k, elements.Items.Length));

        var alternatives = elements.Labels.Select((l, i) => new Alternative(l ?? $"{i}")).ToImmutableArray();
        return Register(frame, name, DecisionKind.Subset, (int)k, alternatives, syntax) is { } decision
            ? new SubsetValue(decision, elements, syntax.Span)
            : UnknownValue.Instance;
    }

    private string Reserve(Frame frame, string name, DecisionKind kind)
    {
        var unique = frame.Body.DecisionName(name.Length == 0 ? "choice" : name);
        decisions.Reserve(unique, kind);
        return unique;
    }

    private Decision? Register(
        Frame frame, string name, DecisionKind kind, int count, ImmutableArray<Alternative> alternatives, ChooseSyntax syntax)
    {
        var decision = new Decision(name, kind, count, count, alternatives, frame.Cell, frame.Condition, syntax.Span);
        if (decisions.Count > MostElements)
            throw new TooLargeException();
        var registered = decisions.Add(decision);
        if (registered.Parent != decision.Parent)
            diagnostics.Add(Diagnose.CellInTwoAlternatives(syntax.Keyword, name));
        else if (!DecisionRegistry.OfferTheSame(registered, decision))
            diagnostics.Add(Diagnose.CellDecisionsDiffer(syntax.Keyword, name));
        else
            return registered;
        return null;
    }

    /// <summary>The entries of an op set that decide nothing are the same wherever they are chosen from.</summary>
    private ImmutableArray<(string Label, Value Value, TextSpan Span)> EntriesOnce(
        Value domain, SetSyntax entries, Scope scope, Frame frame)
    {
        var key = domain is OpSetValue set ? ArgumentsKey(set.Declaration.Name.Text, set.Declaration.Parameters, scope) : null;
        if (key is not null && plainEntries.TryGetValue(key, out var known))
            return known;
        var (decisionsBefore, errorsBefore) = (decisions.Count, diagnostics.ErrorCount);
        var evaluated = EvaluateEntries(entries, scope, frame);
        if (key is not null && decisions.Count == decisionsBefore && diagnostics.ErrorCount == errorsBefore)
            plainEntries[key] = evaluated;
        return evaluated;
    }

    private (SetSyntax Entries, Scope? Scope) EntriesOf(Value domain)
    {
        if (domain is InlineSetValue inline)
            return (inline.Syntax, inline.Scope);
        var set = (OpSetValue)domain;
        var scope = new Scope();
        return BindParameters(set.Declaration.Name.Text, set.Declaration.Parameters, set.Arguments, scope, set.Declaration.Name.Span)
            ? (set.Declaration.Set, scope)
            : (set.Declaration.Set, null);
    }

    /// <summary>
    /// The entries of a set with their labels. The frame's condition, if it names a decision of this set, is completed for each
    /// entry: what an entry decides exists only where the entry is taken.
    /// </summary>
    private ImmutableArray<(string Label, Value Value, TextSpan Span)> EvaluateEntries(SetSyntax set, Scope scope, Frame frame)
    {
        var result = ImmutableArray.CreateBuilder<(string, Value, TextSpan)>();
        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in set.Entries)
        {
            if (entry.IsSpread)
            {
                foreach (var (label, value, span) in SpreadEntries(entry, scope, frame))
                    Add(label, value, span);
                continue;
            }

            var name = entry.Name?.Text ?? LabelOfEntry(entry.Value);
            var evaluated = Finish(Evaluate(entry.Value, scope, Inside(frame, name ?? "entry"), asOperation: true), frame.Name, frame);
            name ??= LabelOfValue(evaluated) ?? $"{result.Count}";
            Add(name, evaluated, entry.Name?.Span ?? entry.Value.Span);
        }

        return result.ToImmutable();

        void Add(string label, Value value, TextSpan span)
        {
            if (labels.Add(label))
                result.Add((label, value, span));
            else
                diagnostics.Add(Diagnose.DuplicateEntry(span, label));
        }
    }

    private ImmutableArray<(string, Value, TextSpan)> SpreadEntries(EntrySyntax entry, Scope scope, Frame frame)
    {
        var value = Evaluate(entry.Value, scope, frame, asOperation: true);
        if (value is OpSetValue or InlineSetValue)
        {
            var (entries, inner) = EntriesOf(value);
            if (inner is null)
                return [];
            if (value is OpSetValue set)
            {
                if (IsCyclic(set.Declaration.Name.Text, entry.Span))
                    return [];
                inProgress.Add(set.Declaration.Name.Text);
            }

            var result = EvaluateEntries(entries, inner, frame);
            if (value is OpSetValue done)
                inProgress.Remove(done.Declaration.Name.Text);
            return result;
        }

        if (value is not UnknownValue)
            diagnostics.Add(Diagnose.WrongKind(entry.Value.Span, "an op set", value.Description));
        return [];
    }

    /// <summary>The frame inside one alternative.</summary>
    private static Frame Inside(Frame frame, string label) => frame.Condition is { Alternative: "" } open
        ? frame.Named(Frame.Join(frame.Name, label)) with { Condition = open with { Alternative = label } }
        : frame.Named(Frame.Join(frame.Name, label));

    private static string? LabelOfEntry(ExpressionSyntax syntax) => syntax switch
    {
        NameExpressionSyntax name => name.Name.Text,
        CallSyntax { Callee: NameExpressionSyntax name } => name.Name.Text,
        NumberSyntax number => new NumberValue(number.Value).Text,
        ComposeSyntax compose => LabelOfEntry(compose.First),
        _ => null,
    };

    private static string? LabelOfValue(Value value) => value switch
    {
        OperationValue operation => operation.Name,
        NumberValue number => number.Text,
        BooleanValue boolean => boolean.Truth ? "true" : "false",
        TextValue text => text.Text,
        _ => null,
    };
}
