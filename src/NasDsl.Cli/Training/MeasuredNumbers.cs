using System.Text.Json;

namespace NasDsl.Cli.Training;

/// <summary>Numbers that were measured: a loss that ran away is one that JSON has no word for.</summary>
internal static class MeasuredNumbers
{
    /// <summary>Writes a number, or null where it is infinite or none.</summary>
    public static void WriteMeasured(this Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }
}
