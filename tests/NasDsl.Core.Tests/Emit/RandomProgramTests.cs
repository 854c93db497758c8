using FsCheck;
using FsCheck.Fluent;
using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.Text;
using static TorchSharp.torch;

namespace NasDsl.Tests.Emit;

/// <summary>Any program that the compiler accepts becomes C# without errors, which runs with the shapes predicted.</summary>
public class RandomProgramTests
{
    [Fact]
    public void An_accepted_program_compiles_to_csharp_and_runs()
    {
        var accepted = 0;
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => accepted += Try(seed)).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
        Assert.True(accepted >= 10, $"only {accepted} of the programs were right");
    }

    private static int Try(int seed)
    {
        var program = new RandomPrograms(new System.Random(seed)).Next();
        var compilation = Compilation.Create(new SourceText(program, "net.nas"));
        if (compilation.HasErrors || compilation.Space is not { } space || compilation.SupernetSpace is not { } relaxed)
            return 0;

        using var scope = NewDisposeScope();
        var images = GeneratedModelTests.Images(space.Network);
        long[] expected = [2, .. space.Network.ShapeOf(space.Network.Outputs[0]).Dimensions];
        var child = ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, seed).Next());
        var source = ChildEmitter.Emit(space, child, new EmitOptions(DropPath: seed % 2 == 0, Auxiliary: false));
        var model = GeneratedCode.Compile(source).Create(GeneratedNames.Child(space));
        Assert.Equal(expected, model.forward(images).shape);
        Assert.Equal(CostModel.Of(child).Parameters, model.parameters().Sum(p => p.numel()));
        if (StrategyCheck.NotRelaxable(relaxed).Any() || relaxed.Decisions.IsEmpty)
            return 1;

        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(relaxed)).Create(GeneratedNames.Supernet(relaxed));
        Assert.Equal(expected, supernet.forward(images).shape);
        return 1;
    }
}
