using NasDsl.IR;
using NasDsl.Optimization;

namespace NasDsl.Cli.Files;

/// <summary>The native build does not carry the training sources that a project holds.</summary>
internal static class ProjectExport
{
    public static void WriteSupernet(
        Session session, LoadedProgram program, string folder, bool force, OptimizationOptions optimization) => throw Missing();

    public static void WriteChild(Session session, LoadedProgram program, Architecture? architecture, string folder, bool force, bool lowers) =>
        throw Missing();

    private static UsageException Missing() => new("the native `nasc` cannot write projects", "run `./nasc`, which hands this on");
}
