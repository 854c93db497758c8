using System.CommandLine;
using System.Globalization;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Optimization;
using NasDsl.Text;

namespace NasDsl.Cli.Commands;

/// <summary>`-O`, `-O0`, `--without` and `--recompute`: how a supernet is optimized.</summary>
internal sealed class OptimizerArguments
{
    private const string Recompute = "--recompute", Cells = "cells";

    private readonly Option<bool> on = CommonOptions.Flag("-O", "Optimize the supernet (the default)");
    private readonly Option<bool> off = CommonOptions.Flag("-O0", "Write the supernet as it is declared");
    private readonly Option<string[]> without = new("--without")
    {
        Description = $"Leave out a pass of the optimizer: {string.Join(", ", Optimizer.Names.Select(n => n.Name))}",
        HelpName = "PASS",
    };

    private readonly Option<string?> recompute = CommonOptions.Word(
        Recompute, "What keeps only its inputs for the backward pass and is computed again there: less memory, more time", "none", Cells);

    public IEnumerable<Symbol> Symbols => [on, off, without, recompute];

    /// <summary>Whether any of the options is there.</summary>
    public bool IsGiven(ParseResult parsed) => Given(parsed).Any();

    /// <summary>Those of the options that are there.</summary>
    public IEnumerable<string> Given(ParseResult parsed) =>
        new Option[] { on, off, without, recompute }.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    /// <exception cref="UsageException">There is no such pass, or two options contradict each other.</exception>
    /// <exception cref="InputException">There is no cell to compute again (NAS7206).</exception>
    public OptimizationOptions Read(ParseResult parsed, SearchSpace space)
    {
        var recomputes = parsed.GetValue(recompute) == Cells;
        if (recomputes && RecomputedCells.In(space.Network).IsEmpty)
            throw new InputException(Diagnose.NothingToRecompute(space.Name));
        return Passes(parsed) with { RecomputesCells = recomputes };
    }

    private OptimizationOptions Passes(ParseResult parsed)
    {
        var passes = parsed.GetValue(without) ?? [];
        var known = Optimizer.Names.Select(n => n.Name).ToList();
        if (passes.FirstOrDefault(p => !known.Contains(p)) is { } unknown)
            throw new UsageException(
                $"`--without` knows no pass `{unknown}`",
                SpellChecker.Suggest(unknown, known) is { } close ? $"did you mean `{close}`?" : $"there are {string.Join(", ", known)}");
        if (!parsed.GetValue(off))
            return OptimizationOptions.All with { Without = [.. passes] };
        if (parsed.GetValue(on) || passes.Length > 0)
            throw new UsageException($"`-O0` does not go with `{(parsed.GetValue(on) ? "-O" : "--without")}`", "leave one of them out");
        return OptimizationOptions.None;
    }

    /// <summary>What the passes did, a line each.</summary>
    public static IEnumerable<string> Report(Optimizer optimizer)
    {
        foreach (var (name, doc) in Optimizer.Reported)
        {
            var changes = optimizer.Report.Where(r => r.Pass == name).Select(r => (int?)r.Changes).FirstOrDefault();
            var count = changes?.ToString(CultureInfo.InvariantCulture) ?? "off";
            yield return $"{name,-16}  {count,6}  {doc}";
        }
    }
}
