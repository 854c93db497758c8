using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Features;

/// <summary>Outlines: of a file with what is inside its declarations, and of all files with their declarations.</summary>
internal static class SymbolLists
{
    // Kinds of the protocol.
    private const int ModuleKind = 2, Class = 5, Property = 7, EnumKind = 10, Function = 12, Variable = 13, Constant = 14, Struct = 23;
    private const int MostFound = 500;

    public static JsonNode? OfDocument(FeatureContext context) =>
        Json.Array(context.Program.Syntax.Declarations.Select(d => Declaration(d, context.Source)).Where(d => d is not null));

    public static JsonNode? OfWorkspace(IEnumerable<ProgramView> programs, string query) => Json.Array(
        from program in programs
        from declaration in program.Syntax.Declarations.OfType<NamedDeclarationSyntax>()
        where Matches(declaration.Name.Text, query)
        select Json.Object(
            ("name", declaration.Name.Text),
            ("kind", KindOf(declaration)),
            ("location", Positions.Location(program.Source, declaration.Name.Span))) into found
        select (JsonNode?)found).Take(MostFound);

    private static JsonArray Take(this JsonArray array, int most)
    {
        while (array.Count > most)
            array.RemoveAt(array.Count - 1);
        return array;
    }

    /// <summary>Whether the letters of the query come in their order.</summary>
    private static bool Matches(string name, string query)
    {
        var at = 0;
        foreach (var letter in query)
        {
            at = name.IndexOf(letter.ToString(), at, StringComparison.OrdinalIgnoreCase) + 1;
            if (at == 0)
                return false;
        }

        return true;
    }

    private static JsonObject? Declaration(DeclarationSyntax declaration, SourceText source) => declaration switch
    {
        ImportSyntax d => Symbol(d.Alias?.Text ?? d.Path, ModuleKind, d.Span, d.PathSpan, source, []),
        OpSetSyntax d => Symbol(d.Name.Text, EnumKind, d.Span, d.Name.Span, source, d.Set.Entries.Select(e => e.Name is { } name
            ? Symbol(name.Text, Property, e.Span, name.Span, source, []) : null)),
        FunctionSyntax d => Symbol(d.Name.Text, KindOf(d), d.Span, d.Name.Span, source, d.Body.Statements.Select(s => Statement(s, source))),
        NamedDeclarationSyntax d => Symbol(d.Name.Text, Constant, d.Span, d.Name.Span, source, []),
        SearchSyntax d => Symbol($"search {d.Strategy.Text}", Struct, d.Span, d.Strategy.Span, source, Settings(d.Settings, source)),
        TrainSyntax d => Symbol($"train {source[d.Network.Span]}", Struct, d.Span, d.Network.Span, source, Settings(d.Settings, source)),
        ObjectiveSyntax { Goals: [var first, ..] } d => Symbol($"objective {source[first.Span]}", Property, d.Span, first.Span, source, []),
        ConstraintSyntax d => Symbol($"constraint {source[d.Condition.Span]}", Property, d.Span, d.Condition.Span, source, []),
        _ => null,
    };

    private static IEnumerable<JsonObject?> Settings(IEnumerable<SettingSyntax> settings, SourceText source) =>
        settings.Select(s => Symbol(s.Name.Text, Property, s.Span, s.Name.Span, source, []));

    private static JsonObject? Statement(StatementSyntax statement, SourceText source) => statement switch
    {
        BindingSyntax s => Symbol(s.Name.Text, Variable, s.Span, s.Name.Span, source, []),
        NodesSyntax s => Symbol(s.Name.Text, Variable, s.Span, s.Name.Span, source, []),
        _ => null,
    };

    private static int KindOf(NamedDeclarationSyntax declaration) => declaration switch
    {
        OpSetSyntax => EnumKind,
        FunctionSyntax { Word: FunctionWord.Op } => Function,
        FunctionSyntax => Class,
        _ => Constant,
    };

    private static JsonObject? Symbol(
        string name, int kind, TextSpan span, TextSpan selection, SourceText source, IEnumerable<JsonObject?> children) =>
        name.Length == 0 || selection.Start < span.Start || selection.End > span.End
            ? null
            : Json.Object(
                ("name", name.ReplaceLineEndings(" ")),
                ("kind", kind),
                ("range", Positions.Range(source, span)),
                ("selectionRange", Positions.Range(source, selection)),
                ("children", Json.Array(children.Where(c => c is not null))));
}
