using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Text;
using static TorchSharp.torch;

namespace NasDsl.Tests.Emit;

/// <summary>
/// Each folder of tests/cases holds a program and what the compiler makes of it. Recorded C# is also compiled, without a
/// warning, and run.
/// </summary>
public class CaseTests
{
    public static TheoryData<string> Cases => [.. Directory.GetDirectories(RepositoryRoot.PathOf("tests/cases"))
        .Select(folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Cases))]
    public Task Emits_the_recorded_supernet(string name)
    {
        var space = Compiled(name).SupernetSpace;
        Assert.NotNull(space);
        var source = space.Decisions.IsEmpty ? "// nothing to search\n" : SupernetEmitter.Emit(space);
        if (!space.Decisions.IsEmpty)
            Run(source, GeneratedNames.Supernet(space), space);
        return Verify(source, extension: "cs").UseDirectory($"../../cases/{name}").UseFileName("main.supernet");
    }

    [Theory, MemberData(nameof(Cases))]
    public Task Emits_the_recorded_child(string name)
    {
        var compilation = Compiled(name);
        var space = compilation.TrainSpace;
        Assert.NotNull(space);
        var child = ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, 3).Next());
        var source = ChildEmitter.Emit(space, child, EmitOptions.For(compilation.Train));
        Run(source, GeneratedNames.Child(space), child);
        return Verify(source, extension: "cs").UseDirectory($"../../cases/{name}").UseFileName("main.child");
    }

    [Theory, MemberData(nameof(Cases))]
    public Task Writes_the_recorded_space(string name)
    {
        var space = Compiled(name).Space;
        Assert.NotNull(space);
        return Verify(IrJson.Write(space), extension: "json").UseDirectory($"../../cases/{name}").UseFileName("main.ir");
    }

    private static void Run(string source, string className, SearchSpace space)
    {
        using var scope = NewDisposeScope();
        var model = GeneratedCode.Compile(source).Create(className);
        var output = model.forward(GeneratedModelTests.Images(space.Network));
        Assert.Equal([2, .. space.Network.ShapeOf(space.Network.Outputs[0]).Dimensions], output.shape);
        output.sum().backward();
    }

    private static Compilation Compiled(string name)
    {
        var compilation = Compilation.Create(new SourceText(RepositoryRoot.ReadText("tests", "cases", name, "main.nas"), "main.nas"));
        Assert.Empty(compilation.Diagnostics.Select(d => d.Message));
        return compilation;
    }
}
