using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Testing;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Tests.Emit;

/// <summary>Generated models that run over sequences: they compute what is written, and their gradients are right.</summary>
public class SequenceModelTests
{
    private const long Vocabulary = 11, Steps = 5;

    /// <summary>A searched cell as in DARTS, with a decoder that shares the embedding's weights.</summary>
    internal const string Searched = """
        opset Functions { none = State >> zero, tanh = Highway(tanh), relu = Highway(relu), id = Highway(identity) }
        op State(s, c, t) = s
        op Highway(f)(s, c, t) = s + c * ((t |> f) - s)
        op Gate(hidden)(x, h) {
          c = (x |> linear(hidden, bias: false)) + (h |> linear(hidden, bias: false)) |> sigmoid
          t = (x |> linear(hidden, bias: false)) + (h |> linear(hidden, bias: false)) |> tanh
          output h + c * (t - h)
        }
        op Edge(hidden)(s) {
          c = s |> linear(hidden, bias: false) |> sigmoid
          t = s |> linear(hidden, bias: false)
          output (s, c, t) |> choose Functions
        }
        cell Recurrent(hidden)(x, h) {
          s0 = (x, h) |> Gate(hidden)
          nodes n[3] = choose 1 of [s |> Edge(hidden) for s in [s0, ..n]]
          output mean(n)
        }
        network Text(tokens: [5] of 11) {
          e = tokens |> embedding(6)
          output e |> locked_dropout(0.3) |> recurrent(Recurrent(6)) |> layer_norm |> tied_linear(e)
        }
        """;

    /// <summary>A choice of cells with a larger state, two recurrent layers, and a vector at the end.</summary>
    internal const string Stacked = """
        op Plain(hidden)(x, h) = (x |> linear(hidden)) + (h |> linear(hidden)) |> choose { tanh, sigmoid }
        op Gated(hidden)(x, h) {
          c = (x |> linear(hidden)) + (h |> linear(hidden)) |> sigmoid
          output h + c * ((x |> linear(hidden) |> tanh) - h)
        }
        network Classifier(tokens: [5] of 11) {
          a = tokens |> embedding(4) |> recurrent(choose { plain = Plain(7), gated = Gated(7) }, hidden: 7)
          b = a |> relu |> recurrent(Plain(7))
          output concat([a |> last_step, concat([a, b]) |> linear(3) |> mean_steps]) |> linear(11)
        }
        """;

    public static TheoryData<string> AllPrograms => [Searched, Stacked];

    [Theory, MemberData(nameof(AllPrograms))]
    public void A_supernet_compiles_runs_and_has_the_weights_counted(string program)
    {
        using var scope = NewDisposeScope();
        var space = Programs.SupernetSpace(program);
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
        var alphas = GeneratedCode.Get<IReadOnlyDictionary<string, Parameter>>(supernet, "Alphas");

        var output = supernet.forward(Tokens());

        Assert.Equal([2, .. space.Network.ShapeOf(space.Network.Outputs[0]).Dimensions], output.shape);
        Assert.Equal(CostModel.Of(space).Parameters, WeightsOf(supernet) - alphas.Values.Sum(a => a.numel()));
        output.square().sum().backward();
        Assert.All(alphas.Values, alpha => Assert.NotNull(alpha.grad));
    }

    [Theory, MemberData(nameof(AllPrograms))]
    public void A_supernet_with_one_hot_alphas_equals_the_child_with_its_weights(string program)
    {
        var space = Programs.Space(program);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
        supernet.eval();
        var sampler = ArchitectureSampler.For(space, 7);
        for (var i = 0; i < 6; i++)
        {
            var architecture = sampler.Next();
            var child = ArchitectureResolver.Resolve(space, architecture);
            var model = GeneratedCode.Compile(ChildEmitter.Emit(space, child, new EmitOptions())).Create(GeneratedNames.Child(space));
            OneHot.Set(supernet, space, architecture);
            OneHot.CopyWeights(supernet, model, space, architecture);
            model.eval();

            Assert.Equal(CostModel.Of(child).Parameters, WeightsOf(model));
            Assert.InRange((supernet.forward(Tokens()) - model.forward(Tokens())).abs().max().item<double>(), 0, 1e-9);
        }
    }

