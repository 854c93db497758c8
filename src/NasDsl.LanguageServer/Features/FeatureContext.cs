using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Features;

/// <summary>What a handler answers from.</summary>
/// <param name="AllPrograms">Each open file and each program in the workspace's folders.</param>
internal sealed record FeatureContext(
    ProgramView Program, WorkspaceFiles Files, Func<IEnumerable<ProgramView>> AllPrograms, JsonNode? Parameters)
{
    public SourceText Source => Program.Source;

    /// <summary>Where the cursor is.</summary>
    public int Offset => Positions.Offset(Source, Parameters.At("position"));

    public TextSpan Range => Positions.Span(Source, Parameters.At("range"));
}
