using System.Collections.Immutable;
using NasDsl.Architectures.Notations;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Search;

/// <summary>Finds the column of a table in which architectures stand, and the notation in which they do.</summary>
internal static class ArchitectureColumn
{
    private static readonly string[] UsualNames = ["arch", "architecture", "arch_str", "genotype", "cell", "code"];

    /// <param name="header">The names of the columns.</param>
    /// <param name="first">The first row.</param>
    /// <param name="wanted">The column's name, where it is given.</param>
    /// <exception cref="TableException">There is none.</exception>
    public static (int Column, Notation Notation) Find(
        SearchSpace space, ImmutableArray<string> header, CsvRow first, string? wanted)
    {
        var notations = Notation.Of(space);
        if (notations.IsEmpty)
            throw new TableException($"no notation can write the architectures of `{space.Name}` down", 0, "run `nasc arch export` for the reasons");
        var columns = Enumerable.Range(0, header.Length);
        columns = wanted is null
            ? columns.OrderBy(c => Array.IndexOf(UsualNames, header[c]) is var i and >= 0 ? i : UsualNames.Length)
            : [IndexOf(header, wanted, "an architecture")];
        string? problem = null;
        foreach (var column in columns)
            foreach (var notation in notations)
            {
                var (architecture, diagnostics) = notation.Read(new SourceText(first.Cells[column], "table"), space);
                if (architecture is not null)
                    return (column, notation);
                problem ??= $"`{first.Cells[column]}` in column `{header[column]}` is no architecture of `{space.Name}`: {diagnostics[0].Message}";
            }
        throw new TableException(problem ?? "it has no columns", first.Line, "name the column with `--architecture COLUMN`");
    }

    /// <exception cref="TableException">There is no such column.</exception>
    public static int IndexOf(ImmutableArray<string> header, string name, string what)
    {
        if (header.IndexOf(name) is var index and >= 0)
            return index;
        var suggestion = SpellChecker.Suggest(name, header);
        throw new TableException(
            $"it has no column `{name}` for {what}", 1,
            suggestion is null ? $"its columns are {string.Join(", ", header.Select(h => $"`{h}`"))}" : $"did you mean `{suggestion}`?");
    }
}
