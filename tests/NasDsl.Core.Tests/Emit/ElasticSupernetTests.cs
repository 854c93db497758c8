using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Tests.Emit;

/// <summary>A supernet that takes an architecture computes what the child computes with its share of the weights.</summary>
public class ElasticSupernetTests
{
    public static TheoryData<int> ProgramNumbers => [.. Enumerable.Range(0, ElasticPrograms.All.Length)];

    [Theory, MemberData(nameof(ProgramNumbers))]
    public void An_architecture_taken_computes_what_its_child_computes(int program)
    {
        using var scope = NewDisposeScope();
        var space = Programs.Space(ElasticPrograms.All[program]);
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
        var inheritance = WeightInheritance.For(space);
        var images = GeneratedModelTests.Images(space.Network);
        supernet.train();
        var sampler = ArchitectureSampler.For(space, 23);
        for (var i = 0; i < 20; i++)
        {
            var architecture = sampler.Next();
            var child = ArchitectureResolver.Resolve(space, architecture);
            var model = GeneratedCode.Compile(ChildEmitter.Emit(space, child, new EmitOptions())).Create(GeneratedNames.Child(space));
            Take(supernet, architecture);
            // Statistics that are not those of a new model.
            supernet.train();
            using (no_grad())
                supernet.forward(images);
            supernet.eval();
            var used = Inherit(supernet, model, inheritance, architecture);
            model.eval();

            supernet.zero_grad();
            var result = supernet.forward(images);
            var expected = model.forward(images);

            Assert.Equal(expected.shape, result.shape);
            Assert.InRange((result - expected).abs().max().item<double>(), 0, 1e-9);
            result.square().sum().backward();
            expected.square().sum().backward();
            AssertGradients(supernet, model, used);
        }
    }

