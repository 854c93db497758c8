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
        var sampling = new SamplingOptions();
        var order = CommonOptions.Count(
            "--order", "1: the first-order approximation; 2: the unrolled step; instead of what the program says", 1, 2);
        var optimizer = new OptimizerArguments(
            "Optimize the supernet, or the children that are trained (the default)", "Take supernet and children as they are declared");
        return context.Command(
            "search", "Search an architecture", CommonOptions.Diagnostics(),
            [.. options.Symbols, order, .. optimizer.Symbols, .. sampling.Symbols],
            (session, parsed) =>
            {
                if (parsed.GetValue(sampling.Table) is null)
                    SearchData(session, parsed, options, order, optimizer, sampling);
                else if (GivenOrder(parsed, order).Concat(optimizer.Given(parsed)).FirstOrDefault() is { } first)
                    throw new UsageException($"`{first}` does not go with `--table`", "a table is looked up, nothing is trained");
                else
                    SearchTable(session, parsed, sampling, options);
            });
    }

    private static void SearchData(
        Session session, ParseResult parsed, TrainingOptions options, Option<int?> order, OptimizerArguments optimizer,
        SamplingOptions sampling)
    {
        options.ExpectData(parsed);
        var program = options.Load(session, parsed, searches: !sampling.AskForSampling(parsed));
        if (program.Compilation.Strategy is not null || sampling.AskForSampling(parsed))
        {
            if (GivenOrder(parsed, order).Concat(optimizer.GivenForSupernets(parsed)).FirstOrDefault() is { } supernetOnly)
                throw new UsageException($"`{supernetOnly}` is for a search that trains a supernet", "leave it out: architectures are trained one by one");
            SearchChildren(session, parsed, sampling, options, optimizer, program);
            return;
        }
        if (sampling.Given(parsed).FirstOrDefault() is { } first)
            throw new UsageException($"`{first}` is for a search that samples architectures", "add `--strategy NAME`, or leave it out");
        var optimization = optimizer.Read(parsed, program.Supernet);
        Start(session, new SearchRequest(
            Path.GetFullPath(session.Terminal.WorkingDirectory),
            parsed.GetRequiredValue(options.File),
            parsed.GetValue(options.Set) ?? [],
            parsed.GetValue(options.Network),
            options.Read(parsed),
            parsed.GetValue(order),
            parsed.GetValue(options.Epochs),
            parsed.GetValue(options.Batch),
            optimization.Optimizes ? [.. optimization.Without] : null)
        {
            RecomputesCells = optimization.RecomputesCells,
            Loaded = program,
        });
    }

    private static IEnumerable<string> GivenOrder(ParseResult parsed, Option<int?> order) =>
        parsed.GetResult(order) is { Implicit: false } ? [order.Name] : [];

    private static void SearchChildren(
        Session session, ParseResult parsed, SamplingOptions sampling, TrainingOptions options, OptimizerArguments optimizer, LoadedProgram program)
    {
        if (sampling.OnlyForTables(parsed).FirstOrDefault() is { } name)
            throw new UsageException($"`{name}` is for a search in a table", "add `--table FILE`, or leave it out");
        var settings = sampling.Read(parsed, options);
        if (!settings.TrainsChildren && optimizer.Given(parsed).FirstOrDefault() is { } level)
            throw new UsageException(
                $"`{level}` does not go with `{(settings.Training?.Supernet is null ? "--evaluator" : "--supernet")}`", "leave it out: no child is trained");
        settings = settings with { LowersDepthwise = optimizer.Lowers(parsed) ?? settings.LowersByDefault };
        Print(session, parsed, options, StoredSearchRun.Start(
            session, settings, parsed.GetValue(options.Out) ?? "", parsed.GetValue(options.Force), program));
    }

    private static void SearchTable(Session session, ParseResult parsed, SamplingOptions sampling, TrainingOptions options)
    {
        if (options.OnlyForData(parsed).Concat(sampling.OnlyForData(parsed)).FirstOrDefault() is { } name)
            throw new UsageException($"`{name}` does not go with `--table`", "a table is looked up, nothing is trained");
        var settings = sampling.Read(parsed, options);
        Print(session, parsed, options, parsed.GetValue(options.Out) is { } folder
            ? StoredSearchRun.Start(session, settings, folder, parsed.GetValue(options.Force))
            : SampledSearch.Load(session, settings).Run());
    }

    private static void Print(Session session, ParseResult parsed, TrainingOptions options, SampledSearchResult result) =>
        session.Print(parsed.GetValue(options.Json) ? SampledSearchReport.Json(result) : SampledSearchReport.Text(result));

    /// <summary>A method of its own, so that the other commands need not load libtorch.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(Session session, SearchRequest request) =>
        TorchBoundary.Run(session, request.Settings, () => SearchRun.Start(session, request));
}
