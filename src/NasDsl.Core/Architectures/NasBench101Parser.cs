using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures;

/// <summary>A cell as written.</summary>
internal sealed record NasBench101Cell(
    ImmutableArray<ImmutableArray<(int Value, TextSpan Span)>> Rows,
    TextSpan MatrixSpan,
    ImmutableArray<Located> Operations,
    TextSpan OperationsSpan)
{
    /// <summary>Null where the matrix is not square, not of 0 and 1, or has a 1 on or below its diagonal, which is reported.</summary>
    public DagMatrix? ToMatrix(DiagnosticBag diagnostics)
    {
        var count = Rows.Length;
        if (count is < 2 or > DagMatrix.MostVertices)
        {
            diagnostics.Add(Diagnose.MatrixShape(MatrixSpan, Text($"a matrix has 2 to {DagMatrix.MostVertices} rows, not {count}")));
            return null;
        }
        var before = diagnostics.ErrorCount;
        for (var i = 0; i < count; i++)
            CheckRow(i, diagnostics);
        return diagnostics.ErrorCount == before
            ? DagMatrix.Of(count, DagMatrix.PairsOf(count).Where(p => Rows[p.From][p.To].Value == 1))
            : null;
    }

    private void CheckRow(int row, DiagnosticBag diagnostics)
    {
        if (Rows[row].Length != Rows.Length)
        {
            var span = Rows[row].Length == 0 ? MatrixSpan : Rows[row][0].Span.Union(Rows[row][^1].Span);
            diagnostics.Add(Diagnose.MatrixShape(span, Text($"row {row} has {Rows[row].Length} entries, the matrix {Rows.Length} rows")));
        }
        for (var column = 0; column < Rows[row].Length; column++)
        {
            var (value, span) = Rows[row][column];
            if (value is not (0 or 1))
                diagnostics.Add(Diagnose.MatrixShape(span, Text($"an entry is 0 or 1, not {value}")));
            else if (value == 1 && column <= row)
                diagnostics.Add(Diagnose.MatrixShape(span, Text($"an edge leads from vertex {row} back to {column}")));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// Reads a matrix and a list of operations as JSON, as Python writes them (`ModelSpec(matrix=[...], ops=[...])`), or as the
/// data set prints them (`module_adjacency: [[0 1] [0 0]]`): fields by name or in this order, commas as one likes.
/// </summary>
internal sealed class NasBench101Parser
{
    private const int LongestText = 100_000;
    private const string Matrix = "matrix", Operations = "ops";

    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        [Matrix] = Matrix, ["module_adjacency"] = Matrix, ["adjacency"] = Matrix,
        [Operations] = Operations, ["module_operations"] = Operations, ["operations"] = Operations,
    };

    private readonly ImmutableArray<GenotypeToken> tokens;
    private readonly DiagnosticBag diagnostics;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private int position;
    private ImmutableArray<ImmutableArray<(int Value, TextSpan Span)>> rows = [];
    private ImmutableArray<Located> operations = [];
    private TextSpan matrixSpan;
    private TextSpan operationsSpan;

    private NasBench101Parser(string text, DiagnosticBag diagnostics)
    {
        tokens = GenotypeLexer.Tokenize(text);
        this.diagnostics = diagnostics;
    }

    private GenotypeToken Current => tokens[position];

    /// <summary>Null where something was reported.</summary>
    public static NasBench101Cell? Parse(SourceText source, DiagnosticBag diagnostics)
    {
        if (source.Content.Length <= LongestText)
            return new NasBench101Parser(source.Content, diagnostics).Parse();
        diagnostics.Add(Diagnose.MatrixTooLong(new TextSpan(0, 0), LongestText));
        return null;
    }

    private NasBench101Cell? Parse()
    {
        var start = Current.Span;
        var close = Open();
        while (Current.Kind != GenotypeTokenKind.End && Current.Text != close)
        {
            if (!ParseField())
                return null;
            Accept(",");
        }
        if (close.Length > 0 && !Accept(close))
            Unexpected($"`{close}`");
        else if (Current.Kind != GenotypeTokenKind.End)
            Unexpected("the end of the text");
        foreach (var field in new[] { Matrix, Operations }.Where(f => !seen.Contains(f) && !diagnostics.HasErrors))
            diagnostics.Add(Diagnose.MatrixFieldMissing(start, field));
        return diagnostics.HasErrors ? null : new NasBench101Cell(rows, matrixSpan, operations, operationsSpan);
    }

    /// <summary>Steps over `{`, `(`, `ModelSpec(`, `cell = api.ModelSpec(`; gives what must close it.</summary>
    private string Open()
    {
        var ahead = position;
        while (tokens[ahead].Kind == GenotypeTokenKind.Name || tokens[ahead].Text is "=" or ".")
            ahead++;
        if (tokens[ahead].Text is not ("{" or "("))
            return "";
        position = ahead + 1;
        return tokens[ahead].Text == "{" ? "}" : ")";
    }

    private bool ParseField()
    {
        var at = Current;
        var field = seen.Contains(Matrix) ? Operations : Matrix;
        if (at.Kind is GenotypeTokenKind.Name or GenotypeTokenKind.String)
        {
            if (!Fields.TryGetValue(at.Text, out var named))
                return Unexpected("`matrix` or `ops`");
            field = named;
            position++;
            if (!Accept(":") && !Accept("="))
                return Unexpected("`:` or `=`");
        }
        if (!seen.Add(field))
            diagnostics.Add(Diagnose.MatrixFieldTwice(at.Span, field));
        return field == Matrix ? ParseMatrix() : ParseOperations();
    }

    private bool ParseMatrix()
    {
        var builder = ImmutableArray.CreateBuilder<ImmutableArray<(int, TextSpan)>>();
        var isRead = ParseList("a matrix `[[0, 1], [0, 0]]`", ref matrixSpan, () =>
        {
            var row = ImmutableArray.CreateBuilder<(int, TextSpan)>();
            TextSpan span = default;
            if (!ParseList("a row `[0, 1]`", ref span, () => ParseEntry(row)))
                return false;
            builder.Add(row.ToImmutable());
            return true;
        });
        rows = builder.ToImmutable();
        return isRead;
    }

    private bool ParseEntry(ImmutableArray<(int, TextSpan)>.Builder row)
    {
        if (Current.Kind != GenotypeTokenKind.Integer)
            return Unexpected("0 or 1");
        // What has too many digits for a number is no 0 or 1 either.
        row.Add((int.TryParse(Current.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1, Current.Span));
        position++;
        return true;
    }

    private bool ParseOperations()
    {
        var builder = ImmutableArray.CreateBuilder<Located>();
        var isRead = ParseList("a list of operations `[\"input\", \"output\"]`", ref operationsSpan, () =>
        {
            if (Current.Kind != GenotypeTokenKind.String)
                return Unexpected("an operation in quotes");
            builder.Add(new Located(Current.Text, Current.Span));
            position++;
            return true;
        });
        operations = builder.ToImmutable();
        return isRead;
    }

    private bool ParseList(string what, ref TextSpan span, Func<bool> parseItem)
    {
        var start = Current;
        var close = start.Text == "(" ? ")" : "]";
        if (!Accept("[") && !Accept("("))
            return Unexpected(what);
        while (Current.Text != close || Current.Kind != GenotypeTokenKind.Symbol)
        {
            if (!parseItem())
                return false;
            Accept(",");
        }
        span = start.Span.Union(Current.Span);
        position++;
        return true;
    }

    private bool Accept(string symbol)
    {
        if (Current.Text != symbol || Current.Kind is GenotypeTokenKind.String or GenotypeTokenKind.Name)
            return false;
        position++;
        return true;
    }

    private bool Unexpected(string expected)
    {
        diagnostics.Add(Diagnose.MatrixSyntax(Current.Span, expected, Current.ToString()));
        return false;
    }
}
