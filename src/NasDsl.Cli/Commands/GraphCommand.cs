using System.CommandLine;
using NasDsl.Analysis;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc graph`: drawings of the network and of its cells.</summary>
internal static class GraphCommand
{
    public static Command Create(CommandContext context)
    {
        var file = CommonOptions.Program();
        var architecture = CommonOptions.Architecture("Draw what this architecture takes (.arch.json)");
        var cell = CommonOptions.Text("--cell", "NAME", "Draw this cell; without it the network, into a folder all");
        var network = CommonOptions.Network();
        var set = CommonOptions.Set();
        var format = CommonOptions.Word("--format", "How to draw", "dot", "svg");
        var output = CommonOptions.Output("A file, or a folder for all drawings; standard output unless given");
        return context.Command(
            "graph", "Draw the network or its cells", CommonOptions.Diagnostics(hasOwnFormat: true),
            [file, architecture, cell, network, set, format, output],
            (session, parsed) =>
            {
                var program = ProgramLoader.Load(
                    session, parsed.GetRequiredValue(file), parsed.GetValue(set), parsed.GetValue(network));
                var chosen = parsed.GetValue(architecture) is { } path
                    ? ProgramLoader.LoadArchitecture(session, path, program.Space)
                    : null;
                var target = parsed.GetValue(output);
                var asSvg = parsed.GetValue(format) == "svg";
                DotDrawing[] drawings = [DotWriter.Network(program.Space, chosen), .. DotWriter.Cells(program.Space, chosen)];
                if (parsed.GetValue(cell) is { } name)
                    Artefact.Write(session, target, Draw(session, Find(drawings, name), asSvg));
                else if (target is not null && IsFolder(session, target))
                    WriteAll(session, target, drawings, asSvg);
                else
                    Artefact.Write(session, target, Draw(session, drawings[0], asSvg));
            });
    }

    private static bool IsFolder(Session session, string path) =>
        Path.EndsInDirectorySeparator(path) || Directory.Exists(session.Terminal.PathOf(path));

    private static void WriteAll(Session session, string folder, DotDrawing[] drawings, bool asSvg)
    {
        OutputFile.CreateFolder(session.Terminal, folder);
        foreach (var drawing in drawings)
        {
            var path = Path.Combine(folder, $"{drawing.Name}.{(asSvg ? "svg" : "dot")}");
            OutputFile.WriteText(session.Terminal, path, Draw(session, drawing, asSvg));
        }
    }

    private static string Draw(Session session, DotDrawing drawing, bool asSvg) =>
        asSvg ? Graphviz.ToSvg(session.Terminal, drawing.Dot) : drawing.Dot;

    private static DotDrawing Find(DotDrawing[] drawings, string name)
    {
        if (Array.Find(drawings, d => d.Name == name) is { } found)
            return found;
        var names = drawings.Skip(1).Select(d => d.Name).ToArray();
        throw new InputException(Diagnose.UnknownCell(drawings[0].Name, name, [.. names], SpellChecker.Suggest(name, names)));
    }
}
