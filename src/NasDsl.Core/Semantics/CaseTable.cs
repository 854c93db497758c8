using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NasDsl.IR;

namespace NasDsl.Semantics;

/// <summary>
/// Builds <see cref="Cases{T}"/>: equal diagrams are one object, so that what does not depend on a decision does not ask for it.
/// </summary>
internal sealed class CaseTable
{
    private const int LargestDiagram = 2000;

    /// <summary>Steps after which a combination is no longer followed decision by decision.</summary>
    private const int LargestCombination = 8000;

    private readonly Dictionary<(string Decision, int Element), CaseVariable> variables = [];
    private readonly Dictionary<Type, object> tables = [];
    private int strangers;

    /// <summary>The variable of a decision that takes one alternative, or an order.</summary>
    public CaseVariable Of(Decision decision, int position) =>
        Variable(decision, position, -1, () => decision.Kind == DecisionKind.Order
            ? [.. Permutations.Of([.. decision.Alternatives.Select(a => a.Label)]).Select(o => CaseVariable.OrderText(o))]
            : [.. decision.Alternatives.Select(a => a.Label)]);

    /// <summary>Whether a subset takes its element.</summary>
    public CaseVariable Of(Decision subset, int position, int element) =>
        Variable(subset, position, element, () => ["", subset.Alternatives[element].Label]);

    private CaseVariable Variable(Decision decision, int position, int element, Func<ImmutableArray<string>> outcomes)
    {
        if (!variables.TryGetValue((decision.Name, element), out var variable))
            variables[(decision.Name, element)] = variable =
                new CaseVariable(decision.Name, decision.Kind, element, outcomes(), (position, element));
        return variable;
    }

    public Cases<T> Fixed<T>(T value)
        where T : notnull
    {
        var table = Table<T>();
        if (!table.Leaves.TryGetValue(value, out var leaf))
            table.Leaves[value] = leaf = new Cases<T>(value);
        return leaf;
    }

    /// <summary>Asks for the variable; null where no outcome can be. Outcomes ask for later variables only.</summary>
    public Cases<T>? Split<T>(CaseVariable variable, ImmutableArray<Cases<T>?> outcomes)
        where T : notnull
    {
        var first = outcomes[0];
        if (AllAre(outcomes, first))
            return first;
        var table = Table<T>();
        var key = new SplitKey<T>(variable, outcomes);
        if (!table.Splits.TryGetValue(key, out var split))
            table.Splits[key] = split = new Cases<T>(variable, outcomes);
        return split;
    }

    private static bool AllAre<T>(ImmutableArray<Cases<T>?> outcomes, Cases<T>? one)
        where T : notnull
    {
        foreach (var outcome in outcomes)
            if (!ReferenceEquals(outcome, one))
                return false;
        return true;
    }

    /// <summary>
    /// Asks for the variable, whatever the outcomes ask for. Where that has become too much to write down, every value of the
    /// outcomes counts as possible.
    /// </summary>
    public Cases<T>? Choose<T>(CaseVariable variable, ImmutableArray<Cases<T>?> outcomes)
        where T : notnull
    {
        if (AreBehind(outcomes, variable))
            return Split(variable, outcomes);
        var memo = new Dictionary<SplitKey<T>, Cases<T>?>();
        var exact = Go(outcomes);
        return memo.Count <= LargestCombination
            ? exact
            : OneOf([.. outcomes.OfType<Cases<T>>().SelectMany(o => o.Leaves).Distinct()]);

        Cases<T>? Go(ImmutableArray<Cases<T>?> parts)
        {
            if (memo.Count > LargestCombination)
                return null;
            if (memo.TryGetValue(new SplitKey<T>(variable, parts), out var known))
                return known;
            var top = variable;
            foreach (var part in parts)
                top = part?.Variable is { } asked && asked.Position.CompareTo(top.Position) < 0 ? asked : top;
            Cases<T>? result;
            if (ReferenceEquals(top, variable))
            {
                result = Split(variable, Each(variable, i => parts[i] is { } part ? At(part, variable, i) : null));
            }
            else
            {
                result = Split(top, Each(top, i => Go(Each(variable, j => parts[j] is { } part ? At(part, top, i) : null))));
            }

            memo[new SplitKey<T>(variable, parts)] = result;
            return result;
        }
    }

    private static bool AreBehind<T>(ImmutableArray<Cases<T>?> outcomes, CaseVariable variable)
        where T : notnull
    {
        foreach (var outcome in outcomes)
            if (!IsBehind(outcome, variable))
                return false;
        return true;
    }

