using System.CommandLine;
using System.Runtime.CompilerServices;
using NasDsl.Cli.Searching;
using NasDsl.Cli.Training;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc score`: what architectures look like before any training.</summary>
internal static class ScoreCommand
{
    private const int UsualBatch = 64;

    public static Command Create(CommandContext context)
    {
        var file = CommonOptions.Program();
        var data = new Option<string>("--data") { Description = "The images or the text, as for `nasc train`", HelpName = "DATA", Required = true };
        var architecture = CommonOptions.Architecture("The architecture (.arch.json); else architectures are drawn");
        var count = CommonOptions.Count("--count", "How many architectures to draw (1 unless given)", maximum: 1_000_000, alias: "-n");
        var batch = CommonOptions.Count("--batch", $"Examples that are looked at ({UsualBatch} unless given)", minimum: 2, maximum: 4096);
        var seed = CommonOptions.Seed();
        var table = CommonOptions.Text("--table", "FILE", "Also correlate the scores with a column of a table of results (.csv, .csv.gz)");
        var metric = CommonOptions.Text("--metric", "COLUMN", "With --table: the column");
        var network = CommonOptions.Network();
        var set = CommonOptions.Set();
        var json = CommonOptions.Flag("--json", "A line of JSON for each architecture");
        return context.Command(
            "score", "Score architectures without training", CommonOptions.Diagnostics(),
            [file, data, architecture, count, batch, seed, table, metric, network, set, json],
            (session, parsed) =>
            {
                if (parsed.GetValue(architecture) is not null && parsed.GetValue(count) is not null)
                    throw new UsageException("`--arch` and `--count` do not go together");
                if (parsed.GetValue(table) is null != parsed.GetValue(metric) is null)
                    throw new UsageException("`--table` and `--metric` go together only", "add the other one");
                Start(
                    session,
                    ProgramLoader.Load(session, parsed.GetRequiredValue(file), parsed.GetValue(set), parsed.GetValue(network)),
                    new ScoreSettings(
                        parsed.GetRequiredValue(data), parsed.GetValue(architecture), parsed.GetValue(count) ?? 1,
                        parsed.GetValue(batch) ?? UsualBatch, parsed.GetValue(seed), parsed.GetValue(table), parsed.GetValue(metric),
                        parsed.GetValue(json)));
            });
    }

    /// <summary>A method of its own, so that the other commands need not load libtorch.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(Session session, LoadedProgram program, ScoreSettings settings) => TorchBoundary.Run(
        session, settings.Run, () => new ScoreRun(session, program, settings).Execute());
}
