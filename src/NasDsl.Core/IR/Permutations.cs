using System.Collections.Immutable;

namespace NasDsl.IR;

/// <summary>All orders of some labels, the given one first.</summary>
internal static class Permutations
{
    public static IEnumerable<ImmutableArray<string>> Of(ImmutableArray<string> labels)
    {
        if (labels.Length <= 1)
        {
            yield return labels;
            yield break;
        }

        for (var i = 0; i < labels.Length; i++)
            foreach (var rest in Of(labels.RemoveAt(i)))
                yield return [labels[i], .. rest];
    }

    /// <summary>The place of an order among all orders of a decision's alternatives.</summary>
    public static int IndexOf(Decision decision, ImmutableArray<string> order)
    {
        var left = decision.Alternatives.Select(a => a.Label).ToList();
        var index = 0;
        foreach (var label in order)
        {
            var place = left.IndexOf(label);
            if (place < 0)
                throw new ArgumentException($"`{label}` is no element of `{decision.Name}`, or taken twice", nameof(order));
            index = index * left.Count + place;
            left.RemoveAt(place);
        }

        return index;
    }
}
