using System.Collections.Immutable;

namespace NasDsl.Diagnostics;

/// <summary>Collects diagnostics; the same one (code and span) counts once.</summary>
public sealed class DiagnosticBag
{
    private readonly List<Diagnostic> items = [];
    private readonly HashSet<(string, int, int)> seen = [];

    public bool HasErrors => ErrorCount > 0;

    public int ErrorCount { get; private set; }

    /// <summary>Adds it, unless this code was reported at this place before: one cause, one diagnostic.</summary>
    public void Add(Diagnostic diagnostic)
    {
        if (!seen.Add((diagnostic.Code, diagnostic.Span.Start, diagnostic.Span.Length)))
            return;
        items.Add(diagnostic);
        if (diagnostic.Severity == Severity.Error)
            ErrorCount++;
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
