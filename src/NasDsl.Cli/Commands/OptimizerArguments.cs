using System.CommandLine;
using System.Globalization;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Optimization;
using NasDsl.Text;

namespace NasDsl.Cli.Commands;

/// <summary>`-O`, `-O0`, `--without` and `--recompute`: how a supernet is optimized. The first two are for children, too.</summary>
/// <param name="ofOn">What `-O` is said to do.</param>
/// <param name="ofOff">What `-O0` is said to do.</param>
internal sealed class OptimizerArguments(string ofOn, string ofOff)
{
    private const string Recompute = "--recompute", Cells = "cells";

    private readonly Option<bool> on = CommonOptions.Flag("-O", ofOn);
    private readonly Option<bool> off = CommonOptions.Flag("-O0", ofOff);
    private readonly Option<string[]> without = new("--without")
    {
        Description = $"Leave out a pass of the optimizer: {string.Join(", ", Optimizer.Names.Select(n => n.Name))}",
        HelpName = "PASS",
    };

    private readonly Option<string?> recompute = CommonOptions.Word(
        Recompute, "What keeps only its inputs for the backward pass and is computed again there: less memory, more time", "none", Cells);

    public IEnumerable<Symbol> Symbols => [on, off, without, recompute];

    /// <summary>Those that are for children.</summary>
    public IEnumerable<Symbol> ForChildren => [on, off];

    /// <summary>Whether any of the options is there.</summary>
    public bool IsGiven(ParseResult parsed) => Given(parsed).Any();

    /// <summary>Those of the options that are there.</summary>
    public IEnumerable<string> Given(ParseResult parsed) => Given(parsed, on, off, without, recompute);

    /// <summary>Those of the options that are there and are for supernets alone.</summary>
    public IEnumerable<string> GivenForSupernets(ParseResult parsed) => Given(parsed, without, recompute);

    /// <summary>Whether `-O` or `-O0` says that children have lowered depthwise convolutions; null where neither is there.</summary>
    /// <exception cref="UsageException">Both are there.</exception>
    public bool? Lowers(ParseResult parsed)
    {
        ExpectOneLevel(parsed, []);
        return parsed.GetValue(off) ? false : parsed.GetValue(on) ? true : null;
    }

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
        ExpectOneLevel(parsed, passes);
        return parsed.GetValue(off) ? OptimizationOptions.None : OptimizationOptions.All with { Without = [.. passes] };
    }

    private void ExpectOneLevel(ParseResult parsed, string[] passes)
    {
        if (parsed.GetValue(off) && (parsed.GetValue(on) || passes.Length > 0))
            throw new UsageException($"`-O0` does not go with `{(parsed.GetValue(on) ? "-O" : "--without")}`", "leave one of them out");
    }

    private static IEnumerable<string> Given(ParseResult parsed, params Option[] options) =>
        options.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name);

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
