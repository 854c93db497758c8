using System.CommandLine;
using NasDsl.Cli.Files;
using NasDsl.Cli.Reports;
using NasDsl.Formatting;
using NasDsl.Text;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc fmt`: lays programs out in the one style; files with syntax errors are left as they are.</summary>
internal static class FormatCommand
{
    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "The programs (.nas), written in place, or - for standard input to standard output",
            Arity = ArgumentArity.OneOrMore,
        };
        var check = new Option<bool>("--check") { Description = "Write nothing; name the files that would change, and fail if there are any" };
        var diff = new Option<bool>("--diff") { Description = "Write nothing; show what would change" };
        return context.Command(
            "fmt", "Format programs in place", CommonOptions.Diagnostics(), [files, check, diff], (session, parsed) =>
            {
                var mode = new Mode(parsed.GetValue(check), parsed.GetValue(diff));
                foreach (var file in parsed.GetValue(files) ?? [])
                    Format(session, file, mode);
            });
    }

    private static void Format(Session session, string path, Mode mode)
    {
        try
        {
            var source = InputFile.Read(session.Terminal, path);
            var result = NasFormatter.Format(source);
            session.Report(new SourceSet(source), result.Errors);
            if (result.Errors.IsEmpty)
                Write(session, path, source, result.Text, mode);
        }
        catch (InputException e)
        {
            session.Report(e.Sources, e.Diagnostics);
        }
    }

    private static void Write(Session session, string path, SourceText source, string text, Mode mode)
    {
        var isChanged = text != source.Content;
        if (mode.IsDiff && isChanged)
            session.Print(UnifiedDiff.Of(source.FileName, source.Content, text));
        if (mode.IsCheck && isChanged)
        {
            session.IsDifferent = true;
            if (!mode.IsDiff)
                session.Print($"{source.FileName}\n");
        }

        if (mode.IsCheck || mode.IsDiff)
            return;
        if (path == InputFile.StandardInput)
            session.Print(text);
        else if (isChanged)
            OutputFile.WriteText(session.Terminal, path, text);
    }

    private sealed record Mode(bool IsCheck, bool IsDiff);
}
