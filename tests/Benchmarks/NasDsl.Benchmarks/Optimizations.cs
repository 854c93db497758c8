using NasDsl.Emit;
using NasDsl.IR;

namespace NasDsl.Benchmarks;

/// <summary>The one place where the benchmarks meet the optimizer: its passes, and the code that it writes.</summary>
internal static class Optimizations
{
    public const string Off = "-O0", On = "-O";

    /// <summary>Every pass that can be switched off, in the order in which they run.</summary>
    public static IReadOnlyList<string> Passes => [];

    /// <summary>`-O` without some passes.</summary>
    public static string Without(IEnumerable<string> passes) => string.Join(' ', passes.Select(p => $"--without {p}").Prepend(On));

    /// <param name="options">`-O0`, `-O`, or `-O --without PASS...`, as `nasc compile` takes them.</param>
    public static string Emit(SearchSpace space, string options) =>
        options == Off || Passes.Count == 0 && options == On
            ? SupernetEmitter.Emit(space)
            : throw new UsageException($"there is no optimization `{options}`");
}
