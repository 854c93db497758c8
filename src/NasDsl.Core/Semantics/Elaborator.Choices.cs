using System.Collections.Immutable;
using System.Globalization;
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
        if (syntax.Unsupported is { } unsupported)
            return Unknown(Diagnose.NotSupported(unsupported.Span, unsupported.Feature));
        // A list is evaluated by `choose` itself: what it decides lies inside the choice.
        if (syntax.Selector is SelectorKind.Count or SelectorKind.Any || (syntax.Domain is ListSyntax && syntax.Selector != SelectorKind.Order))
            return ChooseSome(syntax, scope, frame);

        var domain = Evaluate(syntax.Domain, scope, frame, asOperation: true);
        if (syntax.Selector == SelectorKind.Order)
            return ChooseOrder(syntax, domain, frame);
        if (domain is not RangeValue && syntax.Step is { } step)
            return Unknown(Diagnose.WrongKind(step.Span, "a range before `step`", domain.Description, "`choose 16..64 step 8`"));
        return domain switch
        {
            OpSetValue or InlineSetValue => ChooseOne(syntax, domain, frame),
            ListValue => ChooseSome(syntax, scope, frame),
            RangeValue range => ChooseNumber(syntax, range, scope, frame),
            UnknownValue => domain,
            _ => Unknown(Diagnose.WrongKind(syntax.Domain.Span, "something to choose from", domain.Description,
                "choose from an op set, an inline set `{ a, b }`, a range `1..5`, or `k of` a list")),
        };
    }

    /// <summary>One alternative of a set.</summary>
    private Value ChooseOne(ChooseSyntax syntax, Value domain, Frame frame)
    {
        var name = Reserve(syntax, frame, frame.FullName, DecisionKind.One);
        var (entries, scope) = EntriesOf(domain);
        if (scope is null)
            return UnknownValue.Instance;

        if (domain is OpSetValue { Declaration.Key: var setKey })
        {
            if (IsCyclic(setKey, syntax.Domain.Span))
                return UnknownValue.Instance;
            inProgress.Add(setKey);
        }

        var evaluated = EntriesOnce(domain, entries, scope, Opened(frame, name));
        if (domain is OpSetValue { Declaration.Key: var done })
            inProgress.Remove(done);
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
        return Register(frame, NewDecision(name, DecisionKind.One, 1, 1, alternatives, syntax), syntax) is { } decision
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

    /// <summary>A number of a range: each `step` is an alternative; without one, a whole number or any real one.</summary>
    private Value ChooseNumber(ChooseSyntax syntax, RangeValue range, Scope scope, Frame frame)
    {
        var name = Reserve(syntax, frame, frame.FullName, DecisionKind.One);
        if (range.Last < range.First)
            return Unknown(Diagnose.EmptyRange(syntax.Domain.Span, range.First, range.Last));
        if (syntax.IsLogarithmic && range.First <= 0)
            return Unknown(Diagnose.OutOfRange(syntax.Domain.Span, "a logarithmic range", "above 0", new NumberValue(range.First).Text));
        double? step = new NumberValue(range.First).IsInteger && new NumberValue(range.Last).IsInteger && !syntax.IsLogarithmic ? 1 : null;
        if (syntax.Step is { } given)
        {
            if (Evaluate(given, scope, frame) is not NumberValue width)
                return Unknown(Diagnose.WrongKind(given.Span, "a number", Evaluate(given, scope, frame).Description));
            if (width.Number <= 0)
                return Unknown(Diagnose.OutOfRange(given.Span, "a step", "above 0", width.Text));
            step = width.Number;
        }

        if (step is not { } by)
        {
            var real = NewDecision(name, DecisionKind.Real, 1, 1, [], syntax) with
            {
                Interval = new RealInterval(range.First, range.Last, syntax.IsLogarithmic),
            };
            return Register(frame, real, syntax) is { } interval ? new RealValue(interval, syntax.Span) : UnknownValue.Instance;
        }

        // A little over, so that 0.1..0.9 step 0.1 has its last.
        var count = Math.Floor((range.Last - range.First) / by * (1 + 1e-12) + 1e-9) + 1;
        if (count > MostElements)
            return Unknown(Diagnose.TooLarge(syntax.Span, $"a choice of {new NumberValue(count).Text} numbers"));
        var numbers = Enumerable.Range(0, (int)count).Select(i => new NumberValue(Rounded(range.First + i * by))).ToImmutableArray();
        var decision = NewDecision(name, DecisionKind.One, 1, 1, [.. numbers.Select(n => new Alternative(n.Text))], syntax);
        return Register(frame, decision, syntax) is { } registered
            ? new ChosenValue(registered, [.. numbers], syntax.Span)
            : UnknownValue.Instance;
    }

    /// <summary>0.1 + 2 * 0.1 is 0.3 to whoever wrote it.</summary>
    private static double Rounded(double number) =>
        double.Parse(number.ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A list in an order that is chosen.</summary>
    private Value ChooseOrder(ChooseSyntax syntax, Value domain, Frame frame)
    {
        const int most = 7;
        var name = Reserve(syntax, frame, frame.FullName, DecisionKind.Order);
        if (domain is UnknownValue)
            return domain;
        if (domain is not ListValue list)
            return Unknown(Diagnose.WrongKind(syntax.Domain.Span, "a list", domain.Description, "`choose order of` takes a list `[a, b]`"));
        if (list.Items.Length is < 2 or > most)
            return Unknown(Diagnose.OutOfRange(
                syntax.Domain.Span, "`choose order of`", $"a list of 2 to {most} elements", $"a list of {list.Items.Length}"));
        var labels = list.Labels.Select((l, i) => l ?? LabelOfValue(list.Items[i]) ?? $"{i}").ToImmutableArray();
        if (labels.Distinct().Count() < labels.Length)
            labels = [.. labels.Select((_, i) => $"{i}")];
        var alternatives = labels.Select(l => new Alternative(l)).ToImmutableArray();
        if (Register(frame, NewDecision(name, DecisionKind.Order, list.Items.Length, list.Items.Length, alternatives, syntax), syntax)
            is not { } decision)
            return UnknownValue.Instance;
        var orders = Permutations.Of(labels).ToList();
        return new ListValue(
            [.. labels.Select((_, place) => (Value)new ChosenValue(
                decision, [.. orders.Select(o => list.Items[labels.IndexOf(o[place])])], syntax.Span))],
            [.. labels.Select((_, place) => (string?)$"{place}")]);
    }

    /// <summary>The frame for the entries of a set; which of them, is said for each.</summary>
    private static Frame Opened(Frame frame, string name) => frame with { Condition = new DecisionCondition(name, "") };

    /// <summary>`k of`, `1..3 of` or `any of` the elements of a list.</summary>
    private Value ChooseSome(ChooseSyntax syntax, Scope scope, Frame frame)
    {
        var (minimum, maximum) = CountsOf(syntax, scope, frame);
        var name = Reserve(syntax, frame, $"{frame.FullName}.edges", DecisionKind.Subset);
        var domain = syntax.Domain is ListSyntax list
            ? EvaluateList(list, scope, frame, name)
            : Evaluate(syntax.Domain, scope, frame);
        if (domain is UnknownValue || minimum is not { } least || maximum is not { } most)
            return UnknownValue.Instance;
        if (domain is not ListValue elements)
            return Unknown(Diagnose.WrongKind(syntax.Domain.Span, "a list", domain.Description, "`choose k of` takes a list `[a, b]`"));
        var isAny = syntax.Selector == SelectorKind.Any;
        most = isAny ? elements.Items.Length : most;
        if (!isAny && (least < 0 || most < 1 || least > most || most > elements.Items.Length))
            return Unknown(Diagnose.ChooseTooMany(
                syntax.Count?.Span ?? syntax.Domain.Span, most < 1 || least > most ? least : most, elements.Items.Length));

        var alternatives = elements.Labels.Select((l, i) => new Alternative(l ?? $"{i}")).ToImmutableArray();
        return Register(frame, NewDecision(name, DecisionKind.Subset, (int)least, (int)most, alternatives, syntax), syntax) is { } decision
            ? new SubsetValue(decision, elements, syntax.Span)
            : UnknownValue.Instance;
    }

    private (long? Minimum, long? Maximum) CountsOf(ChooseSyntax syntax, Scope scope, Frame frame)
    {
        switch (syntax)
        {
            case { Selector: SelectorKind.Any }:
                return (0, 0);
            case { Count: RangeSyntax range }:
                return (StaticInteger(range.First, scope, frame, "how many to choose"),
                    StaticInteger(range.Last, scope, frame, "how many to choose"));
            case { Count: { } expression }:
                var count = StaticInteger(expression, scope, frame, "how many to choose");
                return (count, count);
            default:
                return (1, 1);
        }
    }

    /// <summary>The name of a decision: the one that ties it to others, or one from its place.</summary>
    private string Reserve(ChooseSyntax syntax, Frame frame, string name, DecisionKind kind)
    {
        var unique = syntax.TiedName?.Text ?? frame.Body.DecisionName(name.Length == 0 ? "choice" : name);
        decisions.Reserve(unique, kind);
        return unique;
    }

    private static Decision NewDecision(
        string name, DecisionKind kind, int minimum, int maximum, ImmutableArray<Alternative> alternatives, ChooseSyntax syntax) =>
        new(name, kind, minimum, maximum, alternatives, null, null, syntax.Span);

    /// <summary>Makes a decision, or finds it where it was made before.</summary>
    private Decision? Register(Frame frame, Decision wanted, ChooseSyntax syntax)
    {
        var decision = wanted with { Scope = syntax.TiedName is null ? frame.Cell : null, Parent = frame.Condition };
        if (decisions.Count > MostElements)
            throw new TooLargeException();
        if (frame.IsUnderTwoConditions)
        {
            diagnostics.Add(Diagnose.UnderTwoConditions(syntax.Keyword, wanted.Name));
            return null;
        }

        var registered = decisions.Add(decision);
        if (!DecisionRegistry.OfferTheSame(registered, decision))
            diagnostics.Add(syntax.TiedName is null
                ? Diagnose.CellDecisionsDiffer(syntax.Keyword, wanted.Name)
                : Diagnose.TiedDecisionsDiffer(syntax.Keyword, wanted.Name));
        else if (!decisions.Extend(registered, frame.Condition))
            diagnostics.Add(Diagnose.CellInTwoAlternatives(syntax.Keyword, wanted.Name));
        else
            return decisions.Find(wanted.Name);
        return null;
    }

    /// <summary>The entries of an op set that decide nothing are the same wherever they are chosen from.</summary>
    private ImmutableArray<(string Label, Value Value, TextSpan Span)> EntriesOnce(
        Value domain, SetSyntax entries, Scope scope, Frame frame)
    {
        var key = domain is OpSetValue set ? ArgumentsKey(set.Declaration.Key, set.Declaration.Parameters, scope) : null;
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
            // `depth` of `{ depth - 1, depth }` is called after its value, as its neighbours are.
            name = entry.Name?.Text ?? (evaluated as NumberValue)?.Text ?? name ?? LabelOfValue(evaluated) ?? $"{result.Count}";
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
                if (IsCyclic(set.Declaration.Key, entry.Span))
                    return [];
                inProgress.Add(set.Declaration.Key);
            }

            var result = EvaluateEntries(entries, inner, frame);
            if (value is OpSetValue done)
                inProgress.Remove(done.Declaration.Key);
            return result;
        }

        if (value is not UnknownValue)
            diagnostics.Add(Diagnose.WrongKind(entry.Value.Span, "an op set", value.Description));
        return [];
    }

    /// <summary>The frame inside one alternative.</summary>
    private static Frame Inside(Frame frame, string label) => frame.Condition is { Alternatives: [""] } open
        ? frame.Named(Frame.Join(frame.Name, label)) with { Condition = new DecisionCondition(open.Decision, label) }
        : frame.Named(Frame.Join(frame.Name, label));

    private static string? LabelOfEntry(ExpressionSyntax syntax) => syntax switch
    {
        NameExpressionSyntax name => name.Name.Text,
        MemberSyntax member => member.Member.Text,
        CallSyntax { Callee: NameExpressionSyntax name } => name.Name.Text,
        CallSyntax { Callee: MemberSyntax member } => member.Member.Text,
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
