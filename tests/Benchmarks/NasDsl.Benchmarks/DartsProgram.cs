using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Benchmarks;

/// <summary>examples/darts.nas as it is in the repository, read and bound.</summary>
internal static class DartsProgram
{
    public static SearchSpace Space(Workload workload) => Bind(workload).SupernetSpace
        ?? throw new InvalidOperationException("examples/darts.nas has errors");

    private static Compilation Bind(Workload workload) =>
        Compilation.Create(new SourceText(File.ReadAllText(Repository.PathOf("examples", "darts.nas")), "darts.nas"))
            .WithArguments(new Dictionary<string, double> { ["C"] = workload.Channels, ["N"] = workload.Normals });
}
