using System.Collections.Immutable;
using NasDsl.Text;

namespace NasDsl.Diagnostics;

public enum Severity
{
    Warning,
    Error,
}

/// <summary>What a code means: its number never changes meaning, and `nasc explain` prints this.</summary>
/// <param name="Code">`NAS` and four digits: 1xxx syntax, 2xxx names, 3xxx values and shapes, 4xxx strategy and
/// constraints, 5xxx not supported yet, 6xxx architecture files.</param>
/// <param name="Title">A few words, lower case.</param>
/// <param name="Explanation">Why it is an error and what to do, in whole sentences.</param>
/// <param name="Wrong">A program, or a piece of an architecture file, that gets it.</param>
/// <param name="Right">The same, mended.</param>
public sealed record DiagnosticDescriptor(
    string Code,
    string Title,
    Severity Severity,
    string Explanation,
    string Wrong,
    string Right);

/// <summary>An edit that mends a diagnostic: put <paramref name="Replacement"/> in place of <paramref name="Span"/>.</summary>
public sealed record CodeFix(string Title, TextSpan Span, string Replacement);

/// <summary>A second place that a diagnostic speaks of.</summary>
public sealed record RelatedSpan(TextSpan Span, string Message);

/// <summary>Something to tell the user about a stretch of source.</summary>
/// <param name="Message">Lower case, no final period, code in backticks.</param>
/// <param name="Label">A few words to stand under the marked source, or null.</param>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, TextSpan Span, string Message)
{
    public string Code => Descriptor.Code;

    public Severity Severity => Descriptor.Severity;

    public string? Label { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Help { get; init; }

    public ImmutableArray<CodeFix> Fixes { get; init; } = [];

    public ImmutableArray<RelatedSpan> Related { get; init; } = [];
}