    /// <summary>The part for one outcome of a variable that is asked first, if at all.</summary>
    private static Cases<T>? At<T>(Cases<T> cases, CaseVariable variable, int outcome)
        where T : notnull => ReferenceEquals(cases.Variable, variable) ? cases.Outcomes[outcome] : cases;

    /// <summary>Whether nothing is asked there but what comes after the variable.</summary>
    private static bool IsBehind<T>(Cases<T>? cases, CaseVariable variable)
        where T : notnull => cases?.Variable is not { } asked || asked.Position.CompareTo(variable.Position) > 0;

    /// <summary>What is left when the outcome of a variable is known; null where it cannot be.</summary>
    public Cases<T>? Restrict<T>(Cases<T>? cases, CaseVariable variable, int outcome)
        where T : notnull
    {
        if (cases is null || IsBehind(cases, variable))
            return cases;
        if (ReferenceEquals(cases.Variable, variable))
            return cases.Outcomes[outcome];
        var memo = new Dictionary<Cases<T>, Cases<T>?>(ReferenceEqualityComparer.Instance);
        return Go(cases);

        Cases<T>? Go(Cases<T>? at)
        {
            if (at?.Variable is not { } asked || IsBehind(at, variable))
                return at;
            if (ReferenceEquals(asked, variable))
                return at.Outcomes[outcome];
            if (!memo.TryGetValue(at, out var result))
                memo[at] = result = Split(asked, Each(asked, i => Go(at.Outcomes[i])));
            return result;
        }
    }

    public Cases<R> Map<T, R>(Cases<T> cases, Func<T, R> function)
        where T : notnull
        where R : notnull => Map(cases, v => Fixed(function(v))) ?? throw new InvalidOperationException("no case is left");

    /// <summary>Replaces each value by what it leads to; null where nothing is left.</summary>
    public Cases<R>? Map<T, R>(Cases<T> cases, Func<T, Cases<R>?> function)
        where T : notnull
        where R : notnull
    {
        var memo = new Dictionary<Cases<T>, Cases<R>?>(ReferenceEqualityComparer.Instance);
        return Go(cases);

        Cases<R>? Go(Cases<T> at)
        {
            if (!memo.TryGetValue(at, out var result))
                memo[at] = result = at.Variable is { } variable
                    ? Choose(variable, Each(variable, i => at.Outcomes[i] is { } outcome ? Restrict(Go(outcome), variable, i) : null))
                    : function(at.Value);
            return result;
        }
    }

