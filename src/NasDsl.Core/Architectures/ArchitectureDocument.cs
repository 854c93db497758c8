using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures;

/// <summary>A string that stands in a file, with its place (quotes included).</summary>
public readonly record struct Located(string Text, TextSpan Span);

/// <summary>The choice for one decision as written.</summary>
/// <param name="IsList">Written as a list, even if of one.</param>
/// <param name="Span">The place of the whole value.</param>
/// <param name="IsBroken">Not a string or a list of strings, which was reported.</param>
public sealed record ArchitectureEntry(
    Located Name, ImmutableArray<Located> Labels, bool IsList, TextSpan Span, bool IsBroken = false);

/// <summary>What an architecture file says, before it is held against a space.</summary>
/// <param name="DecisionsSpan">
/// The place of the name `decisions`, where what is missing is reported; null where there is no such object, which was
/// reported.
/// </param>
public sealed record ArchitectureDocument(
    Located? Network,
    Located? Fingerprint,
    ImmutableArray<ArchitectureEntry> Entries,
    TextSpan? DecisionsSpan)
{
    /// <summary>An architecture from elsewhere than a file, as if it stood in one; all its places are empty.</summary>
    public static ArchitectureDocument Of(Architecture architecture, SearchSpace space)
    {
        var subsets = space.Decisions.Where(d => d.Kind is DecisionKind.Subset or DecisionKind.Order).Select(d => d.Name).ToHashSet();
        return new ArchitectureDocument(null, null, [.. architecture.Choices.Select(Entry)], default(TextSpan));

        ArchitectureEntry Entry(KeyValuePair<string, ImmutableArray<string>> choice) => new(
            new Located(choice.Key, default),
            [.. choice.Value.Select(l => new Located(l, default))],
            choice.Value.Length != 1 || subsets.Contains(choice.Key),
            default);
    }
}
