using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Optimization;
using NasDsl.Testing;
using NasDsl.Tests.Emit;
using NasDsl.Text;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Tests.Optimization;

/// <summary>Tests that count on the generator of random numbers that all threads share run alone.</summary>
[CollectionDefinition(nameof(RandomNumbers), DisableParallelization = true)]
public sealed class RandomNumbers;

/// <summary>
/// A supernet whose cells are computed again for the backward pass computes what it computes otherwise: values, gradients, statistics
/// and random numbers (float64).
/// </summary>
[Collection(nameof(RandomNumbers))]
public class RecomputedSupernetTests
{
    private const double Tolerance = 1e-9;

    /// <summary>Two cells with chance in them, one of them with two outputs and without a decision.</summary>
    private const string Chance = """
        cell Pair(x) {
          a = x |> conv_bn(4, 3) |> dropout(0.4)
          output left = a, right = a |> tanh
        }
        cell Choice(x, y) { output sum([s |> choose { a = dropout(0.3) >> conv(4, 3), b = conv(4, 1) >> bn, none = zero } for s in [x, y]]) }
        op Plain(x) = x |> conv(4, 1)
        op Chosen(x) { output x |> choose { relu, sep_conv(3) } |> dropout(0.2) }
        network N(image: [4, 6, 6]) {
          p = image |> Pair
          q = (p.left, p.right) |> Choice
          r = (q |> Plain, p.left) |> Choice
          output r |> Chosen |> global_avg_pool |> linear(3)
        }
        """;

    public static TheoryData<string, string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, bool>();
            foreach (var program in new[] { "darts", "chance", "blocks", "windows", "text", "stacked", "nasbench201", "darts_rnn" })
                foreach (var trained in new[] { "all", "weights", "alphas" })
                    cases.Add(program, trained, true);
            cases.Add("darts", "all", false);
            cases.Add("chance", "all", false);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void It_computes_what_the_other_one_computes(string program, string trained, bool optimizes)
    {
        using var scope = NewDisposeScope();
        var (space, kept, again) = Both(program, optimizes);
        foreach (var (name, parameter) in kept.named_parameters().Concat(again.named_parameters()))
            parameter.requires_grad_(trained == "all" || WeightNames.IsAlpha(name) == (trained == "alphas"));
        foreach (var (training, seed) in new[] { (true, 1), (true, 2), (false, 3) })
        {
            kept.train(training);
            again.train(training);
            var input = Input(space);
            Compare(kept, again, Step(kept, input, seed), Step(again, input, seed));
        }
    }

    /// <summary>What is taken or weighed during the forward pass counts in the backward pass too, whatever is then.</summary>
    [Theory, InlineData("darts", false), InlineData("darts", true), InlineData("chance", false), InlineData("chance", true)]
    public void It_is_computed_again_as_it_was(string program, bool takes)
    {
        using var scope = NewDisposeScope();
        var (space, kept, again) = Both(program);
        var input = Input(space);
        var results = new List<(Tensor, Tensor?)>();
        foreach (var model in new[] { kept, again })
        {
            var random = new Random(5);
            var x = input.clone();
            if (x.is_floating_point())
                x.requires_grad_();
            manual_seed(3);
            Decide();
            var first = model.forward(x);
            Decide();
            var second = model.forward(x);
            Call("Release", []);
            var output = first + second.square();
            output.sum().backward();
            results.Add((output, x.grad));

            void Decide()
            {
                if (takes)
                    Call("Take", [ArchitectureSampler.For(space, random.Next()).Next().Choices.ToDictionary(c => c.Key, c => c.Value.ToArray())]);
                else
                    foreach (var (name, alpha) in Alphas(model))
                        Call("Weigh", [name, (alpha * random.NextDouble()).softmax(0), random.Next(2) == 0 ? null : new[] { 0, 1 }]);
            }

            void Call(string method, object?[] arguments) => model.GetType().GetMethod(method)?.Invoke(model, arguments);
        }

        Compare(kept, again, results[0], results[1]);
    }

