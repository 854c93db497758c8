using NasDsl.Text;

namespace NasDsl.Diagnostics;

public static partial class Diagnose
{
    public static Diagnostic UnsatisfiableConstraint(TextSpan span, string text, string closest) =>
        new(Descriptors.UnsatisfiableConstraint, span, $"no architecture satisfies `{text}`: the closest has {closest}")
        {
            Help = "relax the bound, or give the space smaller alternatives",
        };

    /// <param name="sides">What the two sides came to, where they are numbers.</param>
    public static Diagnostic FalseConstraint(TextSpan span, string text, (double Left, double Right)? sides) =>
        new(Descriptors.FalseConstraint, span, sides is { } both
            ? FormattableString.Invariant($"`{text}` does not hold: the left side is {both.Left:G6}, the right side {both.Right:G6}")
            : $"`{text}` does not hold")
        {
            Help = "change a constant, or the constraint",
        };

    public static Diagnostic NotAConstraint(TextSpan span) =>
        new(Descriptors.NotAConstraint, span, "expected a comparison of `params`, `macs` or `count` with a number, or of constants")
        {
            Help = "write, for example, `constraint params(Cifar) <= 3.5M`",
        };

    public static Diagnostic AlternativeNotOffered(TextSpan span, string label, string scope, string? suggestion) =>
        WithSuggestion(new Diagnostic(Descriptors.AlternativeNotOffered, span, $"no decision in `{scope}` offers `{label}`"), suggestion,
            "name an alternative of one of its choices");

    public static Diagnostic CannotRelax(TextSpan span, string strategy, string operation) =>
        new(Descriptors.CannotRelax, span, $"`{strategy}` cannot relax this choice: its parts go through `{operation}`")
        {
            Help = "add the parts up instead: `sum(choose ...)`",
        };

    public static Diagnostic CannotWeigh(TextSpan span, string strategy, string decision, string reason) =>
        new(Descriptors.CannotWeigh, span, $"`{strategy}` cannot relax `{decision}`: {reason}")
        {
            Help = "sample architectures with `nasc sample` and compile each with `--arch`, or search with a strategy that samples",
        };

    public static Diagnostic NoSearchInProject(TextSpan span, string strategy) =>
        new(Descriptors.NoSearchInProject, span, $"a project of the supernet cannot search by `{strategy}`")
        {
            Help = "search with `nasc search`; `--arch` then makes a project of what it finds",
        };

    public static Diagnostic NotASupernet(TextSpan span, string network, string? decision, string reason) =>
        new(Descriptors.NotASupernet, span, decision is null
            ? $"no supernet holds every architecture of `{network}`: {reason}"
            : $"no supernet holds every architecture of `{network}`, because of `{decision}`: {reason}")
        {
            Help = "sample architectures with `nasc sample` and compile each with `--arch`",
        };

    public static Diagnostic NoSupernet(TextSpan span, string graph) =>
        new(Descriptors.NoSupernet, span, $"no supernet holds all graphs that `{graph}` can be")
        {
            Help = "search it by sampling: `nasc sample` draws architectures, `nasc train --arch FILE` trains one",
        };

    public static Diagnostic NothingToSearch(TextSpan span, string network) =>
        new(Descriptors.NothingToSearch, span, $"network `{network}` decides nothing")
        {
            Help = "put a `choose` into it, or remove `search`",
        };

    public static Diagnostic WrongSettingValue(TextSpan span, string setting, string expected) =>
        new(Descriptors.WrongSettingValue, span, $"`{setting}` takes {expected}") { Help = "run `nasc explain NAS4006`" };

    public static Diagnostic UnknownOptimizer(TextSpan span, string what, string name, string? suggestion, string known) =>
        WithSuggestion(new Diagnostic(Descriptors.UnknownOptimizer, span, $"unknown {what} `{name}`"), suggestion, $"there are {known}");

    public static Diagnostic UnknownMetric(TextSpan span, string name, string? suggestion) =>
        WithSuggestion(new Diagnostic(Descriptors.UnknownMetric, span, $"there is no metric `{name}`"), suggestion,
            $"there are {string.Join(", ", IR.Metric.Names.Select(n => $"`{n}`"))}, and columns of a table: `column(\"{name}\")`");

    public static Diagnostic NotAnObjective(TextSpan span, string why) =>
        new(Descriptors.NotAnObjective, span, $"this is nothing to strive for: {why}")
        {
            Help = "write, for example, `objective maximize accuracy * (latency(\"cpu.csv\") / 80ms) ^ -0.07`",
        };

    public static Diagnostic NoDirection(TextSpan span, string goal) =>
        new(Descriptors.NoDirection, span, "the goal does not say whether more or less is better")
        {
            Help = $"write `maximize {goal}` or `minimize {goal}`",
        };

    public static Diagnostic OneGoalOnly(TextSpan span, string strategy, int goals) =>
        new(Descriptors.OneGoalOnly, span, $"`{strategy}` strives for one goal, and there are {goals}")
        {
            Help = "join them into one expression, or write `search nsga2`",
        };

    public static Diagnostic AuxiliaryNeedsChain(TextSpan span, string network) =>
        new(Descriptors.AuxiliaryNeedsChain, span, $"network `{network}` has no chain for an auxiliary tower")
        {
            Help = "remove `auxiliary`",
        };
}
