using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>
/// Where the evaluation stands: in which graph, under which name, inside which alternative. A new one is made for each
/// body, element and alternative.
/// </summary>
/// <param name="Graph">The graph being built, or null where a declaration is checked on its own.</param>
/// <param name="Path">Prefix of decision names: the cell's name, or the place where an op is used; empty in a network.</param>
/// <param name="Name">The binding being computed: `stem`, `n[2]`, `n[2].edge[p]`.</param>
/// <param name="Cell">The cell whose decisions are shared, or null.</param>
/// <param name="Condition">The alternatives inside which decisions are made, or null.</param>
/// <param name="Body">What is counted for each body: names taken by decisions and uses.</param>
internal sealed record Frame(
    GraphBuilder? Graph,
    string Path,
    string Name,
    string? Cell,
    DecisionCondition? Condition,
    BodyState Body)
{
    /// <summary>
    /// True where decisions would exist under two conditions of which neither lies inside the other: none can be made here.
    /// </summary>
    public bool IsUnderTwoConditions { get; init; }

    /// <summary>True for what can be here; null where nothing is known.</summary>
    public Cases<bool>? Assumption { get; init; }

    /// <summary>The outcomes that are possible here, for the decisions of which some are not.</summary>
    public KnownOutcomes? Known { get; init; }

    /// <summary>The full name of what is being computed: `Normal.n[2].edge[p]`.</summary>
    public string FullName => Join(Path, Name);

    public bool IsInCell => Cell is not null;

    public Frame Named(string name) => this with { Name = name };

    public static string Join(string path, string name) => path.Length == 0 ? name : name.Length == 0 ? path : $"{path}.{name}";
}

/// <summary>The outcomes that are possible inside an alternative, then what is known around it.</summary>
internal sealed record KnownOutcomes(string Decision, ImmutableArray<int> Outcomes, KnownOutcomes? Outer)
{
    /// <summary>What is possible of a decision, as the innermost says; null where nothing is known.</summary>
    public ImmutableArray<int>? Of(string decision)
    {
        for (var at = this; at is not null; at = at.Outer)
            if (at.Decision == decision)
                return at.Outcomes;
        return null;
    }

    /// <summary>The same text wherever the same is known.</summary>
    public string Key
    {
        get
        {
            var known = new SortedDictionary<string, string>(StringComparer.Ordinal);
            for (var at = this; at is not null; at = at.Outer)
                known.TryAdd(at.Decision, string.Join(',', at.Outcomes.Order()));
            return string.Join(';', known.Select(k => $"{k.Key}={k.Value}"));
        }
    }
}

/// <summary>Names given inside one evaluation of a body.</summary>
internal sealed class BodyState
{
    private readonly UniqueNames decisions = new();
    private readonly UniqueNames paths = new();

    /// <summary>A name for a decision: `name`, or `name#2` where another decision of this body has it.</summary>
    public string DecisionName(string name) => decisions.Take(name);

    /// <summary>A prefix for the decisions of an op that is used here.</summary>
    public string UsePath(string name) => paths.Take(name);
}
