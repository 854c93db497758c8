using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Tests.Emit;
using TorchSharp;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace NasDsl.Tests.Examples;

/// <summary>Children of one space, compiled together, and what must hold of each.</summary>
internal sealed class ExampleChildren
{
    private const long Batch = 3;

    private readonly SearchSpace space;
    private readonly ImmutableArray<SearchSpace> children;
    private readonly GeneratedCode code;

    private ExampleChildren(SearchSpace space, ImmutableArray<SearchSpace> children, GeneratedCode code) =>
        (this.space, this.children, this.code) = (space, children, code);

    /// <param name="plan">Says what every second child can do beside `forward`: drop paths, feed an auxiliary tower.</param>
    public static ExampleChildren Compile(SearchSpace space, TrainPlan plan, IReadOnlyList<Architecture> architectures)
    {
        ImmutableArray<SearchSpace> children = [.. architectures.Select(a => ArchitectureResolver.Resolve(space, a))];
        var sources = children.Select((child, i) =>
            Watchable(ChildEmitter.Emit(space, child, i % 2 == 0 ? new EmitOptions() : EmitOptions.For(plan)), space, i));
        return new ExampleChildren(space, children, GeneratedCode.Compile([.. sources]));
    }

    public void Check(int index)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)index + 1);
        var child = children[index];
        var model = code.New($"{NamespaceOf(space, index)}.{GeneratedNames.Child(space)}");
        Fill(model, generator);
        var inputs = child.Network.Inputs.Select(i => Input(i.Shape, generator)).ToArray();

        Assert.Equal(CostModel.Of(child).Parameters, model.parameters().Sum(p => p.numel()));
        var probe = ShapeProbe.Attach(space, child, model, Batch);
        var outputs = Forward(child, model, inputs, probe);
        outputs.Select(o => o.square().mean()).Aggregate((a, b) => a + b).backward();
        CheckGradients(child, model);
        model.eval();
        using (no_grad())
            Forward(child, model, inputs, probe);
        Assert.True(probe.Compared >= probe.Modules * 2, $"of {probe.Modules} modules only some were used");
    }

    private static Tensor[] Forward(SearchSpace child, Module model, Tensor[] inputs, ShapeProbe probe)
    {
        var counter = MacCounter.Start();
        var result = model.GetType().GetMethod("forward")?.Invoke(
            model, BindingFlags.DoNotWrapExceptions, null, inputs, null);
        counter?.Stop();

        Tensor[] outputs = result is ITuple tuple
            ? [.. Enumerable.Range(0, tuple.Length).Select(i => Assert.IsType<Tensor>(tuple[i]))]
            : [Assert.IsType<Tensor>(result)];
        Assert.Empty(probe.Problems);
        Assert.Equal(
            child.Network.Outputs.Select(o => $"[{Batch}, {string.Join(", ", child.Network.ShapeOf(o).Dimensions)}]"),
            outputs.Select(o => $"[{string.Join(", ", o.shape)}]"));
        Assert.All(outputs, o => Assert.True(o.isfinite().all().item<bool>(), "an output is not finite"));
        if (counter is not null)
            Assert.Equal(CostModel.Of(child).Macs * Batch, counter.Macs);
        return outputs;
    }

    /// <summary>Weights that no way of gradients leads to have none, all others have finite ones.</summary>
    private static void CheckGradients(SearchSpace child, Module model)
    {
        var reached = model.named_parameters().Where(p => p.parameter.grad is not null).ToList();
        Assert.All(reached, p => Assert.True(p.parameter.grad?.isfinite().all().item<bool>(), $"the gradient of `{p.name}` is not finite"));
        var without = model.named_parameters().Select(p => p.name).Except(reached.Select(p => p.name));
        Assert.True(
            GradientReach.Of(child.Network) == reached.Sum(p => p.parameter.numel()),
            $"{GradientReach.Of(child.Network)} weights should get a gradient, {reached.Sum(p => p.parameter.numel())} do, without: {string.Join(", ", without)}");
    }

    /// <summary>Tests run beside each other and share the default generator, so weights are drawn again from one of their own.</summary>
    private static void Fill(Module model, Generator generator)
    {
        model.to(ScalarType.Float64);
        using var noGradient = no_grad();
        foreach (var weight in model.parameters().Where(p => p.shape.Length > 1))
        {
            var bound = 1 / Math.Sqrt(weight.numel() / weight.size(0));
            weight.uniform_(-bound, bound, generator);
        }
    }

    private static Tensor Input(Shape shape, Generator generator)
    {
        long[] size = [Batch, .. shape.Dimensions];
        return shape.Vocabulary is { } vocabulary
            ? randint(0, vocabulary, size, dtype: ScalarType.Int64, generator: generator)
            : randn(size, dtype: ScalarType.Float64, generator: generator);
    }

    internal static string NamespaceOf(SearchSpace space, int index) => $"{GeneratedNames.Namespace(space)}.Child{index}";

    /// <summary>In a namespace of its own, and with `call`, around which hooks run, in place of `forward`.</summary>
    internal static string Watchable(string source, SearchSpace space, int index) => source
        .Replace($"namespace {GeneratedNames.Namespace(space)};", $"namespace {NamespaceOf(space, index)};", StringComparison.Ordinal)
        .Replace(".forward(", ".call(", StringComparison.Ordinal);
}
