using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Optimization;

namespace NasDsl.Benchmarks;

/// <summary>The one place where the benchmarks meet the optimizer: its passes, and the code that it writes.</summary>
internal static class Optimizations
{
    public const string Off = "-O0", On = "-O";

    private const string Option = "--without";

    /// <summary>Every pass that can be switched off, in the order in which they run.</summary>
    public static IReadOnlyList<string> Passes { get; } = [.. Optimizer.Names.Select(n => n.Name)];

    /// <summary>`-O` without some passes.</summary>
    public static string Without(IEnumerable<string> passes) => string.Join(' ', passes.Select(p => $"{Option} {p}").Prepend(On));

    /// <param name="options">`-O0`, or `-O --without PASS --without PASS...`, as `nasc compile` takes them.</param>
    public static string Emit(SearchSpace space, string options) => SupernetEmitter.Emit(space, Parse(options));

    private static OptimizationOptions Parse(string options)
    {
        var words = options.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        string[] without = [.. words.Skip(1).Where(w => w != Option)];
        if (words is [Off])
            return OptimizationOptions.None;
        if (words is not [On, ..] || without.Except(Passes).Any())
            throw new UsageException($"there is no optimization `{options}`; there is {Off}, or {On} {Option} {string.Join(" or ", Passes)}");
        return OptimizationOptions.All with { Without = [.. without] };
    }
}
