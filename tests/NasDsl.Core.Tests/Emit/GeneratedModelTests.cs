using System.Globalization;
using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Tests.Emit;

/// <summary>Generated models compile without a warning, run, and have the weights that the cost model counts.</summary>
public class GeneratedModelTests
{
    public static TheoryData<int> ProgramNumbers => [.. Enumerable.Range(0, Programs.All.Length)];

    [Theory, MemberData(nameof(ProgramNumbers))]
    public void A_supernet_compiles_runs_and_has_the_weights_counted(int program)
    {
        using var scope = NewDisposeScope();
        var space = Programs.SupernetSpace(Programs.All[program]);
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));

        var output = supernet.forward(Images(space.Network));
        var alphas = GeneratedCode.Get<IReadOnlyDictionary<string, Parameter>>(supernet, "Alphas");

        Assert.Equal([2, space.Network.ShapeOf(space.Network.Outputs[0]).Channels], output.shape);
        Assert.Equal(CostModel.Of(space).Parameters, WeightsOf(supernet) - alphas.Values.Sum(a => a.numel()));
        Assert.Equal(RelaxationPlan.For(space).AlphaCount, alphas.Values.Sum(a => a.numel()));
        output.sum().backward();
        Assert.All(alphas.Values, alpha => Assert.NotNull(alpha.grad));
    }

    [Theory, MemberData(nameof(ProgramNumbers))]
    public void A_child_compiles_runs_and_has_the_weights_counted(int program)
    {
        var space = Programs.Space(Programs.All[program]);
        var sampler = ArchitectureSampler.For(space, 5);
        for (var i = 0; i < 3; i++)
        {
            using var scope = NewDisposeScope();
            var child = ArchitectureResolver.Resolve(space, sampler.Next());
            var source = ChildEmitter.Emit(space, child, new EmitOptions(DropPath: true, Auxiliary: true));
            var model = GeneratedCode.Compile(source).Create(GeneratedNames.Child(space));

            Assert.Equal(CostModel.Of(child).Parameters, WeightsOf(model));
            Assert.Equal([2, space.Network.ShapeOf(space.Network.Outputs[0]).Channels], model.forward(Images(space.Network)).shape);
        }
    }

    [Theory, MemberData(nameof(ProgramNumbers))]
    public void A_supernet_with_one_hot_alphas_equals_the_child_with_its_weights(int program)
    {
        var space = Programs.Space(Programs.All[program]);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
        var images = Images(space.Network);
        supernet.eval();
        var sampler = ArchitectureSampler.For(space, 7);
        for (var i = 0; i < 20; i++)
        {
            var architecture = sampler.Next();
            var child = ArchitectureResolver.Resolve(space, architecture);
            var source = ChildEmitter.Emit(space, child, new EmitOptions());
            var model = GeneratedCode.Compile(source).Create(GeneratedNames.Child(space), seed: 100 + i);
            OneHot.Set(supernet, space, architecture);
            OneHot.CopyWeights(supernet, model, space, architecture);
            model.eval();

            var difference = (supernet.forward(images) - model.forward(images)).abs().max().item<double>();

            Assert.InRange(difference, 0, 1e-9);
        }
    }

    [Theory, MemberData(nameof(ProgramNumbers))]
    public void A_supernet_gives_the_same_gradients_for_images_that_are_channels_last(int program)
    {
        using var scope = NewDisposeScope();
        var space = Programs.SupernetSpace(Programs.All[program]);
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
        var images = Images(space.Network);
        // The generator of random numbers is shared with the tests that run beside this one.
        foreach (var dropout in supernet.modules().OfType<Dropout>())
            dropout.eval();
        var inRows = images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

        var expected = Gradients(images);
        var actual = Gradients(inRows);

        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, e => Assert.InRange((e.Value - actual[e.Key]).abs().max().item<double>(), 0, 1e-9));

        Dictionary<string, Tensor> Gradients(Tensor input)
        {
            supernet.zero_grad();
            supernet.forward(input).square().sum().backward();
            return supernet.named_parameters().Where(p => p.parameter.grad is not null)
                .ToDictionary(p => p.name, p => p.parameter.grad?.clone() ?? throw new InvalidOperationException());
        }
    }

    [Theory, MemberData(nameof(ProgramNumbers))]
    public void The_weights_of_a_one_hot_supernet_spell_its_architecture(int program)
    {
        var space = Programs.Space(Programs.All[program]);
        using var scope = NewDisposeScope();
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
        var sampler = ArchitectureSampler.For(space, 11);
        for (var i = 0; i < 5; i++)
        {
            var architecture = sampler.Next();
            OneHot.Set(supernet, space, architecture);

            var chosen = GeneratedCode.Call<IReadOnlyDictionary<string, string[]>>(supernet, "Discretize");

            Assert.Equal(architecture.Choices.Keys, chosen.Keys.Order(StringComparer.Ordinal));
            Assert.All(chosen, c => Assert.Equal(architecture.Choices[c.Key], c.Value));
        }
    }

    [Theory, MemberData(nameof(ProgramNumbers))]
    public void The_same_space_gives_the_same_bytes_in_any_culture(int program)
    {
        var space = Programs.SupernetSpace(Programs.All[program]);
        var once = SupernetEmitter.Emit(space);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            Assert.Equal(once, SupernetEmitter.Emit(Programs.SupernetSpace(Programs.All[program])));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Assert.DoesNotContain('\r', once);
        Assert.All(once.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
        Assert.DoesNotContain(once, c => char.IsControl(c) && c != '\n');
    }

    internal static Tensor Images(Graph network)
    {
        manual_seed(42);
        return randn([2, .. network.Inputs[0].Shape.Dimensions], dtype: ScalarType.Float64);
    }

    private static long WeightsOf(Module model) => model.parameters().Sum(p => p.numel());
}
