using System.Collections.Immutable;

namespace NasDsl.IR;

/// <summary>
/// What <see cref="Cases{T}"/> can depend on: a decision of one alternative or of an order, or whether a subset takes one of
/// its elements.
/// </summary>
public sealed class CaseVariable
{
    internal CaseVariable(string? decision, DecisionKind kind, int element, ImmutableArray<string> outcomes, (int, int) position) =>
        (Decision, Kind, Element, Outcomes, Position) = (decision, kind, element, outcomes, position);

    /// <summary>
    /// The decision, or null where too many decisions lie behind it: then an architecture does not tell the outcome, the
    /// shapes that reach a layer do.
    /// </summary>
    public string? Decision { get; }

    public DecisionKind Kind { get; }

    /// <summary>The element of a subset, -1 for other decisions.</summary>
    public int Element { get; }

    /// <summary>A label for each outcome: the alternatives; without and with the element; the permutations.</summary>
    public ImmutableArray<string> Outcomes { get; }

    internal (int Decision, int Element) Position { get; }

    /// <summary>The outcome under an architecture; 0 where the decision does not exist for it.</summary>
    public int OutcomeOf(Architecture architecture)
    {
        if (Decision is null)
            throw new InvalidOperationException("the outcome does not follow from an architecture");
        if (!architecture.Choices.TryGetValue(Decision, out var labels))
            return 0;
        return Kind switch
        {
            DecisionKind.Subset => labels.Contains(Outcomes[1]) ? 1 : 0,
            DecisionKind.Order => Math.Max(0, Outcomes.IndexOf(OrderText(labels))),
            _ => Math.Max(0, Outcomes.IndexOf(labels[0])),
        };
    }

    /// <summary>An order as one label: `3 5 4`.</summary>
    public static string OrderText(IEnumerable<string> labels) => string.Join(' ', labels);
}

/// <summary>
/// A value for every architecture: a reduced, ordered decision diagram (Bryant, 1986) whose inner nodes ask for the outcome
/// of a variable. Diagrams of one space are shared: equal ones are the same object.
/// </summary>
public sealed class Cases<T>
    where T : notnull
{
    private readonly T? value;
    private ImmutableArray<T> leaves;
    private int? size;

    internal Cases(T value)
    {
        this.value = value;
        Outcomes = [];
    }

    internal Cases(CaseVariable variable, ImmutableArray<Cases<T>?> outcomes) => (Variable, Outcomes) = (variable, outcomes);

    /// <summary>What is asked here; null for a leaf.</summary>
    public CaseVariable? Variable { get; }

    /// <summary>The rest for each outcome; null for one that cannot be.</summary>
    public ImmutableArray<Cases<T>?> Outcomes { get; }

    public bool IsFixed => Variable is null;

    /// <summary>The value of a leaf.</summary>
    public T Value => value is not null && Variable is null ? value : throw new InvalidOperationException("the value varies");

    /// <summary>Every value that it can take, each once, in the order of the outcomes.</summary>
    public ImmutableArray<T> Leaves
    {
        get
        {
            if (leaves.IsDefault)
                leaves = [.. Nodes().Where(n => n.IsFixed).Select(n => n.Value).Distinct()];
            return leaves;
        }
    }

    /// <summary>The variables asked for, each once.</summary>
    public IEnumerable<CaseVariable> Variables => Nodes().Select(n => n.Variable).OfType<CaseVariable>().Distinct();

    /// <summary>The number of questions in the diagram.</summary>
    public int Size => size ??= Nodes().Count(n => !n.IsFixed);

    /// <summary>The value for an architecture.</summary>
    public T Of(Architecture architecture)
    {
        var at = this;
        while (at.Variable is { } variable)
            at = at.Outcomes[variable.OutcomeOf(architecture)] ?? at.Outcomes.First(o => o is not null) ?? at;
        return at.Value;
    }

    private HashSet<Cases<T>> Nodes()
    {
        var seen = new HashSet<Cases<T>>(ReferenceEqualityComparer.Instance);
        Visit(this);
        return seen;

        void Visit(Cases<T> at)
        {
            if (!seen.Add(at))
                return;
            foreach (var outcome in at.Outcomes)
                if (outcome is not null)
                    Visit(outcome);
        }
    }
}
