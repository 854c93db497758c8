using System.CommandLine;
using System.Runtime.CompilerServices;
using NasDsl.Cli.Searching;
using NasDsl.Cli.Training;

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
        var optimization = optimizer.Read(parsed);
        Start(session, new SearchRequest(
            Path.GetFullPath(session.Terminal.WorkingDirectory),
            parsed.GetRequiredValue(options.File),
            parsed.GetValue(options.Set) ?? [],
            parsed.GetValue(options.Network),
            options.Read(parsed),
            parsed.GetValue(order),
            parsed.GetValue(options.Epochs),
            parsed.GetValue(options.Batch),
            optimization.Optimizes ? [.. optimization.Without] : null));
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
    private static void Start(Session session, SearchRequest request) =>
        TorchBoundary.Run(session, request.Settings, () => SearchRun.Start(session, request));
}
