using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Text;

namespace NasDsl.Search;

/// <summary>
/// A table of what architectures were found to be worth: a published benchmark, or results of one's own. Its rows are looked up by
/// candidate, so that nothing is parsed while a search runs.
/// </summary>
public sealed class TableEvaluator : IEvaluator
{
    private readonly Dictionary<Candidate, int> rows;
    private readonly ImmutableArray<Evaluation>[] evaluations;
    private readonly int[] ranks;

    private TableEvaluator(
        ImmutableArray<Goal> goals, ImmutableArray<double> budgets, Dictionary<Candidate, int> rows, ImmutableArray<Evaluation>[] evaluations)
    {
        (Goals, Budgets, this.rows, this.evaluations) = (goals, budgets, rows, evaluations);
        ranks = RanksOf([.. evaluations[^1].Select(e => goals[0].FitnessOf(e.Metrics[0]))]);
    }

    public ImmutableArray<Goal> Goals { get; }

    public ImmutableArray<double> Budgets { get; }

    /// <summary>The number of architectures in the table.</summary>
    public int Count => rows.Count;

    /// <summary>
    /// The place of an architecture among all of the table by the first goal, from 1 for the best; of equal ones the earlier
    /// row comes first. Null where the table does not have it.
    /// </summary>
    public int? RankOf(Candidate candidate) => rows.TryGetValue(candidate, out var row) ? ranks[row] : null;

    public Evaluation Evaluate(Proposal proposal)
    {
        if (!rows.TryGetValue(proposal.Candidate, out var row))
            return Evaluation.Failed("the table does not have the architecture");
        var fidelity = Budgets.IsEmpty ? 0 : Budgets.IndexOf(proposal.Budget);
        return fidelity >= 0 ? evaluations[fidelity][row] : Evaluation.Failed("the table does not have the budget");
    }

    /// <summary>Reads a table; its first row names the columns.</summary>
    /// <exception cref="TableException">It cannot be used: a column is missing, or a row cannot be read.</exception>
    public static TableEvaluator Read(DecisionSpace space, TextReader reader, TableColumns columns)
    {
        using var lines = CsvReader.Read(reader).GetEnumerator();
        if (!lines.MoveNext())
            throw new TableException("the table is empty");
        ImmutableArray<string> header = [.. lines.Current.Cells.Select(c => c.Trim())];
        if (!lines.MoveNext())
            throw new TableException("the table has no rows");
        var first = Checked(lines.Current, header);
        var (column, notation) = ArchitectureColumn.Find(space.Source, header, first, columns.Architecture);
        var fidelities = Fidelities(columns);
        var metrics = fidelities
            .Select(f => f.Goals.Select(g => ArchitectureColumn.IndexOf(header, g, "a metric")).ToArray()).ToArray();
        var cost = columns.Cost is { } name ? ArchitectureColumn.IndexOf(header, name, "costs") : -1;

        var rows = new Dictionary<Candidate, int>();
        var values = fidelities.Select(_ => ImmutableArray.CreateBuilder<Evaluation>()).ToArray();
        for (var row = first; ; row = Checked(lines.Current, header))
        {
            var (architecture, diagnostics) = notation.Read(new SourceText(row.Cells[column], "table"), space.Source);
            if (architecture is null)
                throw new TableException($"`{row.Cells[column]}` is no architecture of `{space.Source.Name}`: {diagnostics[0].Message}", row.Line);
            if (!rows.TryAdd(space.CandidateOf(architecture), rows.Count))
                throw new TableException($"the architecture `{row.Cells[column]}` is there twice", row.Line);
            var seconds = cost < 0 ? 0 : Number(row, header, cost, 0);
            for (var f = 0; f < values.Length; f++)
                values[f].Add(new Evaluation(
                    [.. metrics[f].Select(m => Number(row, header, m))], seconds * fidelities[f].Share));
            if (!lines.MoveNext())
                break;
        }
        ImmutableArray<double> budgets = columns.Fidelities is { IsEmpty: false } given ? [.. given.Keys] : [];
        return new TableEvaluator(columns.Goals, budgets, rows, [.. values.Select(v => v.DrainToImmutable())]);
    }

    /// <summary>For each budget its columns, and what it costs beside the largest.</summary>
    private static ImmutableArray<(ImmutableArray<string> Goals, double Share)> Fidelities(TableColumns columns)
    {
        ImmutableArray<string> names = [.. columns.Goals.Select(g => g.Name)];
        if (columns.Fidelities is not { IsEmpty: false } given)
            return [(names, 1)];
        var most = given.Keys.Last();
        return [.. given.Select(f => (names.SetItem(0, f.Value), f.Key / most))];
    }

    private static CsvRow Checked(CsvRow row, ImmutableArray<string> header) => row.Cells.Length == header.Length
        ? row
        : throw new TableException($"the row has {row.Cells.Length} cells, the table has {header.Length} columns", row.Line);

    private static double Number(CsvRow row, ImmutableArray<string> header, int column, double minimum = double.NegativeInfinity) =>
        double.TryParse(row.Cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            && number >= minimum
            ? number
            : throw new TableException(
                $"`{row.Cells[column]}` in column `{header[column]}` is {(minimum == 0 ? "no positive number" : "no finite number")}", row.Line);

    private static int[] RanksOf(double[] values)
    {
        var ranks = new int[values.Length];
        var rank = 0;
        foreach (var row in Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]))
            ranks[row] = ++rank;
        return ranks;
    }
}
