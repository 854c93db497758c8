using System.Globalization;
using System.Text.Json.Nodes;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Text;

namespace NasDsl.Cli.Viewing;

/// <summary>The program of a run, from the texts that its description keeps.</summary>
internal static class RunProgram
{
    /// <summary>Null where the description keeps no texts (older runs), or they are not what they were for this compiler.</summary>
    public static LoadedProgram? Load(JsonObject description)
    {
        if (description["sources"] is not JsonArray { Count: > 0 } sources || TextsOf(sources) is not [var main, ..] texts)
            return null;
        var compilation = Compilation.Create(new SourceText(main.Text, main.File), new Kept(texts.ToDictionary(t => t.File, t => t.Text, StringComparer.Ordinal)));
        if (description.Text("network") is { } network && network != compilation.Network && compilation.Networks.Contains(network))
            compilation = compilation.WithNetwork(network);
        if (Of(compilation) is not { } program)
            return null;
        var arguments = description.Text("arguments") ?? "";
        if (IsOf(program, arguments))
            return program;
        return Of(compilation.WithArguments(Parse(arguments, compilation))) is { } other && IsOf(other, arguments) ? other : null;
    }

    private static bool IsOf(LoadedProgram program, string arguments) =>
        program.Supernet.Arguments.ToString() == arguments || program.Trained.Arguments.ToString() == arguments;

    private static LoadedProgram? Of(Compilation compilation) =>
        !compilation.HasErrors && compilation is { Space: { } space, SupernetSpace: { } supernet, TrainSpace: { } trained }
            ? new LoadedProgram(compilation, space, supernet, trained)
            : null;

    private static (string File, string Text)[] TextsOf(JsonArray sources) =>
        [.. sources.OfType<JsonObject>().Select(s => (s.Text("file") ?? "", s.Text("text") ?? ""))];

    /// <summary>`C: 16, N: 2`.</summary>
    private static Dictionary<string, double> Parse(string arguments, Compilation compilation)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var parts in arguments.Split(", ").Select(a => a.Split(": ", 2)))
        {
            if (parts.Length == 2 && compilation.NetworkParameters.Contains(parts[0])
                && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                values[parts[0]] = value;
        }

        return values;
    }

    /// <summary>The files that the description keeps, by their paths from the program's folder.</summary>
    private sealed class Kept(Dictionary<string, string> texts) : ISourceResolver
    {
        public string Locate(string path, string importer)
        {
            var parts = new List<string>();
            foreach (var part in $"{Path.GetDirectoryName(importer)?.Replace('\\', '/')}/{path}".Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                if (part == ".." && parts is [.., not ".."])
                    parts.RemoveAt(parts.Count - 1);
                else if (part != ".")
                    parts.Add(part);
            }

            return string.Join('/', parts);
        }

        public string IdentityOf(string fileName) => fileName;

        public SourceReading Read(string fileName) => texts.TryGetValue(fileName, out var text)
            ? new SourceReading(new SourceText(text, fileName), null)
            : new SourceReading(null, Diagnose.FileNotFound(fileName, null));
    }
}
