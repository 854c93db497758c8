using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>Lists every architecture of a space once; look at <see cref="SpaceCounter"/> first.</summary>
public static class ArchitectureEnumerator
{
    /// <summary>False where a decision takes any real number of an interval.</summary>
    public static bool CanList(SearchSpace space) => !space.Decisions.Any(d => d.Kind == DecisionKind.Real);

    /// <exception cref="ArgumentException">The space has infinitely many architectures.</exception>
    public static IEnumerable<Architecture> All(SearchSpace space) => From(space.Decisions, 0, Architecture.Empty);

    /// <summary>All ways to go on from <paramref name="made"/>, in which the decisions before <paramref name="index"/> are made.</summary>
    private static IEnumerable<Architecture> From(ImmutableArray<Decision> decisions, int index, Architecture made)
    {
        // Parents come before what lies inside, so whether a decision exists is known when it is reached.
        while (index < decisions.Length && !Exists(decisions[index], made))
            index++;
        if (index == decisions.Length)
            return [made];
        var decision = decisions[index];
        return Choices(decision).SelectMany(labels => From(decisions, index + 1, made.With(decision.Name, labels)));
    }

    private static bool Exists(Decision decision, Architecture made) =>
        decision.Parent is not { } parent
        || (made.Choices.TryGetValue(parent.Decision, out var taken) && taken.Any(parent.Includes));

    private static IEnumerable<ImmutableArray<string>> Choices(Decision decision)
    {
        ImmutableArray<string> labels = [.. decision.Choosable.Select(a => a.Label)];
        return decision.Kind switch
        {
            DecisionKind.Order => Orders(labels),
            DecisionKind.Real => throw new ArgumentException($"the values of `{decision.Name}` cannot be listed", nameof(decision)),
            _ => Subsets(labels, 0, decision.Minimum, decision.Maximum),
        };
    }

    private static IEnumerable<ImmutableArray<string>> Orders(ImmutableArray<string> labels) => labels.IsEmpty
        ? [labels]
        : labels.SelectMany(first => Orders(labels.Remove(first)).Select(rest => rest.Insert(0, first)));

    /// <summary>The subsets of the labels from <paramref name="first"/> on that have between so many and so many elements.</summary>
    private static IEnumerable<ImmutableArray<string>> Subsets(ImmutableArray<string> labels, int first, int minimum, int maximum)
    {
        if (minimum <= 0)
            yield return [];
        if (maximum == 0)
            yield break;
        for (var i = first; i < labels.Length; i++)
            foreach (var rest in Subsets(labels, i + 1, minimum - 1, maximum - 1))
                yield return [labels[i], .. rest];
    }
}
