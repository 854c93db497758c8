using System.CommandLine;
using NasDsl.Cli.Reports;

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
        return context.Command(
            "info", "Count architectures, decisions, weights and multiply-accumulates", CommonOptions.Diagnostics(),
            [file, architecture, network, set, distinct, json],
            (session, parsed) =>
            {
                var program = ProgramLoader.Load(
                    session, parsed.GetRequiredValue(file), parsed.GetValue(set), parsed.GetValue(network));
                var chosen = parsed.GetValue(architecture) is { } path
                    ? ProgramLoader.LoadArchitecture(session, path, program.Trained)
                    : null;
                var report = SpaceReport.Of(program, chosen, parsed.GetValue(distinct));
                if (parsed.GetValue(distinct) && report.Distinct is null)
                    session.Note($"more than {SpaceReport.MostCompared} architectures are not compared with each other");
                session.Print(parsed.GetValue(json) ? SpaceReportJson.Write(report) : SpaceReportText.Write(report));
            });
    }
}
