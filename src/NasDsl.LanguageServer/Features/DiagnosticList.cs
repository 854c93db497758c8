using System.Text.Json.Nodes;
using NasDsl.Diagnostics;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;

namespace NasDsl.LanguageServer.Features;

/// <summary>Diagnostics of a file; those of a file that it imports are that file's own.</summary>
internal static class DiagnosticList
{
    public static IEnumerable<Diagnostic> In(ProgramView program) =>
        program.Compilation.Diagnostics.Where(d => program.SourceOf(d.Span) == program.Source);

    public static JsonArray Of(ProgramView program) => Json.Array(In(program).Select(d => Of(d, program)));

    public static JsonObject Of(Diagnostic diagnostic, ProgramView program) => Json.Object(
        ("range", Positions.Range(program.Source, diagnostic.Span)),
        ("severity", diagnostic.Severity == Severity.Error ? 1 : 2),
        ("code", diagnostic.Code),
        ("source", "nasc"),
        ("message", diagnostic.Help is { } help ? $"{diagnostic.Message}\nhelp: {help}" : diagnostic.Message),
        ("relatedInformation", Related(diagnostic, program)));

    private static JsonArray? Related(Diagnostic diagnostic, ProgramView program) => diagnostic.Related.IsEmpty
        ? null
        : Json.Array(diagnostic.Related.Select(r => program.SourceOf(r.Span) is { } source
            ? Json.Object(("location", Positions.Location(source, r.Span)), ("message", r.Message))
            : null).Where(r => r is not null));
}
