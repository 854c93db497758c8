using NasDsl.Parsing;
using NasDsl.Semantics;

namespace NasDsl;

/// <summary>
/// What is known from earlier compilations of a text that is being edited: what has not changed is neither parsed nor checked again.
/// A compilation says the same with it as without. Not for several threads at once.
/// </summary>
public sealed class CompilationCache
{
    internal ParseCache Parsed { get; } = new();

    internal CheckCache Checked { get; } = new();
}
