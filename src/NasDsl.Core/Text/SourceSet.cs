using System.Collections.Immutable;

namespace NasDsl.Text;

/// <summary>The files of a program, by their place among the offsets: what a diagnostic's spans are looked up in.</summary>
public sealed class SourceSet
{
    private readonly ImmutableArray<SourceText> sources;

    /// <param name="sources">The file that is compiled first; none overlaps another.</param>
    public SourceSet(IEnumerable<SourceText> sources) => this.sources = [.. sources.OrderBy(s => s.Start)];

    public SourceSet(SourceText source)
        : this([source])
    {
    }

    /// <summary>The file that is compiled, then those that it imports.</summary>
    public ImmutableArray<SourceText> All => sources;

    public SourceText Main => sources[0];

    /// <summary>The file in which <paramref name="span"/> lies; ask it for line and column.</summary>
    public SourceText Of(TextSpan span)
    {
        var (low, high) = (0, sources.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (sources[middle].Start <= span.Start)
                low = middle;
            else
                high = middle - 1;
        }

        return sources[low];
    }
}
