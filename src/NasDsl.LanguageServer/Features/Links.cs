using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Syntax;

namespace NasDsl.LanguageServer.Features;

/// <summary>From imports to the files that they name.</summary>
internal static class Links
{
    public static JsonNode? Of(FeatureContext context) => Json.Array(context.Program.Syntax.Declarations.OfType<ImportSyntax>()
        .Select(i => TargetOf(context, i) is { } target
            ? Json.Object(("range", Positions.Range(context.Source, i.PathSpan)), ("target", FileUri.FromName(target)))
            : null)
        .Where(l => l is not null));

    public static ImportSyntax? ImportAt(FeatureContext context) => context.Program.Syntax.Declarations.OfType<ImportSyntax>()
        .FirstOrDefault(i => SyntaxChildren.Holds(i.PathSpan, context.Offset));

    /// <summary>The file, if it exists.</summary>
    public static string? TargetOf(FeatureContext context, ImportSyntax import)
    {
        var name = context.Files.Locate(import.Path, context.Source.FileName);
        return context.Files.Text(name) is null ? null : name;
    }
}
