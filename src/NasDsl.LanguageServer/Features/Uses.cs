using NasDsl.LanguageServer.Analysis;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Features;

/// <summary>A use of a symbol, in the offsets of its file's program.</summary>
internal readonly record struct Use(SourceText Source, TextSpan Span, bool IsDefinition);

/// <summary>Finds a symbol in every program that may know it.</summary>
internal static class Uses
{
    /// <summary>Each place once, whichever programs see it.</summary>
    public static List<Use> Of(FeatureContext context, Symbol symbol)
    {
        var home = HomeOf(context.Program, symbol);
        var found = new Dictionary<(string File, int Start), Use>();
        foreach (var program in home is null || symbol.Kind is SymbolKind.Binding or SymbolKind.Variable or SymbolKind.Input
            ? [context.Program]
            : context.AllPrograms().Prepend(context.Program))
        {
            foreach (var occurrence in program.Symbols.Occurrences)
            {
                var isSame = ReferenceEquals(occurrence.Symbol, symbol) || (home is not null && HomeOf(program, occurrence.Symbol) == home);
                if (isSame && program.SourceOf(occurrence.Span) is { } source)
                    found.TryAdd((source.FileName, occurrence.Span.Start - source.Start), new Use(source, occurrence.Span, occurrence.IsDefinition));
            }
        }

        return [.. found.OrderBy(f => f.Key.File, StringComparer.Ordinal).ThenBy(f => f.Key.Start).Select(f => f.Value)];
    }

    /// <summary>Where a symbol is declared, the same for all programs; null for what comes with the language.</summary>
    private static (string File, int Offset)? HomeOf(ProgramView program, Symbol symbol) =>
        symbol.Definition is { } span && program.SourceOf(span) is { } source ? (source.FileName, span.Start - source.Start) : null;
}
