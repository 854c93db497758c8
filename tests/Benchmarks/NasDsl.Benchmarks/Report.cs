using System.Globalization;
using System.Text;

namespace NasDsl.Benchmarks;

/// <summary>A section of docs/benchmarks.md: a table and sentences about it.</summary>
internal sealed class Report(string title)
{
    private readonly StringBuilder text = new($"## {title}\n");

    public Report Say(string sentence)
    {
        text.Append('\n').Append(sentence).Append('\n');
        return this;
    }

    public Report Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        text.Append('\n').Append(Row(head)).Append(Row([.. head.Select(_ => "---")]));
        foreach (var row in rows)
            text.Append(Row(row));
        return this;
    }

    public override string ToString() => text.ToString();

    public static string Number(double value, string format = "0.00") =>
        double.IsNaN(value) ? "not measured" : value.ToString(format, CultureInfo.InvariantCulture);

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |\n";
}
