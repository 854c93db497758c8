using System.CommandLine;
using System.Runtime.CompilerServices;
using NasDsl.Cli.Files;
using NasDsl.Cli.Searching;
using NasDsl.Cli.Training;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc runs`: the records of searches, listed, shown, resumed, compared and exported.</summary>
internal static class RunsCommand
{
    private const string Table = "table", Json = "json", Csv = "csv";

    public static Command Create(CommandContext context)
    {
        var runs = new Command("runs", "List, show, resume, compare and export the searches that were recorded");
        runs.Subcommands.Add(List(context));
        runs.Subcommands.Add(Show(context));
        runs.Subcommands.Add(Resume(context));
        runs.Subcommands.Add(Compare(context));
        runs.Subcommands.Add(Export(context));
        return runs;
    }

    private static Command List(CommandContext context)
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "The folder to look in, with all folders inside (. unless given)",
            DefaultValueFactory = _ => ".",
        };
        var format = Form(Table, Json, Csv);
        return context.Command(
            "list", "List the runs in a folder", CommonOptions.Diagnostics(hasOwnFormat: true), [folder, format],
            (session, parsed) => session.Print(RunsReport.List(
                RecordedRun.Find(session, parsed.GetValue(folder) ?? "."), parsed.GetValue(format) ?? Table)));
    }

    private static Command Show(CommandContext context)
    {
        var folder = Run();
        var format = Form(Table, Json);
        return context.Command(
            "show", "Show the settings and the results of a run", CommonOptions.Diagnostics(hasOwnFormat: true), [folder, format],
            (session, parsed) => session.Print(RunsReport.Show(
                RecordedRun.Open(session.Terminal, parsed.GetRequiredValue(folder)), parsed.GetValue(format) ?? Table)));
    }

    private static Command Resume(CommandContext context)
    {
        var folder = Run();
        var json = CommonOptions.Flag("--json", "Write the result as one line of JSON to standard output");
        return context.Command(
            "resume", "Go on with a run that was interrupted; it ends as if it had not been", CommonOptions.Diagnostics(), [folder, json],
            (session, parsed) =>
            {
                if (StoredSupernetRun.IsIn(session.Terminal, parsed.GetRequiredValue(folder)))
                {
                    StoredSupernetRun.Resume(session, parsed.GetRequiredValue(folder), parsed.GetValue(json));
                    return;
                }
                var result = StoredSearchRun.Resume(session, parsed.GetRequiredValue(folder));
                session.Print(parsed.GetValue(json) ? SampledSearchReport.Json(result) : SampledSearchReport.Text(result));
            });
    }

    private static Command Compare(CommandContext context)
    {
        var folders = new Argument<string[]>("DIR") { Description = "The folders of the runs", Arity = ArgumentArity.OneOrMore };
        var format = Form(Table, Json, Csv);
        return context.Command(
            "compare", "Compare runs with each other and with random search", CommonOptions.Diagnostics(hasOwnFormat: true),
            [folders, format],
            (session, parsed) => session.Print(RunsReport.Compare(
                RunComparison.Of(session, [.. (parsed.GetValue(folders) ?? []).Select(f => RecordedRun.Open(session.Terminal, f))]),
                parsed.GetValue(format) ?? Table)));
    }

    private static Command Export(CommandContext context)
    {
        var folder = Run();
        var format = Form(Csv, Json, Table);
        var output = CommonOptions.Output();
        var inference = CommonOptions.Flag(
            "--inference", "Instead write the network that `nasc train` trained, normalizations folded, to a folder `inference` in the run's");
        var data = CommonOptions.Text("--data", "DATA", "With --inference: the data of the training, where they were a folder");
        var force = CommonOptions.Flag("--force", "With --inference: replace what is there");
        return context.Command(
            "export", "Write every evaluation of a run, or its network for inference", CommonOptions.Diagnostics(hasOwnFormat: true),
            [folder, format, output, inference, data, force],
            (session, parsed) =>
            {
                var run = parsed.GetRequiredValue(folder);
                if (parsed.GetValue(inference))
                {
                    if (parsed.GetValue(format) is not null || parsed.GetValue(output) is not null)
                        throw new UsageException("`--format` and `--output` do not go with `--inference`", "it writes a folder into that of the run");
                    ExportInference(session, run, parsed.GetValue(data), parsed.GetValue(force));
                    return;
                }
                if (parsed.GetValue(data) is not null || parsed.GetValue(force))
                    throw new UsageException("`--data` and `--force` go with `--inference` only");
                Artefact.Write(session, parsed.GetValue(output), RunsReport.Export(
                    RecordedRun.Open(session.Terminal, run, withTrials: true), parsed.GetValue(format) ?? Csv));
            });
    }

    /// <summary>A method of its own, so that the other commands need not load libtorch.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ExportInference(Session session, string folder, string? data, bool force) => TorchBoundary.Run(
        session, new RunSettings(data ?? "", folder, force, null, null, 0, 0, TrainingOptions.Processor, false),
        () => InferenceExport.OfRun(session, folder, data, force));

    private static Argument<string> Run() => new("DIR") { Description = "The folder of the run" };

    private static Option<string?> Form(params string[] names) =>
        CommonOptions.Word("--format", $"How to write it, {names[0]} unless given", names);
}
