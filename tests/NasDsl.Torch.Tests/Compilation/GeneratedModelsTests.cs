using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using static TorchSharp.torch;

namespace NasDsl.Torch.Tests.Compilation;

public sealed class GeneratedModelsTests
{
    private const string Usings = """
        using System.Collections.Generic;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn;

        namespace Generated;

        """;

    private const string Supernet = Usings + """
        public sealed partial class NetSupernet : Module<Tensor, Tensor>
        {
            private readonly Linear head = Linear(4, 3);
            private readonly Parameter alpha = Parameter(1e-3 * randn(2));

            public NetSupernet() : base(nameof(NetSupernet))
            {
                RegisterComponents();
                Alphas = new Dictionary<string, Parameter> { ["Normal.n[0].edge"] = alpha };
            }

            public IReadOnlyDictionary<string, Parameter> Alphas { get; }

            public override Tensor forward(Tensor image)
            {
                using var scope = NewDisposeScope();
                var weights = alpha.softmax(0);
                var x = head.call(image.flatten(1));
                return (weights[0] * x + weights[1] * functional.relu(x)).MoveToOuterDisposeScope();
            }
        }
        """;

    private const string Child = Usings + """
        public sealed partial class Net : Module<Tensor, Tensor>
        {
            private readonly Linear head = Linear(4, 3);

            public Net() : base(nameof(Net)) => RegisterComponents();

            public double DropPath { get; set; }

            public override Tensor forward(Tensor image) => ForwardWithFeatures(image).Logits;

            public (Tensor Logits, Tensor Features) ForwardWithFeatures(Tensor image)
            {
                var features = image.flatten(1);
                return (head.call(features) * (1 - DropPath), features);
            }
        }

        public sealed partial class NetAuxiliary : Module<Tensor, Tensor>
        {
            private readonly Linear head = Linear(4, 3);

            public NetAuxiliary() : base(nameof(NetAuxiliary)) => RegisterComponents();

            public override Tensor forward(Tensor features) => head.call(features);
        }
        """;

    /// <summary>A search trains thousands of children in one process: what was compiled for one goes with it.</summary>
    [Fact]
    public void The_code_of_children_that_are_gone_is_unloaded()
    {
        const int children = 12;
        for (var i = 0; i < children; i++)
            TrainAndForget($"Gone{i}");
        var left = children;
        for (var attempt = 0; attempt < 20 && left > 0; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            left = AssemblyLoadContext.All.Count(context => context.Name?.StartsWith("Gone", StringComparison.Ordinal) == true);
        }
        // The last one may still be somewhere on the stack.
        Assert.InRange(left, 0, 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TrainAndForget(string name)
    {
        var source = $"{Usings}public sealed class {name} : Module<Tensor, Tensor> {{ private readonly Linear head = Linear(16, 3);"
            + $" public {name}() : base(\"{name}\") => RegisterComponents(); public override Tensor forward(Tensor x) => head.call(x.flatten(1)); }}";
        var child = GeneratedModels.CreateChild(source, name, 1);
        Assert.Contains(AssemblyLoadContext.All, context => context.Name == name);
        using (child.Network)
            new ChildTrainer(child, new TrainSettings { Epochs = 1, BatchSize = 16, MaxStepsPerEpoch = 2, Threads = 1 })
                .Run(Training.SyntheticData.Create(), Training.SyntheticData.Shape);
    }

    [Fact]
    public void A_supernet_runs_and_names_its_decisions()
    {
        var model = GeneratedModels.CreateSupernet(Supernet, "NetSupernet");
        Assert.Equal(["Normal.n[0].edge"], model.Alphas.Keys);
        Assert.Equal([2, 3], model.Network.call(randn(2, 1, 2, 2)).shape);
        Assert.Equal(2, model.Weights().Count);
    }

    [Fact]
    public void A_seed_decides_the_first_weights()
    {
        double[] Alphas(long seed) => GeneratedModels.CreateSupernet(Supernet, "Generated.NetSupernet", seed).AlphaValues().Values.Single();
        Assert.Equal(Alphas(7), Alphas(7));
        Assert.NotEqual(Alphas(7), Alphas(8));
    }

    [Fact]
    public void A_child_offers_drop_path_features_and_its_auxiliary_tower()
    {
        var child = GeneratedModels.CreateChild(Child, "Net");
        var image = randn(2, 1, 2, 2);
        Assert.NotNull(child.SetDropPath);
        Assert.NotNull(child.ForwardWithFeatures);
        Assert.NotNull(child.Auxiliary);

        child.SetDropPath(1);
        Assert.Equal(0f, child.Network.call(image).abs().sum().item<float>());
        Assert.Equal([2, 3], child.Auxiliary.call(child.ForwardWithFeatures(image).Features).shape);
    }

    [Fact]
    public void A_plain_child_offers_none_of_these()
    {
        var child = GeneratedModels.CreateChild(Supernet, "NetSupernet");
        Assert.Null(child.SetDropPath);
        Assert.Null(child.ForwardWithFeatures);
        Assert.Null(child.Auxiliary);
    }

    [Fact]
    public void Code_that_does_not_compile_comes_with_its_diagnostics()
    {
        var error = Assert.Throws<GeneratedCodeException>(() => GeneratedAssembly.Compile("class A { int x = \"\"; }", "A"));
        Assert.Equal("CS0029", Assert.Single(error.Diagnostics).Id);
        Assert.Contains("`A` does not compile", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_are_reported_with_nullable_analysis_on()
    {
        Assert.Empty(GeneratedAssembly.Compile(Supernet, "NetSupernet").Warnings);
        var compiled = GeneratedAssembly.Compile("public static class A { public static string Text() => null; }", "A");
        Assert.Equal("CS8603", Assert.Single(compiled.Warnings).Id);
    }

    [Theory]
    [InlineData("Absent", "lacks the class `Absent`")]
    [InlineData("Net", "lacks a property `IReadOnlyDictionary<string, Parameter> Alphas`")]
    [InlineData("NoModule", "lacks a module `NoModule` with a parameterless constructor")]
    public void A_class_without_what_a_supernet_needs_is_an_error(string className, string message)
    {
        var error = Assert.Throws<GeneratedCodeException>(
            () => GeneratedModels.CreateSupernet(Child + "public sealed class NoModule;", className));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
