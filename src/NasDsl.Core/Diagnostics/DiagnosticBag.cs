using System.Collections.Immutable;
using NasDsl.Text;

namespace NasDsl.Diagnostics;

/// <summary>Collects diagnostics; the same one (code and span) counts once.</summary>
/// <param name="atUse">What to say of a mistake inside the standard library, at the place of the user's program that leads there.</param>
public sealed class DiagnosticBag(Func<Diagnostic, TextSpan, Diagnostic>? atUse = null)
{
    private readonly List<Diagnostic> items = [];
    private readonly HashSet<(string, int, int)> seen = [];

    public bool HasErrors => ErrorCount > 0;

    public int ErrorCount { get; private set; }

    // The innermost place of the user's program that is being looked at.
    private TextSpan place;

    /// <summary>Adds it, unless this code was reported at this place before: one cause, one diagnostic.</summary>
    /// <remarks>A mistake inside the standard library, to which only a use can lead, is shown at that use.</remarks>
    public void Add(Diagnostic diagnostic)
    {
        if (diagnostic.Span.IsInLibrary && atUse is not null)
            diagnostic = atUse(diagnostic, place);
        if (!seen.Add((diagnostic.Code, diagnostic.Span.Start, diagnostic.Span.Length)))
            return;
        items.Add(diagnostic);
        if (diagnostic.Severity == Severity.Error)
            ErrorCount++;
    }

    /// <summary>Says what is being looked at from now on, if it is a place of the user's program; gives what was before.</summary>
    internal TextSpan Enter(TextSpan span)
    {
        var before = place;
        if (!span.IsInLibrary)
            place = span;
        return before;
    }

    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Add(diagnostic);
    }

    /// <summary>All of them in source order.</summary>
    public ImmutableArray<Diagnostic> ToImmutable() =>
        [.. items.OrderBy(d => d.Span.Start).ThenBy(d => d.Span.Length).ThenBy(d => d.Code, StringComparer.Ordinal)];
}
