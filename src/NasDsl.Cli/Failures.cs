using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Cli;

/// <summary>Errors in what the user gave, which end the command; thrown after or instead of reporting them.</summary>
/// <param name="sources">The files they are in, or null where they are about no place in a text.</param>
internal sealed class InputException(SourceSet? sources, ImmutableArray<Diagnostic> diagnostics) : Exception(diagnostics[0].Message)
{
    public InputException(Diagnostic diagnostic)
        : this(null, [diagnostic])
    {
    }

    public SourceSet? Sources { get; } = sources;

    public ImmutableArray<Diagnostic> Diagnostics { get; } = diagnostics;
}

/// <summary>A command line that means nothing.</summary>
/// <param name="message">Lower case, no final period, code in backticks.</param>
internal sealed class UsageException(string message, string? help = null) : Exception(message)
{
    public string? Help { get; } = help;
}
