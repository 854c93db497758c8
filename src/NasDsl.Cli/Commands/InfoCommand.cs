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
        return context.Command(
            "info", "Count architectures, decisions, weights and multiply-accumulates", CommonOptions.Diagnostics(),
            [file, architecture, network, set, json],
            (session, parsed) =>
            {
                var program = ProgramLoader.Load(
                    session, parsed.GetRequiredValue(file), parsed.GetValue(set), parsed.GetValue(network));
                var chosen = parsed.GetValue(architecture) is { } path
                    ? ProgramLoader.LoadArchitecture(session, path, program.Trained)
                    : null;
                var report = SpaceReport.Of(program, chosen);
                session.Print(parsed.GetValue(json) ? SpaceReportJson.Write(report) : SpaceReportText.Write(report));
            });
    }
}
