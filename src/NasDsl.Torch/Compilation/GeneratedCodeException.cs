using Microsoft.CodeAnalysis;

namespace NasDsl.Torch;

/// <summary>
/// Generated code that does not compile, or does not have the members it must have: a fault of the compiler, never of
/// the person whose file was compiled.
/// </summary>
public sealed class GeneratedCodeException(string message, IReadOnlyList<Diagnostic> diagnostics) : Exception(message)
{
    /// <summary>The C# compiler's errors; empty where the code compiled.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;
}
