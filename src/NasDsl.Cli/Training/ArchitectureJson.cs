using System.Text.Json;
using NasDsl.Cli.Rendering;
using NasDsl.IR;

namespace NasDsl.Cli.Training;

/// <summary>An architecture's decisions as a JSON object, as in an architecture file.</summary>
internal static class ArchitectureJson
{
    public static void Write(Utf8JsonWriter writer, string name, SearchSpace space, Architecture architecture)
    {
        writer.WriteStartObject(name);
        foreach (var decision in space.Decisions)
        {
            if (!architecture.Choices.TryGetValue(decision.Name, out var labels))
                continue;
            if (decision.Kind is DecisionKind.One or DecisionKind.Real)
                writer.WriteString(decision.Name, labels[0]);
            else
                writer.WriteStrings(decision.Name, labels);
        }
        writer.WriteEndObject();
    }
}