    [Fact]
    public void A_recurrent_layer_and_its_gradients_are_those_of_the_loop_written_out()
    {
        using var scope = NewDisposeScope();
        var model = Child("""
            op Cell(x, h) = (x |> linear(4)) + (h |> linear(4, bias: false)) |> tanh
            network Text(x: [5, 3]) { output x |> recurrent(Cell, hidden: 4) }
            """);
        var weights = model.parameters().ToList();
        var (inputWeight, bias, stateWeight) = (
            weights.Single(w => w.shape is [4, 3]), weights.Single(w => w.shape is [4]), weights.Single(w => w.shape is [4, 4]));
        var input = randn([2, Steps, 3], dtype: ScalarType.Float64, requires_grad: true);
        var scale = randn([2, Steps, 4], dtype: ScalarType.Float64);

        var actual = model.forward(input);
        (actual * scale).sum().backward();
        Tensor[] gradients = [.. weights.Append(input).Select(GradientOf)];
        foreach (var tensor in weights.Append(input))
            tensor.grad = null;
        var state = zeros([2, 4], dtype: ScalarType.Float64);
        var states = new List<Tensor>();
        for (var t = 0; t < Steps; t++)
            states.Add(state = (input.select(1, t).matmul(inputWeight.t()) + bias + state.matmul(stateWeight.t())).tanh());
        var expected = stack(states, 1);
        (expected * scale).sum().backward();

        Assert.InRange((expected - actual).abs().max().item<double>(), 0, 1e-12);
        foreach (var (tensor, gradient) in weights.Append(input).Zip(gradients))
            Assert.InRange((GradientOf(tensor) - gradient).abs().max().item<double>(), 0, 1e-9);
    }

    [Fact]
    public void The_gradients_of_a_searched_cell_are_those_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        var space = Programs.SupernetSpace(Searched);
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
        supernet.eval();
        var alphas = GeneratedCode.Get<IReadOnlyDictionary<string, Parameter>>(supernet, "Alphas").Values.ToList();
        using (no_grad())
            foreach (var alpha in alphas)
                alpha.copy_(randn(alpha.shape, dtype: ScalarType.Float64));
        var scale = randn([2, Steps, Vocabulary], dtype: ScalarType.Float64);

        Loss().backward();

        foreach (var tensor in alphas.Concat(supernet.parameters().Where(p => p.shape is [Vocabulary, 6])))
            Assert.InRange(Difference(tensor, 1e-5) - GradientOf(tensor).flatten()[0].item<double>(), -1e-7, 1e-7);

        Tensor Loss() => (supernet.forward(Tokens()) * scale).sum();

