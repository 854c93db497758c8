using System.CommandLine;
using System.Runtime.CompilerServices;
using NasDsl.Cli.Searching;
using NasDsl.Cli.Training;

namespace NasDsl.Cli.Commands;

/// <summary>`nasc profile`: how long each operation of a space takes on this machine.</summary>
internal static class ProfileCommand
{
    private const int UsualChecks = 5;

    public static Command Create(CommandContext context)
    {
        var file = CommonOptions.Program();
        var device = CommonOptions.Text("--device", "DEVICE", "cpu (unless given), cuda or cuda:N");
        var output = CommonOptions.Output("Where the table goes (CSV); standard output unless given");
        var threads = CommonOptions.Count("--threads", "Threads of one operation (1 unless given)", maximum: 1024);
        var batch = CommonOptions.Count("--batch", "Examples in one pass (1 unless given)", maximum: 65_536);
        var checks = CommonOptions.Count(
            "--checks", $"Architectures that are measured as a whole to see how far the sum is off ({UsualChecks} unless given)", minimum: 0);
        var seed = CommonOptions.Seed();
        var network = CommonOptions.Network();
        var set = CommonOptions.Set();
        return context.Command(
            "profile", "Measure the latency of every operation of a space", CommonOptions.Diagnostics(),
            [file, device, output, threads, batch, checks, seed, network, set],
            (session, parsed) => Start(
                session,
                ProgramLoader.Load(session, parsed.GetRequiredValue(file), parsed.GetValue(set), parsed.GetValue(network)),
                new ProfileSettings(
                    parsed.GetValue(device) ?? TrainingOptions.Processor, parsed.GetValue(threads) ?? 1, parsed.GetValue(batch) ?? 1,
                    parsed.GetValue(checks) ?? UsualChecks, parsed.GetValue(seed), parsed.GetValue(output))));
    }

    /// <summary>A method of its own, so that the other commands need not load libtorch.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(Session session, LoadedProgram program, ProfileSettings settings) => TorchBoundary.Run(
        session,
        new RunSettings("", settings.Output ?? "standard output", false, null, null, settings.Seed, settings.Threads, settings.Device, false),
        () => new ProfileRun(session, program, settings).Execute());
}
