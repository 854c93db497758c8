using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Rpc;

namespace NasDsl.LanguageServer.Features;

/// <summary>The parameters of what is being called, and which one is being written.</summary>
internal static class SignatureHelp
{
    public static JsonNode? Of(FeatureContext context)
    {
        var cursor = new CursorTokens(context.Source, context.Offset);
        if (cursor.IsInComment || cursor.Call() is not { } call || Find(context.Program, call.Alias, call.Name) is not { } symbol)
            return null;
        var parameters = ParametersOf(symbol, context.Program);
        var active = parameters.FindIndex(p => p.Name == call.Argument) is >= 0 and var named ? named : call.Commas;
        return Json.Object(
            ("signatures", Json.Array([Json.Object(
                ("label", Signatures.Of(symbol, context.Program)),
                ("documentation", Signatures.DocOf(symbol)),
                ("parameters", Json.Array(parameters.Select(p => Json.Object(("label", p.Text), ("documentation", p.Doc))))))])),
            ("activeSignature", 0),
            ("activeParameter", active));
    }

    /// <summary>What a name means where no body binds it.</summary>
    public static Symbol? Find(ProgramView program, string? alias, string name)
    {
        var module = program.Compilation.Modules.Main;
        if (alias is null)
            return program.Symbols.Table.Find(name, module);
        return module.TryFindAlias(alias, out var imported) && imported?.FindShared(name) is { } declaration
            ? program.Symbols.Table.Of(declaration)
            : null;
    }

    private static List<(string Name, string Text, string? Doc)> ParametersOf(Symbol symbol, ProgramView program) =>
        symbol.Operation is { } operation
            ? [.. operation.Parameters.Select(p => (p.Name, Signatures.TextOf(p), (string?)p.Doc))]
            : [.. SymbolTable.Parameters(symbol).Select(p => (p.Name.Text, program.TextOf(p.Span), (string?)null))];
}