        double Difference(Tensor tensor, double step)
        {
            using var noGradient = no_grad();
            var element = tensor.view(-1)[0];
            var before = element.item<double>();
            var losses = new[] { before + step, before - step }.Select(value =>
            {
                element.copy_(torch_tensor(value));
                return Loss().item<double>();
            }).ToList();
            element.copy_(torch_tensor(before));
            return (losses[0] - losses[1]) / (2 * step);
        }

    }

    [Theory, MemberData(nameof(AllPrograms))]
    public void A_text_in_two_windows_gives_what_it_gives_in_one_when_the_states_are_carried(string program)
    {
        if (program == Stacked)
            program = program.Replace("concat([a |> last_step, concat([a, b]) |> linear(3) |> mean_steps])", "concat([a, b])");
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var space = Programs.Space(program);
        var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
        supernet.eval();
        var forward = (supernet.GetType().GetMethod("ForwardFrom")
            ?? throw new InvalidOperationException()).CreateDelegate<Func<Tensor, Tensor[]?, (Tensor, Tensor[])>>(supernet);

        var whole = supernet.forward(Tokens());
        var (first, states) = forward(Tokens().narrow(1, 0, 2), null);
        var (second, _) = forward(Tokens().narrow(1, 2, 3), states);

        Assert.All(states, state => Assert.False(state.requires_grad));
        Assert.InRange((whole - cat([first, second], 1)).abs().max().item<double>(), 0, 1e-12);
        Assert.InRange((whole - supernet.forward(Tokens())).abs().max().item<double>(), 0, 0);
        foreach (var state in states)
            state.Dispose();
    }

    [Fact]
    public void A_decoder_is_tied_to_the_embedding_and_counted_once()
    {
        using var scope = NewDisposeScope();
        var model = Child("""
            network Text(tokens: [5] of 11) {
              e = tokens |> embedding(6) |> tanh
              output e |> dropout(0.5) |> tied_linear(e)
            }
            """);
        model.eval();
        var weight = model.parameters().Single(p => p.shape.Length == 2);

        var expected = weight.index_select(0, Tokens().flatten()).view(2, Steps, 6).tanh().matmul(weight.t());

        Assert.Equal(11 * 6 + 11, WeightsOf(model));
        Assert.InRange((expected - model.forward(Tokens())).abs().max().item<double>(), 0, 1e-12);
        Assert.InRange(weight.abs().max().item<double>(), 0.01, 0.1);
    }

    [Fact]
    public void Locked_dropout_keeps_or_drops_a_feature_for_the_whole_sequence()
    {
        using var scope = NewDisposeScope();
        var model = Child("network Text(x: [5, 40]) { output x |> locked_dropout(0.25) }");
        var input = ones([8, Steps, 40], dtype: ScalarType.Float64);

        var output = model.forward(input);
        model.eval();

        Assert.Equal(0, (output - output.narrow(1, 0, 1)).abs().max().item<double>());
        Assert.All(output.flatten().data<double>().ToArray(), v => Assert.True(v == 0 || Math.Abs(v - 1 / 0.75) < 1e-12));
        Assert.InRange(output.mean().item<double>(), 0.8, 1.2);
        Assert.Equal(0, (model.forward(input) - input).abs().max().item<double>());
    }

    [Theory, InlineData("darts_rnn", "hidden: 12, steps: 4, vocabulary: 30"), InlineData("enas_rnn", "hidden: 12, steps: 4, vocabulary: 30")]
    public void An_example_makes_children_that_run_with_the_weights_counted(string example, string arguments)
    {
        using var scope = NewDisposeScope();
        var program = RepositoryRoot.ReadText("examples", example + ".nas");
        foreach (var argument in arguments.Split(", ").Select(a => a.Split(": ")))
            program = System.Text.RegularExpressions.Regex.Replace(program, $@"\b{argument[0]} = \d+", $"{argument[0]} = {argument[1]}");
        var space = Programs.Space(program, example + ".nas");
        var sampler = ArchitectureSampler.For(space, 3);
        var tokens = randint(30, [2, 4], dtype: ScalarType.Int64);
        for (var i = 0; i < 3; i++)
        {
            var child = ArchitectureResolver.Resolve(space, sampler.Next());
            var model = GeneratedCode.Compile(ChildEmitter.Emit(space, child, new EmitOptions())).Create(GeneratedNames.Child(space));

            var output = model.forward(tokens);
            output.square().sum().backward();

            Assert.Equal([2, 4, 30], output.shape);
            Assert.Equal(CostModel.Of(child).Parameters, WeightsOf(model));
        }
    }

    private static Module<Tensor, Tensor> Child(string program)
    {
        var space = Programs.Space(program);
        return GeneratedCode.Compile(ChildEmitter.Emit(space, space, new EmitOptions())).Create(GeneratedNames.Child(space));
    }

    private static Tensor Tokens() => (arange(2 * Steps, ScalarType.Int64) * 7 % Vocabulary).view(2, Steps);

    private static Tensor torch_tensor(double value) => tensor(value, dtype: ScalarType.Float64);

    private static Tensor GradientOf(Tensor tensor) => tensor.grad?.clone() ?? throw new InvalidOperationException("no gradient");

    private static long WeightsOf(Module model) => model.parameters().Sum(p => p.numel());
}
