using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Cli.Rendering;
using NasDsl.IR;

namespace NasDsl.Cli.Reports;

/// <summary>What `nasc arch diff` prints.</summary>
internal static class DiffReport
{
    private const int WidestName = 40;

    /// <summary>A line for each decision; nothing where there is no difference.</summary>
    public static string Text(ImmutableArray<DecisionDifference> differences)
    {
        if (differences.IsEmpty)
            return "";
        var width = Math.Min(WidestName, differences.Max(d => d.Decision.Length));
        var text = new StringBuilder();
        foreach (var (decision, first, second) in differences)
            text.Append($"{decision.PadRight(width)}  {Taken(first)} -> {Taken(second)}\n");
        return text.ToString();
    }

    /// <summary>`{"network":"N","same":false,"differences":[{"decision":"d","a":["x"],"b":null}]}`: null where it does not exist.</summary>
    public static string Json(SearchSpace space, ImmutableArray<DecisionDifference> differences) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("network", space.Name);
        writer.WriteString("fingerprint", Fingerprint.Of(space));
        writer.WriteBoolean("same", differences.IsEmpty);
        writer.WriteStartArray("differences");
        foreach (var (decision, first, second) in differences)
        {
            writer.WriteStartObject();
            writer.WriteString("decision", decision);
            WriteTaken(writer, "a", first);
            WriteTaken(writer, "b", second);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }, indented: false) + "\n";

    private static string Taken(ImmutableArray<string>? labels) => labels switch
    {
        null => "(does not exist)",
        [] => "(nothing)",
        { } taken => string.Join(", ", taken),
    };

    private static void WriteTaken(Utf8JsonWriter writer, string name, ImmutableArray<string>? labels)
    {
        if (labels is { } taken)
            writer.WriteStrings(name, taken);
        else
            writer.WriteNull(name);
    }
}
