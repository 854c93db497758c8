using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NasDsl.Analysis;
using NasDsl.Architectures;
using NasDsl.Cli.Files;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc sample`: architectures drawn uniformly among those that satisfy the constraints.</summary>
internal static class SampleCommand
{
    public static Command Create(CommandContext context)
    {
        var file = CommonOptions.Program();
        var count = CommonOptions.Count("--number", "How many (1 unless given)", alias: "-n");
        var seed = CommonOptions.Seed();
        var unconstrained = CommonOptions.Flag("--unconstrained", "Draw among all, not only those that satisfy the constraints");
        var network = CommonOptions.Network();
        var set = CommonOptions.Set();
        var output = CommonOptions.Output("A folder for a file each; without it they go to standard output, several as JSON lines");
        return context.Command(
            "sample", "Draw architectures at random", CommonOptions.Diagnostics(),
            [file, count, seed, unconstrained, network, set, output],
            (session, parsed) =>
            {
                var program = ProgramLoader.Load(
                    session, parsed.GetRequiredValue(file), parsed.GetValue(set), parsed.GetValue(network));
                var drawn = Draw(program, parsed.GetValue(seed), !parsed.GetValue(unconstrained))
                    .Take(parsed.GetValue(count) ?? 1)
                    .Select(a => ArchitectureFile.Write(program.Space, a));
                if (parsed.GetValue(output) is { } folder)
                    WriteFiles(session, folder, [.. drawn]);
                else if (parsed.GetValue(count) is null or 1)
                    session.Print(drawn.First());
                else
                    foreach (var text in drawn)
                        session.Print(OnOneLine(text));
            });
    }

    /// <summary>Architectures without end; the same for the same seed.</summary>
    /// <exception cref="InputException">None is found that satisfies the constraints (NAS9017).</exception>
    public static IEnumerable<Architecture> Draw(LoadedProgram program, long seed, bool constrained)
    {
        if (SpaceCounter.For(program.Space).Architectures.IsZero)
            throw new InputException(Diagnose.NoSuchArchitecture(program.Space.Name, 0));
        var sampler = ArchitectureSampler.For(program.Space, seed);
        var constraints = new ConstraintCheck(program);
        while (true)
        {
            yield return sampler.Next(a => !constrained || constraints.Satisfies(a, program.Space))
                ?? throw new InputException(Diagnose.NoSuchArchitecture(
                    program.Space.Name, ArchitectureSampler.DefaultAttempts, constraints.Binding(program.Space)));
        }
    }

    private static void WriteFiles(Session session, string folder, string[] texts)
    {
        OutputFile.CreateFolder(session.Terminal, folder);
        var digits = Math.Max(4, texts.Length.ToString(CultureInfo.InvariantCulture).Length);
        for (var i = 0; i < texts.Length; i++)
        {
            var name = $"{(i + 1).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}.arch.json";
            OutputFile.WriteText(session.Terminal, Path.Combine(folder, name), texts[i]);
        }
    }

    private static string OnOneLine(string json)
    {
        using var document = JsonDocument.Parse(json);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            document.WriteTo(writer);
        return $"{Encoding.UTF8.GetString(buffer.ToArray())}\n";
    }
}
