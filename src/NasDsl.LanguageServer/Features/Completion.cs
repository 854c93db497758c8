using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Operations;
using NasDsl.Parsing.Generated;
using NasDsl.Semantics;
using NasDsl.Standard;
using NasDsl.Syntax;

namespace NasDsl.LanguageServer.Features;

/// <summary>What can be written at the cursor.</summary>
internal static class Completion
{
    // Kinds of the protocol.
    private const int Function = 3, Variable = 6, Class = 7, Property = 10, Value = 12, EnumKind = 13, Keyword = 14, Constant = 21;

    private static readonly string[] Declarations =
        ["import", "const", "opset", "op", "cell", "network", "constraint", "objective", "search", "train"];

    private static readonly string[] Expressions =
        ["choose", "chain", "blend", "repeat", "if", "then", "else", "for", "in", "of", "and", "or", "not", "true", "false"];

    public static JsonNode? Of(FeatureContext context)
    {
        var cursor = new CursorTokens(context.Source, context.Offset);
        if (cursor.IsInComment)
            return new JsonArray();
        var items = Items(context.Program, cursor).DistinctBy(i => i.Text("label"));
        return Json.Array(items);
    }

    private static IEnumerable<JsonObject> Items(ProgramView program, CursorTokens cursor)
    {
        if (cursor.SettingsBlock() is var (word, name) && (cursor.IsFirstOnLine || cursor.Before?.Type is NasLexer.LBRACE or NasLexer.COMMA))
            return (word == NasLexer.TRAIN ? SettingTable.Train : SettingTable.Of(name)).Select(Setting);
        return cursor.Before?.Type switch
        {
            NasLexer.SEARCH => SettingTable.Strategies.Select(s => Item(s, Keyword, $"search {s}", null)),
            NasLexer.TRAIN => Named(program).OfType<FunctionSyntax>().Where(f => f.Word == FunctionWord.Network).Select(f => Of(f, program)),
            NasLexer.MAXIMIZE or NasLexer.MINIMIZE => IR.Metric.Names.Select(m => Item(m, Variable, $"metric {m}", null)),
            NasLexer.DOT => Members(program, cursor),
            NasLexer.PIPE or NasLexer.COMPOSE =>
                Operators(program).Concat(Words(["choose", "if", "repeat", "blend"])).Concat(Locals(cursor)),
            NasLexer.OP or NasLexer.CELL or NasLexer.NETWORK or NasLexer.OPSET or NasLexer.CONST or NasLexer.NODES => [],
            _ when cursor.IsFirstOnLine && cursor.OpenBracket() is null => Words(Declarations),
            _ => Arguments(program, cursor).Concat(Dimensions(program, cursor)).Concat(Locals(cursor)).Concat(Operators(program)).Concat(Words([.. Expressions, "output", "nodes"])),
        };
    }

    private static IEnumerable<JsonObject> Operators(ProgramView program) => Named(program)
        .Where(d => d is not FunctionSyntax { Word: FunctionWord.Network })
        .Select(d => Of(d, program))
        .Concat(OperationCatalog.Standard.All.Select(o => Item(o.Name, Function, Signatures.Of(o), o.Doc)))
        .Concat(StandardLibrary.Shared.Names.Select(StandardLibrary.Shared.Find).OfType<NamedDeclarationSyntax>().Select(d => Of(d, program)))
        .Concat(Builtin.All.Select(b => Item(b.Name, Function, b.Name, b.Doc)))
        .Concat(program.Syntax.Declarations.OfType<ImportSyntax>().Select(i => i.Alias).OfType<NameSyntax>()
            .Select(a => Item(a.Text, 9, $"import as {a.Text}", null)));

    /// <summary>What the file and its imports without an alias declare.</summary>
    private static IEnumerable<NamedDeclarationSyntax> Named(ProgramView program) =>
        program.Compilation.Modules.Main.Names.Select(program.Compilation.Modules.Main.Find).OfType<NamedDeclarationSyntax>();

