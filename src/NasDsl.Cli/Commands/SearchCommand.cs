using System.CommandLine;
using System.Runtime.CompilerServices;
using NasDsl.Cli.Searching;
using NasDsl.Cli.Training;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Optimization;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc search`: from a program and images, or a table of results, to an architecture.</summary>
internal static class SearchCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new TrainingOptions(needsData: false);
        var tables = new TableSearchOptions();
        var order = CommonOptions.Count(
            "--order", "1: the first-order approximation; 2: the unrolled step; instead of what the program says", 1, 2);
        var optimizer = new OptimizerArguments();
        return context.Command(
            "search", "Search an architecture", CommonOptions.Diagnostics(),
            [.. options.Symbols, order, .. optimizer.Symbols, .. tables.Symbols],
            (session, parsed) =>
            {
                if (parsed.GetValue(tables.Table) is { } table)
                    SearchTable(session, parsed, tables.Read(parsed, table, options), options);
                else
                    SearchData(session, parsed, options, order, optimizer, [.. tables.Given(parsed)]);
            });
    }

    private static void SearchData(
        Session session, ParseResult parsed, TrainingOptions options, Option<int?> order, OptimizerArguments optimizer,
        string[] tableOptions)
    {
        if (tableOptions is [var first, ..])
            throw new UsageException($"`{first}` is for a search in a table", "add `--table FILE`, or leave it out");
        options.ExpectData(parsed);
        var program = options.Load(session, parsed, searches: true);
        if (program.Compilation is { Strategy: { } strategy, StrategySpan: var span })
            throw new InputException(program.Compilation.Sources, [Diagnose.NeedsTable(span, strategy.Name)]);
        var plan = program.Compilation.Search;
        Start(session, program, options.Read(parsed), plan with
        {
            Order = parsed.GetValue(order) ?? plan.Order,
            Epochs = parsed.GetValue(options.Epochs) ?? plan.Epochs,
            Batch = parsed.GetValue(options.Batch) ?? plan.Batch,
        }, optimizer.Read(parsed));
    }

    private static void SearchTable(Session session, ParseResult parsed, TableSearchSettings settings, TrainingOptions options)
    {
        if (options.OnlyForData(parsed).FirstOrDefault() is { } name)
            throw new UsageException($"`{name}` does not go with `--table`", "a table is looked up, nothing is trained");
        var result = parsed.GetValue(options.Out) is { } folder
            ? StoredSearchRun.Start(session, settings, folder, parsed.GetValue(options.Force))
            : TableSearch.Load(session, settings).Run();
        session.Print(parsed.GetValue(options.Json) ? TableSearchReport.Json(result) : TableSearchReport.Text(result));
    }

    /// <summary>A method of its own, so that the other commands need not load libtorch.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(Session session, LoadedProgram program, RunSettings settings, DartsPlan plan, OptimizationOptions optimization) =>
        TorchBoundary.Run(session, settings, () => new SearchRun(session, program, settings, plan, optimization).Execute());
}
