using System.CommandLine;
using System.Runtime.CompilerServices;
using NasDsl.Cli.Files;
using NasDsl.Cli.Viewing;
using NasDsl.Diagnostics;
using NasDsl.Viewer;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc report`: the page of a run as one file.</summary>
internal static class ReportCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of the run" };
        var output = CommonOptions.Output("The HTML file; standard output unless given");
        return context.Command(
            "report", "Write what a run found as one HTML file, which asks for nothing else", CommonOptions.Diagnostics(), [folder, output],
            (session, parsed) => Write(session, parsed.GetRequiredValue(folder), parsed.GetValue(output)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write(Session session, string folder, string? output)
    {
        var run = RunView.Open(session, folder);
        var pages = ViewerPages.Find() ?? throw new InputException(Diagnose.ViewerMissing());
        Artefact.Write(session, output, pages.WriteReport(run));
    }
}