    private static IEnumerable<JsonObject> Members(ProgramView program, CursorTokens cursor)
    {
        var module = program.Compilation.Modules.Main;
        var alias = cursor.At(cursor.Count - 2)?.Text;
        return alias is not null && module.TryFindAlias(alias, out var imported) && imported is not null
            ? imported.Shared.Select(d => Of(d, program))
            : [];
    }

    /// <summary>Names of the parameters of what is being called.</summary>
    private static IEnumerable<JsonObject> Arguments(ProgramView program, CursorTokens cursor)
    {
        if (cursor.Call() is not { } call || cursor.Before?.Type is not (NasLexer.LPAREN or NasLexer.COMMA)
            || SignatureHelp.Find(program, call.Alias, call.Name) is not { } symbol)
            return [];
        return symbol.Operation is { } operation
            ? operation.Parameters.Select(p => Item($"{p.Name}:", Property, Signatures.TextOf(p), p.Doc, $"{p.Name}: "))
            : SymbolTable.Parameters(symbol).Select(p => Item($"{p.Name.Text}:", Property, program.TextOf(p.Span), null, $"{p.Name.Text}: "));
    }

    /// <summary>Widths that tensors of the program have, and twice those: where a number of channels is written.</summary>
    private static IEnumerable<JsonObject> Dimensions(ProgramView program, CursorTokens cursor)
    {
        if (cursor.Call() is not { } call || cursor.Before?.Type is not (NasLexer.LPAREN or NasLexer.COMMA or NasLexer.COLON)
            || SignatureHelp.Find(program, call.Alias, call.Name) is not { } symbol || !TakesWidth(symbol, call.Argument, call.Commas))
            return [];
        var known = program.Dimensions;
        return known.Select(d => (Width: d, Detail: "as many channels as a tensor here has"))
            .Concat(known.Select(d => (Width: 2 * d, Detail: $"twice {d}")))
            .DistinctBy(d => d.Width)
            .Select(d => Item(d.Width.ToString(System.Globalization.CultureInfo.InvariantCulture), Value, d.Detail, null));
    }

    private static bool TakesWidth(Symbol symbol, string? argument, int position)
    {
        string[] names = symbol.Operation is { } operation
            ? [.. operation.Parameters.Select(p => p.Name)]
            : [.. SymbolTable.Parameters(symbol).Select(p => p.Name.Text)];
        var name = argument ?? (position < names.Length ? names[position] : "");
        return name is "filters" or "width" or "channels" or "features" or "hidden" or "out" or "C";
    }

    private static IEnumerable<JsonObject> Locals(CursorTokens cursor) =>
        cursor.LocalNames().Distinct().Select(n => Item(n, Variable, n, null));

    private static IEnumerable<JsonObject> Words(string[] words) => words.Select(w => Item(w, Keyword, w, null));

    private static JsonObject Setting(SettingInfo setting) =>
        Item(setting.Name, Property, $"{setting.Name} = {setting.Sample}".TrimEnd(), setting.Doc, $"{setting.Name} = {setting.Sample}");

    private static JsonObject Of(NamedDeclarationSyntax declaration, ProgramView program)
    {
        var symbol = program.Symbols.Table.Of(declaration);
        return Item(declaration.Name.Text, KindOf(symbol.Kind), Signatures.Of(symbol, program), declaration.Doc);
    }

    private static int KindOf(SymbolKind kind) => kind switch
    {
        SymbolKind.OpSet => EnumKind,
        SymbolKind.Constant => Constant,
        SymbolKind.Cell or SymbolKind.Network => Class,
        _ => Function,
    };

    private static JsonObject Item(string label, int kind, string detail, string? doc, string? insert = null) => Json.Object(
        ("label", label),
        ("kind", kind),
        ("detail", detail),
        ("documentation", doc is null ? null : Json.Object(("kind", "markdown"), ("value", doc))),
        ("insertText", insert));
}
