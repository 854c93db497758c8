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

    /// <param name="command">What makes the run that is missing.</param>
    public static Diagnostic NoBaseline(string folder, string command) =>
        new(Descriptors.NotComparable, default, $"a run of random search is missing, with which `{folder}` could be compared")
        {
            Help = $"children are not trained on the way: make it by `{command}` and name it, too",
        };

    /// <param name="problem">What is not the same.</param>
    public static Diagnostic OtherSupernet(string folder, string problem) =>
        new(Descriptors.OtherSupernet, default, $"the supernet in `{folder}` cannot be used here: {problem}")
        {
            Help = "search a supernet of this program first, and name its folder",
        };

    public static Diagnostic NeedsEpochs(string strategy) =>
        new(Descriptors.NeedsBudgets, default, $"`{strategy}` needs several budgets, and the epochs are too few to be divided")
        {
            Help = "add `--epochs N`: budgets are N, N / eta, N / eta^2, ...",
        };

    /// <param name="line">From 1; 0 where it is about the whole file.</param>
    public static Diagnostic BadLatencies(string path, int line, string problem, string? help) =>
        new(Descriptors.BadLatencies, default, line == 0
            ? $"cannot use the latencies in `{path}`: {problem}"
            : FormattableString.Invariant($"cannot use the latencies in `{path}`, line {line}: {problem}"))
        {
            Help = help,
        };

    public static Diagnostic MissingLatency(string path, string operation) =>
        new(Descriptors.BadLatencies, default, $"`{path}` has no row for `{operation}`")
        {
            Help = "measure the space as it is now: `nasc profile FILE -o latency.csv`",
        };

    public static Diagnostic NothingToRecompute(string network) =>
        new(Descriptors.NothingToRecompute, default, $"`{network}` uses no cell, and no op in which something is chosen: nothing can be computed again")
        {
            Help = "leave `--recompute` out, or declare what is repeated as a `cell` or an `op`",
        };

    /// <param name="what">Needs it: `column("mean_acc")`.</param>
    public static Diagnostic NeedsTable(TextSpan span, string what) =>
        new(Descriptors.NeedsTable, span, $"`{what}` needs a table, and there is none")
        {
            Help = "give it one: `--table FILE`; or name another goal: `--metric accuracy`",
        };
}
