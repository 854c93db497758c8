using System.Collections.Immutable;

namespace NasDsl.Diagnostics;

/// <summary>
/// The table of all codes, one part of it in a file for each range. `nasc explain` and docs/errors.md are made from it.
/// </summary>
public static partial class Descriptors
{
    // Without it the runtime may set the fields later than `All` is read, and the table would be empty.
    static Descriptors()
    {
    }

    /// <summary>Every descriptor, by code.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => [.. Registry.Items.OrderBy(d => d.Code, StringComparer.Ordinal)];

    public static DiagnosticDescriptor? Find(string code) =>
        Registry.Items.Find(d => string.Equals(d.Code, code, StringComparison.OrdinalIgnoreCase));

    private static DiagnosticDescriptor Error(string code, string title, string explanation, string wrong, string right) =>
        Add(new DiagnosticDescriptor(code, title, Severity.Error, explanation, wrong, right));

    private static DiagnosticDescriptor Warning(string code, string title, string explanation, string wrong, string right) =>
        Add(new DiagnosticDescriptor(code, title, Severity.Warning, explanation, wrong, right));

    private static DiagnosticDescriptor Add(DiagnosticDescriptor descriptor)
    {
        Registry.Items.Add(descriptor);
        return descriptor;
    }

    /// <summary>A class of its own, so that it exists before the first field of any part is set.</summary>
    private static class Registry
    {
        public static readonly List<DiagnosticDescriptor> Items = [];
    }
}
