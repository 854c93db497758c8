using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures;

/// <summary>An architecture, or why there is none.</summary>
public sealed record ArchitectureResult(Architecture? Architecture, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Architecture files (`.arch.json`): one JSON object with the network's name, the fingerprint of its decisions, and what
/// is taken for each decision that exists, in the order of the space.
/// </summary>
/// <example>
/// <code>
/// {
///   "network": "Cifar",
///   "fingerprint": "0f6d3b1c5a7e9242",
///   "decisions": {
///     "Normal.n[0].edges": ["p", "q"],
///     "Normal.n[0].edge[p]": "sep_conv_3x3",
///     "Normal.n[0].edge[q]": "skip_connect"
///   }
/// }
/// </code>
/// </example>
public static class ArchitectureFile
{
    /// <summary>More than any space needs (a line for each decision), and quickly read.</summary>
    public const int LargestFile = 4 * 1024 * 1024;

    /// <summary>Reads a file for <paramref name="space"/>; reports all that is wrong with it, with places in it.</summary>
    public static ArchitectureResult Read(SourceText source, SearchSpace space)
    {
        var diagnostics = new DiagnosticBag();
        if (Parse(source, diagnostics) is { } document && CheckOrigin(document, space, diagnostics))
            diagnostics.AddRange(ArchitectureValidator.Validate(space, document));
        else
            return new ArchitectureResult(null, diagnostics.ToImmutable());
        return diagnostics.HasErrors
            ? new ArchitectureResult(null, diagnostics.ToImmutable())
            : new ArchitectureResult(Build(document, space), []);
    }

    /// <summary>Reads the JSON alone; null where nothing of it can be used.</summary>
    public static ArchitectureDocument? Parse(SourceText source, DiagnosticBag diagnostics)
    {
        if (source.Content.Length <= LargestFile)
            return ArchitectureJsonReader.Read(source, diagnostics);
        diagnostics.Add(Diagnose.ArchitectureFileTooLarge(default, source.Content.Length, LargestFile));
        return null;
    }

    /// <summary>The text of a file; the same for the same architecture and space, ending in a line feed.</summary>
    /// <exception cref="ArgumentException">It is no architecture of the space.</exception>
    public static string Write(SearchSpace space, Architecture architecture)
    {
        if (ArchitectureValidator.Validate(space, architecture) is [var problem, ..])
            throw new ArgumentException(problem.Message, nameof(architecture));
        var lines = space.Decisions
            .Where(d => architecture.Choices.ContainsKey(d.Name))
            .Select(d => $"    {Json(d.Name)}: {Value(d, architecture.Choices[d.Name])}");
        var text = new StringBuilder()
            .Append("{\n")
            .Append($"  \"network\": {Json(space.Name)},\n")
            .Append($"  \"fingerprint\": {Json(Fingerprint.Of(space))},\n")
            .Append("  \"decisions\": {\n")
            .AppendJoin(",\n", lines);
        if (architecture.Choices.Count > 0)
            text.Append('\n');
        return text.Append("  }\n}\n").ToString();
    }

    private static string Value(Decision decision, ImmutableArray<string> labels) => decision.Kind is DecisionKind.One or DecisionKind.Real
        ? Json(labels[0])
        : $"[{string.Join(", ", InOrder(decision, labels).Select(Json))}]";

    private static string Json(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static IEnumerable<string> InOrder(Decision decision, ImmutableArray<string> labels) =>
        decision.Kind is DecisionKind.Order or DecisionKind.Real
            ? labels
            : decision.Alternatives.Select(a => a.Label).Where(labels.Contains);

    private static Architecture Build(ArchitectureDocument document, SearchSpace space)
    {
        var tree = DecisionTree.Of(space);
        var choices = Architecture.Empty.Choices.ToBuilder();
        foreach (var entry in document.Entries)
            if (tree.Find(entry.Name.Text) is { } decision)
                choices[decision.Name] = [.. InOrder(decision, [.. entry.Labels.Select(l => l.Text)])];
        return new Architecture(choices.ToImmutable());
    }

    /// <summary>True where the file was made for this network and this version of its space.</summary>
    private static bool CheckOrigin(ArchitectureDocument document, SearchSpace space, DiagnosticBag diagnostics)
    {
        if (document.Network is { } network && network.Text != space.Name)
        {
            diagnostics.Add(Diagnose.OtherNetwork(network.Span, network.Text, space.Name));
            return false;
        }
        if (document.Fingerprint is not { } fingerprint || fingerprint.Text == Fingerprint.Of(space))
            return true;
        var differences = ArchitectureValidator.Validate(space, document);
        diagnostics.Add(Diagnose.OtherSpace(fingerprint.Span, space.Name, differences));
        return false;
    }
}
