using System.Text.Json.Nodes;
using NasDsl.Diagnostics;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Parsing;
using NasDsl.Parsing.Generated;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Features;

/// <summary>
/// Another name for a symbol, wherever it is used. It is tried out first, and refused where a name would come to mean something
/// else or an error would arise.
/// </summary>
internal static class Rename
{
    public static JsonNode? Prepare(FeatureContext context)
    {
        var name = NameAt(context);
        return Json.Object(("range", Positions.Range(context.Source, name.Span)), ("placeholder", context.Program.TextOf(name.Span)));
    }

    public static JsonNode? Of(FeatureContext context)
    {
        var symbol = NameAt(context).Symbol;
        var name = context.Parameters.Text("newName") ?? "";
        if (!IsName(name))
            throw Refused($"`{name}` is not a name: letters, digits and `_`, and no reserved word");
        if (symbol.Kind == SymbolKind.Parameter && context.AllPrograms().Any(p => p.Symbols.OpenArguments.Contains(symbol.Name)))
            throw Refused($"an argument `{symbol.Name}:` is given to something that is known only where it is used");
        var uses = Uses.Of(context, symbol);
        TryOut(context, uses, name);
        var changes = new JsonObject();
        foreach (var file in uses.GroupBy(u => u.Source.FileName))
            changes[FileUri.FromName(file.Key)] = Json.Array(file.Select(u => Positions.Edit(u.Source, u.Span, name)));
        return Json.Object(("changes", changes));
    }

    private static Occurrence NameAt(FeatureContext context) => context.Program.Symbols.At(context.Offset) is not { } name
        ? throw Refused("there is no name here")
        : name.Symbol is { IsOwn: true } ? name
        : throw Refused($"`{name.Symbol.Name}` comes with the language");

    private static bool IsName(string text)
    {
        var tokens = NasSyntaxParser.TokensOf(new SourceText(text, "")).GetTokens();
        return tokens.Count == 2 && tokens[0].Type is NasLexer.IDENT or (>= NasLexer.ANY and <= NasLexer.UNIFORM) && tokens[0].Text == text;
    }

    private static void TryOut(FeatureContext context, List<Use> uses, string name)
    {
        var texts = uses.GroupBy(u => u.Source.FileName).ToDictionary(f => f.Key, f => Replaced(f.First().Source, f, name));
        var files = context.Files.With(texts);
        foreach (var before in context.AllPrograms().Prepend(context.Program))
        {
            if (!before.Compilation.Sources.All.Any(s => texts.ContainsKey(s.FileName)) || files.Text(before.Source.FileName) is not { } text)
                continue;
            var after = ProgramView.Of(text, files);
            if (!Meanings(before).SequenceEqual(Meanings(after)))
                throw Refused($"`{name}` already means something where it would be used");
            if (NewError(before, after) is { } error)
                throw Refused(error.Message);
        }
    }

    private static Diagnostic? NewError(ProgramView before, ProgramView after)
    {
        var (old, now) = (Errors(before), Errors(after));
        return now.Count > old.Count ? now.FirstOrDefault(d => old.TrueForAll(o => o.Code != d.Code)) ?? now[^1] : null;
    }

    private static List<Diagnostic> Errors(ProgramView program) =>
        [.. program.Compilation.Diagnostics.Where(d => d.Severity == Severity.Error)];

    /// <summary>For each name in turn the number of the name that declares what it means; the names themselves do not count.</summary>
    private static IEnumerable<int> Meanings(ProgramView program)
    {
        var numbers = new Dictionary<Symbol, int>(ReferenceEqualityComparer.Instance);
        var occurrences = program.Symbols.Occurrences;
        for (var i = 0; i < occurrences.Length; i++)
            if (occurrences[i].IsDefinition)
                numbers.TryAdd(occurrences[i].Symbol, i);
        return occurrences.Select(o => numbers.TryGetValue(o.Symbol, out var number) ? number
            : o.Symbol.Kind == SymbolKind.Unknown ? -2 : -1);
    }

    private static string Replaced(SourceText source, IEnumerable<Use> uses, string name)
    {
        var text = source.Content;
        foreach (var use in uses.OrderByDescending(u => u.Span.Start))
            text = text.Remove(use.Span.Start - source.Start, use.Span.Length).Insert(use.Span.Start - source.Start, name);
        return text;
    }

    private static RequestException Refused(string why) => new(RequestException.RequestFailed, why);
}