    [Fact]
    public void Gradients_of_some_tensors_alone_are_those()
    {
        using var scope = NewDisposeScope();
        var (space, kept, again) = Both("darts");
        var input = Input(space);
        var gradients = new[] { kept, again }.Select(model =>
        {
            Tensor[] wanted = [.. model.named_parameters().Where(p => p.name.Contains("n0_edge", StringComparison.Ordinal)).Select(p => p.parameter)];
            return autograd.grad([model.forward(input).square().sum()], wanted, allow_unused: true);
        }).ToList();
        Assert.NotEmpty(gradients[0]);
        foreach (var (expected, actual) in gradients[0].Zip(gradients[1]))
        {
            Assert.Equal(expected.IsInvalid, actual.IsInvalid);
            if (!expected.IsInvalid)
                Near(expected, actual, "a gradient");
        }

        Assert.All(again.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Another_mode_before_the_backward_pass_is_an_error()
    {
        using var scope = NewDisposeScope();
        var (space, _, again) = Both("darts");
        var loss = again.forward(Input(space)).sum();
        again.eval();
        Assert.Contains("from training to evaluation", Assert.Throws<InvalidOperationException>(() => loss.backward()).Message);
        again.train();
    }

    [Fact]
    public void A_graph_of_the_gradients_is_an_error()
    {
        using var scope = NewDisposeScope();
        var (space, _, again) = Both("darts");
        var loss = again.forward(Input(space)).sum();
        Assert.Contains("cannot be differentiated", Assert.Throws<InvalidOperationException>(
            () => autograd.grad([loss], [.. again.parameters()], create_graph: true, allow_unused: true)).Message);
    }

    [Fact]
    public void Steps_leave_no_tensors_behind()
    {
        var (space, _, again) = Both("chance");
        var input = Input(space);
        Steps(2);
        var before = Settled();
        Steps(5);
        Assert.Equal(before, Settled());

        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
                using (NewDisposeScope())
                {
                    again.forward(input).sum().backward();
                    foreach (var parameter in again.parameters())
                        parameter.grad = null;
                    // A graph that no pass goes through.
                    again.forward(input);
                }
        }

        static long Settled()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }
    }

