using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Architectures;

/// <summary>
/// Reads a genotype as a Python program would write it: either kind of quotes and brackets, lists over several lines,
/// commas at the end, comments, `NAME =` in front. A syntax error ends the reading; everything else goes on.
/// </summary>
internal sealed class GenotypeParser
{
    private const int LongestText = 100_000;
    private const int LongestRange = 1000;

    private static readonly string[] Fields = ["normal", "normal_concat", "reduce", "reduce_concat"];

    private readonly ImmutableArray<GenotypeToken> tokens;
    private readonly DiagnosticBag diagnostics;
    private readonly Dictionary<string, GenotypeEdges> edges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GenotypeConcat> concats = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private int position;

    private GenotypeParser(string text, DiagnosticBag diagnostics)
    {
        tokens = GenotypeLexer.Tokenize(text);
        this.diagnostics = diagnostics;
    }

    private GenotypeToken Current => tokens[position];

    /// <summary>Null where something was reported.</summary>
    public static Genotype? Parse(SourceText source, DiagnosticBag diagnostics)
    {
        if (source.Content.Length <= LongestText)
            return new GenotypeParser(source.Content, diagnostics).Parse();
        diagnostics.Add(Diagnose.GenotypeTooLong(new TextSpan(0, 0), LongestText));
        return null;
    }

    private Genotype? Parse()
    {
        if (Current.Kind == GenotypeTokenKind.Name && tokens[position + 1].Text == "=")
            position += 2;
        var name = Current;
        if (name is not { Kind: GenotypeTokenKind.Name, Text: "Genotype" })
            return Unexpected<Genotype>("`Genotype(`");
        position++;
        if (!ParseFields())
            return null;
        if (Current.Kind != GenotypeTokenKind.End)
            return Unexpected<Genotype>("the end of the text");
        if (Fields.Where(f => !seen.Contains(f)).ToImmutableArray() is { IsEmpty: false } missing)
            diagnostics.Add(Diagnose.MissingGenotypeFields(name.Span, missing));
        return diagnostics.HasErrors
            ? null
            : new Genotype(
                new GenotypeCell(edges["normal"], concats["normal_concat"]),
                new GenotypeCell(edges["reduce"], concats["reduce_concat"]));
    }

    private bool ParseFields()
    {
        if (!Expect("("))
            return false;
        while (!Accept(")"))
        {
            var name = Current;
            if (name.Kind != GenotypeTokenKind.Name)
                return Unexpected<object>("a field such as `normal=`") is not null;
            position++;
            if (!Expect("=") || !ParseField(name) || (Current.Text != ")" && !Expect(",")))
                return false;
        }
        return true;
    }

    private bool ParseField(GenotypeToken name)
    {
        if (!Fields.Contains(name.Text))
            diagnostics.Add(Diagnose.UnknownGenotypeField(name.Span, name.Text, SpellChecker.Suggest(name.Text, Fields)));
        else if (!seen.Add(name.Text))
            diagnostics.Add(Diagnose.DuplicateGenotypeField(name.Span, name.Text));
        var isConcat = name.Text.EndsWith("concat", StringComparison.Ordinal);
        if (!isConcat && ParseList(ParseEdge) is var (items, span))
            edges[name.Text] = new GenotypeEdges(items, span);
        else if (isConcat && ParseConcat() is { } concat)
            concats[name.Text] = concat;
        else
            return false;
        return true;
    }

    private GenotypeConcat? ParseConcat()
    {
        if (Current is { Kind: GenotypeTokenKind.Name, Text: "range" })
            return ParseRange();
        return ParseList(ParseInteger) is var (items, span) ? new GenotypeConcat([.. items.Select(i => i.Value)], span) : null;
    }

    private GenotypeConcat? ParseRange()
    {
        var start = Current.Span;
        position++;
        if (Current.Text != "(")
            return Unexpected<GenotypeConcat>("`(`");
        if (ParseList(ParseInteger) is not var (bounds, span))
            return null;
        long? first = bounds.Length switch { 1 => 0, 2 => bounds[0].Value, _ => null };
        if (first is { } from && bounds[^1].Value - from is var length and <= LongestRange)
            return new GenotypeConcat(
                [.. Enumerable.Range(0, (int)Math.Max(0, length)).Select(i => from + i)], start.Union(span));
        diagnostics.Add(Diagnose.GenotypeSyntax(start.Union(span), "`range(first, end)`", "another range"));
        return null;
    }

    /// <summary>A list in brackets or parentheses, with or without a comma at its end.</summary>
    private (ImmutableArray<T> Items, TextSpan Span)? ParseList<T>(Func<T?> parseItem)
        where T : class
    {
        var start = Current;
        var close = start.Text == "[" ? "]" : ")";
        if (start.Kind != GenotypeTokenKind.Symbol || start.Text is not ("[" or "("))
        {
            Unexpected<object>("a list");
            return null;
        }
        position++;
        var items = ImmutableArray.CreateBuilder<T>();
        while (Current.Text != close || Current.Kind != GenotypeTokenKind.Symbol)
        {
            if (parseItem() is not { } item)
                return null;
            items.Add(item);
            if (Current.Text != close && !Expect(","))
                return null;
        }
        var span = start.Span.Union(Current.Span);
        position++;
        return (items.ToImmutable(), span);
    }

    private GenotypeEdge? ParseEdge()
    {
        var close = Current.Text == "[" ? "]" : ")";
        if (!Accept("(") && !Accept("["))
            return Unexpected<GenotypeEdge>("an edge such as `('skip_connect', 0)`");
        var operation = Current;
        if (operation.Kind != GenotypeTokenKind.String)
            return Unexpected<GenotypeEdge>("the name of an operation in quotes");
        position++;
        if (!Expect(",") || ParseInteger() is not { } source)
            return null;
        Accept(",");
        return Expect(close)
            ? new GenotypeEdge(new Located(operation.Text, operation.Span), source.Value, source.Span)
            : null;
    }

    private Integer? ParseInteger()
    {
        var token = Current;
        if (token.Kind != GenotypeTokenKind.Integer
            || !int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return Unexpected<Integer>("a small whole number");
        position++;
        return new Integer(value, token.Span);
    }

    private bool Accept(string symbol)
    {
        if (Current.Kind != GenotypeTokenKind.Symbol || Current.Text != symbol)
            return false;
        position++;
        return true;
    }

    private bool Expect(string symbol) => Accept(symbol) || Unexpected<object>($"`{symbol}`") is not null;

    private T? Unexpected<T>(string expected)
        where T : class
    {
        diagnostics.Add(Diagnose.GenotypeSyntax(Current.Span, expected, Current.ToString()));
        return null;
    }

    private sealed record Integer(long Value, TextSpan Span);
}
