using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Optimization;

namespace NasDsl.Benchmarks;

/// <summary>The one place where the benchmarks meet the optimizer: its passes, and the code that it writes.</summary>
internal static class Optimizations
{
    public const string Off = "-O0", On = "-O", RecomputingCells = $"{Recompute} cells";

    private const string Option = "--without", Recompute = "--recompute", Cells = "cells", Nothing = "none";

    /// <summary>Every pass that can be switched off, in the order in which they run.</summary>
    public static IReadOnlyList<string> Passes { get; } = [.. Optimizer.Names.Select(n => n.Name)];

    /// <summary>`-O` without some passes.</summary>
    public static string Without(IEnumerable<string> passes) => string.Join(' ', passes.Select(p => $"{Option} {p}").Prepend(On));

    /// <param name="options">`-O0`, or `-O --without PASS --without PASS...`, and `--recompute cells`, as `nasc compile` takes them.</param>
    public static string Emit(SearchSpace space, string options) => SupernetEmitter.Emit(space, Parse(options));

    public static OptimizationOptions Parse(string options)
    {
        List<string> words = [.. options.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)];
        var place = words.IndexOf(Recompute);
        var recomputed = place < 0 ? Nothing : words.ElementAtOrDefault(place + 1) ?? "";
        if (place >= 0)
            words.RemoveRange(place, Math.Min(2, words.Count - place));
        string[] without = [.. words.Skip(1).Where(w => w != Option)];
        if (words is not ([Off] or [On, ..]) || without.Except(Passes).Any() || recomputed is not (Cells or Nothing))
            throw new UsageException($"there is no optimization `{options}`; there is {Off}, or {On} {Option} {string.Join(" or ", Passes)}, "
                + $"and {RecomputingCells}");
        var passes = words is [Off] ? OptimizationOptions.None : OptimizationOptions.All with { Without = [.. without] };
        return passes with { RecomputesCells = recomputed == Cells };
    }
}