    /// <summary>
    /// A value of two others for each architecture; null where the two exclude each other. Where that has become too much to
    /// write down, every pair of their values counts as possible.
    /// </summary>
    public Cases<R>? Combine<A, B, R>(Cases<A> first, Cases<B> second, Func<A, B, R> function)
        where A : notnull
        where B : notnull
        where R : notnull
    {
        var memo = new Dictionary<(Cases<A>, Cases<B>), Cases<R>?>();
        var exact = Go(first, second);
        return memo.Count <= LargestCombination
            ? exact
            : OneOf([.. first.Leaves.SelectMany(_ => second.Leaves, function).Distinct()]);

        Cases<R>? Go(Cases<A>? a, Cases<B>? b)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            if (a is null || b is null || memo.Count > LargestCombination)
                return null;
            if (a.IsFixed && b.IsFixed)
                return Fixed(function(a.Value, b.Value));
            if (memo.TryGetValue((a, b), out var known))
                return known;
            var top = Top(a.Variable, b.Variable);
            var result = Split(top, Each(top, i => Go(At(a, top, i), At(b, top, i))));
            memo[(a, b)] = result;
            return result;
        }
    }

    private static CaseVariable Top(CaseVariable? a, CaseVariable? b) =>
        a is null ? b ?? throw new InvalidOperationException("nothing is asked")
        : b is null || a.Position.CompareTo(b.Position) <= 0 ? a
        : b;

    /// <summary>
    /// Gives up how a value depends on decisions where that has become too much to write down: what it can be stays known.
    /// </summary>
    public Cases<T> Bounded<T>(Cases<T> cases)
        where T : notnull
    {
        return cases.Size <= LargestDiagram ? cases : OneOf(cases.Leaves);
    }

    /// <summary>One of some values, no matter which decisions lead there.</summary>
    private Cases<T> OneOf<T>(ImmutableArray<T> values)
        where T : notnull
    {
        if (values is [var only])
            return Fixed(only);
        var stranger = new CaseVariable(
            null, DecisionKind.One, -1, [.. values.Select((_, i) => $"{i}")], (int.MaxValue, strangers++));
        return new Cases<T>(stranger, [.. values.Select(v => (Cases<T>?)Fixed(v))]);
    }

    /// <summary>Outcomes that cannot be no longer count: a value that is the same for all that can be is fixed.</summary>
    public Cases<T> Simplify<T>(Cases<T> cases)
        where T : notnull
    {
        var memo = new Dictionary<Cases<T>, Cases<T>>(ReferenceEqualityComparer.Instance);
        return Go(cases);

        Cases<T> Go(Cases<T> at)
        {
            if (at.Variable is not { } variable)
                return at;
            if (memo.TryGetValue(at, out var known))
                return known;
            var parts = Each(variable, i => at.Outcomes[i] is { } outcome ? Go(outcome) : null);
            return memo[at] = OnlyOne(parts) ?? Split(variable, parts) ?? at;
        }
    }

    /// <summary>The one that is left where all others cannot be; null where there are several.</summary>
    private static Cases<T>? OnlyOne<T>(ImmutableArray<Cases<T>?> parts)
        where T : notnull
    {
        Cases<T>? only = null;
        foreach (var part in parts)
        {
            if (part is not null && only is not null && !ReferenceEquals(part, only))
                return null;
            only ??= part;
        }

        return only;
    }

    /// <summary>What each outcome leads to; compilers spend their time here, so without a query.</summary>
    private static ImmutableArray<Cases<T>?> Each<T>(CaseVariable variable, Func<int, Cases<T>?> part)
        where T : notnull
    {
        var parts = new Cases<T>?[variable.Outcomes.Length];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = part(i);
        return ImmutableCollectionsMarshal.AsImmutableArray(parts);
    }

    /// <summary>The fewest outcomes that together lead to a value of the kind asked for, or null where none does.</summary>
    public static ImmutableArray<(CaseVariable Variable, int Outcome)>? Shortest<T>(Cases<T> cases, Func<T, bool> predicate)
        where T : notnull => ShortestPaths(cases).Where(p => predicate(p.Value)).Select(p => p.Path).Cast<ImmutableArray<(CaseVariable, int)>?>().FirstOrDefault();

    /// <summary>The fewest outcomes that together lead to each value: the values with few of them first.</summary>
    public static IEnumerable<(T Value, ImmutableArray<(CaseVariable Variable, int Outcome)> Path)> ShortestPaths<T>(Cases<T> cases)
        where T : notnull
    {
        // Breadth first: what is met first is met on a shortest way, of several that of the first outcomes.
        var from = new Dictionary<Cases<T>, (Cases<T> Node, int Outcome)>(ReferenceEqualityComparer.Instance);
        var queue = new Queue<Cases<T>>([cases]);
        while (queue.TryDequeue(out var at))
        {
            if (at.IsFixed)
                yield return (at.Value, PathTo(at));
            for (var i = 0; i < at.Outcomes.Length; i++)
                if (at.Outcomes[i] is { } next && from.TryAdd(next, (at, i)))
                    queue.Enqueue(next);
        }

        ImmutableArray<(CaseVariable, int)> PathTo(Cases<T> leaf)
        {
            var path = new List<(CaseVariable, int)>();
            for (var at = leaf; from.TryGetValue(at, out var step) && step.Node.Variable is { } variable; at = step.Node)
                path.Add((variable, step.Outcome));
            path.Reverse();
            return [.. path];
        }
    }

    private ValueTable<T> Table<T>()
        where T : notnull
    {
        if (!tables.TryGetValue(typeof(T), out var table))
            tables[typeof(T)] = table = new ValueTable<T>();
        return (ValueTable<T>)table;
    }

    private sealed class ValueTable<T>
        where T : notnull
    {
        public Dictionary<T, Cases<T>> Leaves { get; } = [];

        public Dictionary<SplitKey<T>, Cases<T>> Splits { get; } = [];
    }

    private readonly struct SplitKey<T>(CaseVariable variable, ImmutableArray<Cases<T>?> outcomes) : IEquatable<SplitKey<T>>
        where T : notnull
    {
        private readonly CaseVariable variable = variable;
        private readonly ImmutableArray<Cases<T>?> outcomes = outcomes;

        public bool Equals(SplitKey<T> other)
        {
            if (!ReferenceEquals(variable, other.variable) || outcomes.Length != other.outcomes.Length)
                return false;
            for (var i = 0; i < outcomes.Length; i++)
                if (!ReferenceEquals(outcomes[i], other.outcomes[i]))
                    return false;
            return true;
        }

        public override bool Equals(object? obj) => obj is SplitKey<T> other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(RuntimeHelpers.GetHashCode(variable));
            foreach (var outcome in outcomes)
                hash.Add(outcome is null ? 0 : RuntimeHelpers.GetHashCode(outcome));
            return hash.ToHashCode();
        }
    }
}
