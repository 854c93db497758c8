using System.Text.Json.Nodes;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.IR;
using NasDsl.LanguageServer;
using NasDsl.Text;

namespace NasDsl.Cli.Viewing;

/// <summary>The architecture that a run found or trains: its decisions, and its drawings where the program is known.</summary>
internal static class WinnerPart
{
    public static JsonObject? Of(RunFiles files, string fileName, LoadedProgram? program, string missing)
    {
        if (files.Text(fileName) is not { } text || files.Json(fileName) is not { } document)
            return null;
        var choices = Choices(document);
        var winner = new JsonObject
        {
            ["choices"] = new JsonArray([.. choices.Select(c => (JsonNode)new JsonArray(c.Name, string.Join(", ", c.Labels)))]),
        };
        if (files.Code() is { } code)
            winner["code"] = code;
        if (program is null)
            winner["problem"] = missing;
        else if (ArchitectureFile.Read(new SourceText(text, fileName), program.Space) is { Architecture: { } architecture })
            Draw(winner, program.Trained, architecture);
        else
            winner["problem"] = "the program's space is not the one of this architecture: there is no drawing";
        return winner;
    }

    /// <summary>What each decision took, from the file alone.</summary>
    public static IReadOnlyList<(string Name, string[] Labels)> Choices(JsonObject document) => document["decisions"] is JsonObject decisions
        ? [.. decisions.Select(d => (d.Key, d.Value is JsonArray list ? [.. list.Select(l => l?.ToString() ?? "")] : new[] { d.Value?.ToString() ?? "" }))]
        : [];

    private static void Draw(JsonObject winner, SearchSpace space, Architecture architecture)
    {
        winner["graphs"] = new JsonArray([.. GraphOutline.All(space, architecture).Select(g => (JsonNode)GraphJson.Of(g))]);
        try
        {
            var cost = CostModel.Of(ArchitectureResolver.Resolve(space, architecture));
            (winner["parameters"], winner["macs"]) = (cost.Parameters, cost.Macs);
        }
        catch (OverflowException)
        {
            // Numbers beyond 64 bits are left out.
        }
    }
}
