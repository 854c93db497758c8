using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Features;

/// <summary>Which networks, cells, ops and op sets use which.</summary>
internal static class CallHierarchy
{
    // Kinds of the protocol.
    private const int Class = 5, EnumKind = 10, Function = 12;

    public static JsonNode? Prepare(FeatureContext context) =>
        context.Program.Symbols.At(context.Offset)?.Symbol is { Node: NamedDeclarationSyntax declaration } symbol && IsCallable(symbol)
        && context.Program.SourceOf(declaration.Span) is { } source
            ? Json.Array([Item(declaration, source)])
            : null;

    /// <summary>What uses it, in every program that may know it.</summary>
    public static JsonNode? Incoming(FeatureContext context)
    {
        if (Called(context)?.Symbol is not { } symbol)
            return null;
        var uses = Uses.Of(context, symbol).Where(u => !u.IsDefinition).ToList();
        var calls = new List<JsonNode?>();
        foreach (var file in uses.GroupBy(u => u.Source.FileName))
        {
            // A file in the offsets of another program has other ones in its own.
            var program = file.Key == context.Source.FileName ? context.Program : context.AllPrograms().FirstOrDefault(p => p.Source.FileName == file.Key);
            if (program is null)
                continue;
            var spans = file.Select(u => new TextSpan(u.Span.Start - u.Source.Start + program.Source.Start, u.Span.Length));
            calls.AddRange(spans.GroupBy(s => program.DeclarationAt(s.Start)).Where(g => g.Key is not null).Select(g => Json.Object(
                ("from", Item(g.Key ?? program.Syntax.Declarations[0], program.Source)),
                ("fromRanges", Json.Array(g.Select(s => Positions.Range(program.Source, s)))))));
        }

        return Json.Array(calls);
    }

    /// <summary>What it uses, of what the user declared.</summary>
    public static JsonNode? Outgoing(FeatureContext context)
    {
        if (Called(context)?.Symbol.Node is not NamedDeclarationSyntax declaration)
            return null;
        var program = context.Program;
        return Json.Array(program.Symbols.Occurrences
            .Where(o => o.Span.Start >= declaration.Span.Start && o.Span.End <= declaration.Span.End && !o.IsDefinition && IsCallable(o.Symbol))
            .GroupBy(o => o.Symbol)
            .Select(g => g.Key.Node is NamedDeclarationSyntax to && program.SourceOf(to.Span) is { } source && program.SourceOf(declaration.Span) is { } home
                ? Json.Object(("to", Item(to, source)), ("fromRanges", Json.Array(g.Select(o => Positions.Range(home, o.Span)))))
                : null)
            .Where(c => c is not null));
    }

    /// <summary>What an item that was handed out stands for.</summary>
    private static Occurrence? Called(FeatureContext context) =>
        context.Program.Symbols.At(Positions.Offset(context.Source, context.Parameters.At("item", "selectionRange", "start")));

    private static bool IsCallable(Symbol symbol) => symbol.IsOwn && symbol.Kind is SymbolKind.Op or SymbolKind.Cell or SymbolKind.Network or SymbolKind.OpSet;

    private static JsonObject Item(DeclarationSyntax declaration, SourceText source)
    {
        var name = declaration is NamedDeclarationSyntax named ? named.Name.Span : new TextSpan(declaration.Span.Start, 0);
        return Json.Object(
            ("name", name.Length > 0 ? source[name] : source[declaration.Span].Split(['{', '\n'], 2)[0].Trim()),
            ("kind", declaration switch
            {
                OpSetSyntax => EnumKind,
                FunctionSyntax { Word: FunctionWord.Op } => Function,
                _ => Class,
            }),
            ("detail", declaration is FunctionSyntax f ? Signatures.WordOf(f) : declaration is OpSetSyntax ? "opset" : ""),
            ("uri", FileUri.FromName(source.FileName)),
            ("range", Positions.Range(source, declaration.Span)),
            ("selectionRange", Positions.Range(source, name)));
    }
}
