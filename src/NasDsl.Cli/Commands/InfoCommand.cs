using System.CommandLine;
using NasDsl.Analysis;
using NasDsl.Cli.Files;
using NasDsl.Cli.Reports;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc info`: what the compiler knows of a space, or of an architecture in it.</summary>
internal static class InfoCommand
{
    public static Command Create(CommandContext context)
    {
        var file = CommonOptions.Program();
        var architecture = CommonOptions.Architecture("Count this architecture's child too (.arch.json)");
        var network = CommonOptions.Network();
        var set = CommonOptions.Set();
        var json = CommonOptions.Flag("--json", "One JSON object on one line; numbers that may be too large for a double are strings");
        var distinct = CommonOptions.Flag(
            "--distinct", "Count architectures up to isomorphism too, where there are at most 50,000; about a millisecond for each");
        var latency = CommonOptions.Text("--latency", "FILE", "With --arch: its latency as the network is searched, by a table of `nasc profile`");
        return context.Command(
            "info", "Count architectures, decisions, weights and multiply-accumulates", CommonOptions.Diagnostics(),
            [file, architecture, latency, network, set, distinct, json],
            (session, parsed) =>
            {
                var program = ProgramLoader.Load(
                    session, parsed.GetRequiredValue(file), parsed.GetValue(set), parsed.GetValue(network));
                var chosen = parsed.GetValue(architecture) is { } path
                    ? ProgramLoader.LoadArchitecture(session, path, program.Trained)
                    : null;
                if (parsed.GetValue(latency) is not null && chosen is null)
                    throw new UsageException("`--latency` is for an architecture", "add `--arch FILE`");
                var report = SpaceReport.Of(program, chosen, parsed.GetValue(distinct)) with
                {
                    Seconds = chosen is not null && parsed.GetValue(latency) is { } table
                        ? LatencyOf(session, program, chosen, table)
                        : null,
                };
                if (parsed.GetValue(distinct) && report.Distinct is null)
                    session.Note($"more than {SpaceReport.MostCompared} architectures are not compared with each other");
                session.Print(parsed.GetValue(json) ? SpaceReportJson.Write(report) : SpaceReportText.Write(report));
            });
    }

    /// <exception cref="InputException">The table cannot be used, or lacks an operation.</exception>
    private static double LatencyOf(Session session, LoadedProgram program, Architecture architecture, string path)
    {
        var table = LatencyFile.Read(session.Terminal, path);
        var seconds = table.SecondsOf(ArchitectureResolver.Resolve(program.Space, architecture), out var missing);
        return missing is null ? seconds : throw new InputException(Diagnose.MissingLatency(path, missing.ToString()));
    }
}
