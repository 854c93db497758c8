using System.CommandLine;
using System.Runtime.CompilerServices;
using NasDsl.Cli.Training;
using NasDsl.IR;
using NasDsl.Optimization;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc search`: from a program and images to an architecture.</summary>
internal static class SearchCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new TrainingOptions();
        var order = CommonOptions.Count(
            "--order", "1: the first-order approximation; 2: the unrolled step; instead of what the program says", 1, 2);
        var optimizer = new OptimizerArguments();
        return context.Command(
            "search", "Search an architecture", CommonOptions.Diagnostics(), [.. options.Symbols, order, .. optimizer.Symbols],
            (session, parsed) =>
            {
                var program = options.Load(session, parsed, searches: true);
                var plan = program.Compilation.Search;
                Start(session, program, options.Read(parsed), plan with
                {
                    Order = parsed.GetValue(order) ?? plan.Order,
                    Epochs = parsed.GetValue(options.Epochs) ?? plan.Epochs,
                    Batch = parsed.GetValue(options.Batch) ?? plan.Batch,
                }, optimizer.Read(parsed));
            });
    }

    /// <summary>A method of its own, so that the other commands need not load libtorch.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(Session session, LoadedProgram program, RunSettings settings, DartsPlan plan, OptimizationOptions optimization) =>
        TorchBoundary.Run(session, settings, () => new SearchRun(session, program, settings, plan, optimization).Execute());
}