    [Theory]
    [InlineData("darts", "Normal Normal Reduction")]
    [InlineData("chance", "Choice Chosen Pair")]
    [InlineData("text", "Recurrent")]
    public void Cells_of_the_network_are_computed_again_and_ops_with_a_choice(string program, string expected)
    {
        var cells = RecomputedCells.In(SpaceOf(program).Network);
        Assert.Equal(expected, string.Join(' ', cells.Select(f => f.Name).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void It_is_off_unless_asked_for()
    {
        var space = SpaceOf("darts");
        Assert.DoesNotContain("Recomputed", SupernetEmitter.Emit(space), StringComparison.Ordinal);
        SupernetEmitter.Emit(space, OptimizationOptions.All with { RecomputesCells = true }, out var optimizer);
        Assert.Equal((Optimizer.RecomputeCells, 3), optimizer.Report.Last());
    }

    private static (SearchSpace Space, Module<Tensor, Tensor> Kept, Module<Tensor, Tensor> Again) Both(string program, bool optimizes = true)
    {
        var space = SpaceOf(program);
        var options = optimizes ? OptimizationOptions.All : OptimizationOptions.None;
        var (kept, again) = (Compiled(options), Compiled(options with { RecomputesCells = true }));
        again.load_state_dict(kept.state_dict());
        return (space, kept, again);

        Module<Tensor, Tensor> Compiled(OptimizationOptions options)
        {
            // Images of a test are too small to be computed again by themselves, inside a cell that is.
            var code = SupernetEmitter.Emit(space, options)
                .Replace("LeastBytesToRecompute = 4 << 20", $"LeastBytesToRecompute = {(options.RecomputesCells ? 0 : int.MaxValue)}", StringComparison.Ordinal);
            Assert.Equal(options.RecomputesCells, code.Contains("recomputed.Forward(", StringComparison.Ordinal));
            return GeneratedCode.Compile(code).Create(GeneratedNames.Supernet(space));
        }
    }

    private static SearchSpace SpaceOf(string program) => program switch
    {
        "darts" => Programs.SupernetSpace(OptimizedSupernetTests.Darts),
        "chance" => Programs.SupernetSpace(Chance),
        "blocks" => Programs.SupernetSpace(Programs.Blocks),
        "windows" => Programs.SupernetSpace(Programs.Windows),
        "text" => Programs.SupernetSpace(SequenceModelTests.Searched),
        "stacked" => Programs.SupernetSpace(SequenceModelTests.Stacked),
        "nasbench201" => Example(program, new() { ["C"] = 4, ["N"] = 1, ["size"] = 8 }),
        _ => Example(program, new() { ["hidden"] = 5, ["steps"] = 3, ["vocabulary"] = 11 }),
    };

    private static SearchSpace Example(string name, Dictionary<string, double> arguments)
    {
        var compilation = Compilation.Create(new SourceText(RepositoryRoot.ReadText($"examples/{name}.nas"), $"{name}.nas"));
        return Assert.IsType<SearchSpace>(compilation.WithArguments(arguments).SupernetSpace);
    }

    private static Tensor Input(SearchSpace space)
    {
        var shape = space.Network.Inputs[0].Shape;
        return shape.IsTokens ? randint(0, 11, [3, .. shape.Dimensions], ScalarType.Int64) : rand([3, .. shape.Dimensions], ScalarType.Float64) - 0.5;
    }

    private static IEnumerable<(string Name, Tensor Alpha)> Alphas(Module model)
    {
        var alphas = Assert.IsAssignableFrom<System.Collections.IEnumerable>(model.GetType().GetProperty("Alphas")?.GetValue(model));
        return alphas.Cast<KeyValuePair<string, TorchSharp.Modules.Parameter>>().Select(p => (p.Key, (Tensor)p.Value));
    }

    /// <summary>The output, the gradient of the input; random numbers come from the seed.</summary>
    private static (Tensor Output, Tensor? OfInput) Step(Module<Tensor, Tensor> model, Tensor input, long seed)
    {
        model.zero_grad();
        var x = input.clone();
        if (x.is_floating_point())
            x.requires_grad_();
        manual_seed(seed);
        var output = model.forward(x);
        var factor = rand_like(output);
        (output * factor).sum().backward();
        return (output, x.grad);
    }

    private static void Compare(
        Module<Tensor, Tensor> kept, Module<Tensor, Tensor> again, (Tensor Output, Tensor? OfInput) expected, (Tensor Output, Tensor? OfInput) actual)
    {
        Near(expected.Output, actual.Output, "output");
        Near(expected.OfInput, actual.OfInput, "gradient of the input");
        Assert.Equal(kept.named_parameters().Select(p => p.name), again.named_parameters().Select(p => p.name));
        foreach (var ((name, parameter), (_, other)) in kept.named_parameters().Zip(again.named_parameters()))
            Near(parameter.grad, other.grad, $"gradient of {name}");
        foreach (var ((name, buffer), (_, other)) in kept.named_buffers().Zip(again.named_buffers()))
            Near(buffer, other, name);
        Assert.Equal(kept.parameters().Any(p => p.requires_grad), kept.parameters().Any(p => p.grad is not null));
    }

    private static void Near(Tensor? expected, Tensor? actual, string what)
    {
        Assert.True(expected is null == actual is null, $"{what}: one is missing");
        if (expected is null || actual is null)
            return;
        var (a, b) = (expected.to(ScalarType.Float64), actual.to(ScalarType.Float64));
        var difference = (a - b).abs().max().item<double>() / Math.Max(1, a.abs().max().item<double>());
        Assert.True(difference < Tolerance, $"{what} differs by {difference}");
    }
}
