using NasDsl.Text;

namespace NasDsl.Diagnostics;

public static partial class Diagnose
{
    /// <param name="line">From 1; 0 where it is about the whole file.</param>
    public static Diagnostic BadTable(string path, int line, string problem, string? help) =>
        new(Descriptors.BadTable, default, line == 0
            ? $"cannot use the table `{path}`: {problem}"
            : FormattableString.Invariant($"cannot use the table `{path}`, line {line}: {problem}"))
        {
            Help = help,
        };

    public static Diagnostic NeedsBudgets(string strategy) =>
        new(Descriptors.NeedsBudgets, default, $"`{strategy}` needs a table with several budgets")
        {
            Help = "name a column for each: `--fidelity 12=accuracy12 --fidelity 200=accuracy`",
        };

    public static Diagnostic TooManyFailures(int failures, int evaluations, long seed, string last) =>
        new(Descriptors.TooManyFailures, default, FormattableString.Invariant(
            $"{failures} of {evaluations} evaluations failed (seed {seed}), the last because {last}"))
        {
            Help = "`--failures N` allows more",
        };

    public static Diagnostic NotARun(string path, string problem) =>
        new(Descriptors.NotARun, default, $"`{path}` holds no run: {problem}");

    public static Diagnostic RunChanged(string path, string problem) =>
        new(Descriptors.RunChanged, default, $"the run in `{path}` cannot be resumed: {problem}")
        {
            Help = "begin a new one in another folder",
        };

    public static Diagnostic NotComparable(string first, string second, string problem) =>
        new(Descriptors.NotComparable, default, $"`{first}` and `{second}` cannot be compared: {problem}");

    public static Diagnostic NeedsTable(TextSpan span, string strategy) =>
        new(Descriptors.NeedsTable, span, $"`search {strategy}` needs a table: it cannot search on data")
        {
            Help = "give it one: `--table FILE --metric COLUMN`; or write `search darts`",
        };
}