    /// <summary>What varies in shape or may be missing has no mixture: nothing is computed that would look like one.</summary>
    [Theory]
    [InlineData(ElasticPrograms.Mobile)]
    [InlineData(ElasticPrograms.Conditional)]
    public void A_supernet_without_a_mixture_asks_for_an_architecture(string program)
    {
        using var scope = NewDisposeScope();
        var space = Programs.Space(program);
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));

        var error = Assert.Throws<InvalidOperationException>(() => supernet.forward(GeneratedModelTests.Images(space.Network)));

        Assert.Contains("take an architecture first", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(ProgramNumbers))]
    public void What_the_weights_speak_for_is_an_architecture_even_where_decisions_have_none(int program)
    {
        using var scope = NewDisposeScope();
        var space = Programs.Space(ElasticPrograms.All[program]);
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
        Assert.Empty(ArchitectureValidator.Validate(space, Discretized()));

        var taken = ArchitectureSampler.For(space, 3).Next();
        Take(supernet, taken);
        Assert.Equal(taken, Discretized());

        Architecture Discretized() => GeneratedCode.Call<IReadOnlyDictionary<string, string[]>>(supernet, "Discretize")
            .Aggregate(Architecture.Empty, (all, choice) => all.With(choice.Key, [.. choice.Value]));
    }

    [Fact]
    public void Sizes_that_can_be_mixed_share_a_weight_and_have_alphas()
    {
        using var scope = NewDisposeScope();
        var space = Programs.Space("""
            network N(x: [3, 6, 6]) {
              k = choose { 1, 3, 5 }
              output x |> conv(4, k, bias: true) |> global_avg_pool |> linear(2)
            }
            """);
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
        var images = GeneratedModelTests.Images(space.Network);
        OneHot.Set(supernet, space, Architecture.Empty.With("k", "3"));

        var relaxed = supernet.forward(images);
        Take(supernet, Architecture.Empty.With("k", "3"));
        var taken = supernet.forward(images);

        Assert.InRange((relaxed - taken).abs().max().item<double>(), 0, 1e-12);
        Assert.Equal(3, RelaxationPlan.For(space).AlphaCount);
        Assert.Equal(CostModel.Of(space).Parameters + 3, supernet.parameters().Sum(p => p.numel()));
    }

    [Theory]
    [InlineData("x |> conv(width, 3) |> group_norm(4)", "group_norm")]
    [InlineData("concat(choose 1..2 of [x, x |> conv(4, 3)]) |> sigmoid |> conv(width, 3)", "sigmoid")]
    [InlineData("x |> dropout(choose 0.1..0.5 log) |> conv(width, 3)", "a real number")]
    public void What_has_no_shared_weights_is_said_at_the_decision(string output, string reason)
    {
        var space = Programs.Space($"network N(x: [3, 6, 6]) {{\n width = choose {{ 4, 8 }}\n output {output} |> global_avg_pool |> linear(2)\n}}");

        var problem = StrategyCheck.NotASupernet(space);

        Assert.NotNull(problem);
        Assert.Equal("NAS4010", problem.Code);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Span.Length > 0);
        Assert.Contains("--arch", problem.Help, StringComparison.Ordinal);
    }

    private static void Take(Module<Tensor, Tensor> supernet, Architecture architecture)
    {
        var labels = architecture.Choices.ToDictionary(c => c.Key, c => c.Value.ToArray());
        supernet.GetType().GetMethod("Take")?.Invoke(supernet, [labels]);
    }

    /// <summary>Copies the child's share of the weights; tells the slices by the child's names.</summary>
    private static Dictionary<string, (string Supernet, long[][] Slices)> Inherit(
        Module<Tensor, Tensor> supernet, Module<Tensor, Tensor> child, WeightInheritance inheritance, Architecture architecture)
    {
        using var noGradient = no_grad();
        var modules = inheritance.ModulesOf(architecture).ToList();
        var weights = supernet.state_dict();
        var used = new Dictionary<string, (string, long[][])>();
        foreach (var (name, weight) in child.state_dict())
        {
            var module = modules.Where(m => name.StartsWith(m.Child + ".", StringComparison.Ordinal)).MaxBy(m => m.Child.Length);
            Assert.True(module is not null, $"nothing to inherit for {name}, only for {string.Join(", ", modules)}");
            var source = module.Supernet + name[module.Child.Length..];
            var whole = weights[source];
            var slices = weight.shape
                .Select((size, d) => d == 1 && module.Inputs is { } inputs && inputs.Length == size
                    ? inputs.ToArray()
                    : [.. WeightInheritance.Slice(d, whole.shape[d], size)])
                .ToArray();
            weight.copy_(Sliced(whole, slices));
            used[name] = (source, slices);
        }
        return used;
    }

    private static Tensor Sliced(Tensor weight, long[][] slices) => slices
        .Select((indices, dimension) => (indices, dimension))
        .Aggregate(weight, (t, s) => t.index_select(s.dimension, tensor(s.indices)));

    /// <summary>What the supernet's gradients are on the slices, and that they are zero elsewhere.</summary>
    private static void AssertGradients(
        Module<Tensor, Tensor> supernet, Module<Tensor, Tensor> child, Dictionary<string, (string Supernet, long[][] Slices)> used)
    {
        var gradients = supernet.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad);
        double total = 0;
        foreach (var (name, parameter) in child.named_parameters())
        {
            var (source, slices) = used[name];
            if (parameter.grad is not { } expected)
                continue;
            var gradient = gradients[source];
            Assert.NotNull(gradient);
            Assert.InRange((Sliced(gradient, slices) - expected).abs().max().item<double>(), 0, 1e-9);
            total += expected.abs().sum().item<double>();
        }
        var flowed = gradients.Where(g => !WeightNames.IsAlpha(g.Key)).Sum(g => g.Value is { } grad ? grad.abs().sum().item<double>() : 0);
        Assert.InRange(flowed, total * (1 - 1e-9), total * (1 + 1e-9));
    }
}
