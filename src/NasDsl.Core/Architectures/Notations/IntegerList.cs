using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>Whole numbers with blanks, commas or brackets between them, as ENAS and NAO print architectures.</summary>
internal static class IntegerList
{
    private const string Between = ",[]()";

    /// <summary>Null where something else stands in the text.</summary>
    public static ImmutableArray<LocatedNumber>? Read(SourceText source, string title, DiagnosticBag diagnostics)
    {
        var scanner = new NotationScanner(source, title, diagnostics);
        var numbers = ImmutableArray.CreateBuilder<LocatedNumber>();
        scanner.SkipAny(Between);
        do
        {
            if (scanner.Number("a whole number") is not { } number)
                return null;
            numbers.Add(number);
            scanner.SkipAny(Between);
        }
        while (!scanner.IsAtEnd);
        return numbers.ToImmutable();
    }

    /// <summary>From the first number to the last one.</summary>
    public static TextSpan SpanOf(ImmutableArray<LocatedNumber> numbers) => numbers[0].Span.Union(numbers[^1].Span);
}
