using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch.Tests.ZeroCost;

/// <summary>Each score against its definition: by hand on a linear network, by finite differences on one of convolutions.</summary>
public sealed class ZeroCostScoreTests
{
    /// <summary>Two inputs, a matrix, two outputs, no bias: everything can be computed by hand.</summary>
    private sealed class Linear2 : Module<Tensor, Tensor>
    {
        private readonly Linear layer = Linear(2, 2, hasBias: false);

        public Linear2()
            : base(nameof(Linear2)) => RegisterComponents();

        public override Tensor forward(Tensor input) => layer.call(input);

        public static ObservedNetwork Of(double a, double b, double c, double d)
        {
            var network = new Linear2();
            network.to(ScalarType.Float64);
            using var noGradient = no_grad();
            network.layer.weight.copy_(tensor(new[] { a, b, c, d }, [2, 2], dtype: ScalarType.Float64));
            return new ObservedNetwork(network);
        }
    }

    /// <summary>[N, 1, 4, 4]: convolution, batch normalization, ReLU, convolution, ReLU, mean, linear.</summary>
    private sealed class Small : Module<Tensor, Tensor>
    {
        private readonly Sequential body = Sequential(Conv2d(1, 3, 3, padding: 1), BatchNorm2d(3), ReLU(), Conv2d(3, 2, 3), ReLU());
        private readonly Linear head = Linear(2, 3);

        public Small()
            : base(nameof(Small)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(body.call(input).mean([2, 3]));

        public static ObservedNetwork Of(long seed)
        {
            manual_seed(seed);
            var network = new Small();
            network.to(ScalarType.Float64);
            return new ObservedNetwork(network);
        }
    }

    private static ScoreBatch Examples(int count)
    {
        manual_seed(7);
        return new ScoreBatch(
            randn([count, 1, 4, 4], dtype: ScalarType.Float64), tensor(Enumerable.Range(0, count).Select(i => (long)(i % 3)).ToArray()));
    }

    private static ScoreBatch One(double x, double y) =>
        new(tensor(new[] { x, y }, [1, 2], dtype: ScalarType.Float64), tensor(new[] { 0L }));

    private static double Score(string name, ObservedNetwork network, ScoreBatch batch) =>
        (ZeroCostScore.Find(name) ?? throw new ArgumentException(name)).Of(network, batch);

    private static double Loss(ObservedNetwork network, ScoreBatch batch)
    {
        using var noGradient = no_grad();
        return functional.cross_entropy(network.Network.call(batch.Inputs), batch.Targets).item<double>();
    }

    [Fact]
    public void There_is_a_class_for_each_score_of_the_language() =>
        Assert.Equal(IR.Metric.Scores, ZeroCostScore.All.Select(s => s.Name));

    /// <summary>Logits 0 and 0: dL/dz = (-1/2, 1/2), so that dL/dW = ((-x/2, -y/2), (x/2, y/2)).</summary>
    [Fact]
    public void The_gradient_norm_and_snip_are_those_by_hand()
    {
        using var network = Linear2.Of(4, -3, 4, -3);
        Assert.Equal(Math.Sqrt((9 + 16) / 2.0), Score("grad_norm", network, One(3, 4)), 12);
        // |w dL/dw|: 4 * 3/2 and 3 * 4/2, twice.
        Assert.Equal(24, Score("snip", network, One(3, 4)), 12);
    }

    /// <summary>The outputs of ones are the rows' absolute sums, and R is linear in each weight: the score is R.</summary>
    [Fact]
    public void Synflow_of_one_layer_is_the_sum_of_its_weights()
    {
        using var network = Linear2.Of(1, -2, 3, -4.5);
        Assert.Equal(10.5, Score("synflow", network, One(3, 4)), 12);
    }

    /// <summary>R has degree one in each of three layers: each of them gives R once. Biases add what a later layer multiplies.</summary>
    [Fact]
    public void Synflow_of_several_layers_is_that_of_finite_differences()
    {
        using var network = Small.Of(3);
        var score = Score("synflow", network, Examples(4));
        var input = ones([1, 1, 4, 4], dtype: ScalarType.Float64);
        var sum = Differences(network, () => network.Network.call(input).sum().item<double>()).Zip(Values(network), (g, w) => g * w).Sum();
        Assert.Equal(1, score / sum, 1e-6);
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        var batch = Examples(5);
        using var network = Small.Of(4);
        var gradients = Differences(network, () => Loss(network, batch));
        Assert.Equal(gradients.Zip(Values(network), (g, w) => Math.Abs(g * w)).Sum(), Score("snip", network, batch), 1e-6);
    }

    /// <summary>H g by the difference of two gradients along g.</summary>
    [Fact]
    public void Grasp_has_the_product_with_the_hessian()
    {
        var batch = Examples(5);
        using var network = Small.Of(5);
        var score = Score("grasp", network, batch);
        var start = Values(network);
        var gradient = Gradient(network, batch);
        const double step = 1e-5;
        Set(network, [.. start.Zip(gradient, (w, g) => w + step * g)]);
        var above = Gradient(network, batch);
        Set(network, [.. start.Zip(gradient, (w, g) => w - step * g)]);
        var below = Gradient(network, batch);
        var expected = -above.Zip(below, (a, b) => (a - b) / (2 * step)).Zip(start, (h, w) => h * w).Sum();
        Assert.Equal(1, score / expected, 1e-4);
    }

    /// <summary>One layer of two channels: a dL/da is z (p - y); half its square, summed.</summary>
    [Fact]
    public void Fisher_is_that_by_hand()
    {
        using var network = Linear2.Of(1, 0, 0, 1);
        var p = 1 / (1 + Math.Exp(1));
        // Logits 1 and 2: (p - 1) for the first, (1 - p) for the second.
        Assert.Equal((Math.Pow(1 * (p - 1), 2) + Math.Pow(2 * (1 - p), 2)) / 2, Score("fisher", network, One(1, 2)), 12);
    }

    /// <summary>Channels of images are summed over their places first.</summary>
    [Fact]
    public void Fisher_looks_at_every_convolution()
    {
        var batch = Examples(3);
        using var network = Small.Of(6);
        var outputs = new List<Tensor>();
        var layers = network.Network.modules().Where(m => m is TorchSharp.Modules.Conv2d or TorchSharp.Modules.Linear).Cast<Module<Tensor, Tensor>>().ToList();
        var hooks = layers.Select(m => m.register_forward_hook((_, _, output) =>
        {
            var kept = output.alias().DetachFromDisposeScope();
            outputs.Add(kept);
            return kept.alias();
        })).ToList();
        var loss = functional.cross_entropy(network.Network.call(batch.Inputs), batch.Targets);
        hooks.ForEach(h => h.remove());
        var gradients = autograd.grad([loss], outputs);
        var expected = 0.0;
        for (var i = 0; i < outputs.Count; i++)
        {
            var product = (outputs[i] * gradients[i]).reshape(3, outputs[i].shape[1], -1).sum(2);
            expected += product.pow(2).mean([0]).sum().item<double>() / 2;
        }
        Assert.Equal(3, outputs.Count);
        Assert.Equal(1, Score("fisher", network, batch) / expected, 1e-9);
    }

    /// <summary>A linear network has the same gradient for each example: all correlations are 1, the eigenvalues N and 0.</summary>
    [Fact]
    public void Jacov_of_a_linear_network_is_that_by_hand()
    {
        using var network = Linear2.Of(1, -2, 3, -4.5);
        var batch = new ScoreBatch(randn([4, 2], dtype: ScalarType.Float64), zeros([4], dtype: ScalarType.Int64));
        const double k = 1e-5;
        double Term(double l) => Math.Log(l + k) + 1 / (l + k);
        Assert.Equal(1, Score("jacov", network, batch) / -(Term(4) + 3 * Term(0)), 1e-6);
    }

    /// <summary>Units are counted here one by one.</summary>
    [Fact]
    public void Naswot_counts_units_that_agree()
    {
        var batch = Examples(4);
        using var network = Small.Of(8);
        var codes = new bool[4][];
        for (var i = 0; i < 4; i++)
            codes[i] = [];
        using (network.ObserveRectifiers(x =>
        {
            var flat = x.reshape(4, -1).contiguous().data<double>().ToArray();
            for (var i = 0; i < 4; i++)
                codes[i] = [.. codes[i], .. flat[(i * flat.Length / 4)..((i + 1) * flat.Length / 4)].Select(v => v > 0)];
        }))
            network.Network.call(batch.Inputs);
        Assert.Equal(3 * 16 + 2 * 4, codes[0].Length);
        var kernel = new double[4, 4];
        for (var i = 0; i < 4; i++)
            for (var j = 0; j < 4; j++)
                kernel[i, j] = codes[i].Zip(codes[j], (a, b) => a == b ? 1 : 0).Sum();
        Assert.Equal(Math.Log(Math.Abs(Determinant(kernel))), Score("naswot", network, batch), 1e-6);
    }

    /// <summary>Twice the step gives twice the distance: the score is computed again from its parts.</summary>
    [Fact]
    public void Zen_is_the_distance_and_the_scales()
    {
        var batch = Examples(6);
        manual_seed(1);
        using var network = Small.Of(9);
        manual_seed(2);
        var score = Score("zen", network, batch);

        manual_seed(2);
        using var noGradient = no_grad();
        foreach (var weight in network.Weights)
            weight.copy_(randn_like(weight));
        var x = randn_like(batch.Inputs);
        var body = network.Network.modules().OfType<Sequential>().Single();
        var before = body.children().OfType<Conv2d>().First().call(x);
        var variance = before.transpose(0, 1).reshape(3, -1).var(1, unbiased: false).mean().item<double>();
        var moved = body.call(x + 0.01 * randn_like(x)).mean([2, 3]);
        var distance = (body.call(x).mean([2, 3]) - moved).pow(2).sum(1).sqrt().mean().item<double>();
        Assert.Equal(Math.Log(distance) + Math.Log(Math.Sqrt(variance)), score, 1e-6);
    }

    private static double[] Values(ObservedNetwork network) =>
        [.. network.Weights.SelectMany(w => w.detach().contiguous().data<double>().ToArray())];

    private static void Set(ObservedNetwork network, double[] values)
    {
        using var noGradient = no_grad();
        var at = 0;
        foreach (var weight in network.Weights)
        {
            var count = (int)weight.numel();
            weight.copy_(tensor(values[at..(at + count)], weight.shape, dtype: ScalarType.Float64));
            at += count;
        }
    }

    private static double[] Gradient(ObservedNetwork network, ScoreBatch batch)
    {
        var loss = functional.cross_entropy(network.Network.call(batch.Inputs), batch.Targets);
        return [.. autograd.grad([loss], [.. network.Weights]).SelectMany(g => g.contiguous().data<double>().ToArray())];
    }

    private static double[] Differences(ObservedNetwork network, Func<double> value)
    {
        const double step = 1e-6;
        var start = Values(network);
        var gradient = new double[start.Length];
        for (var i = 0; i < start.Length; i++)
        {
            gradient[i] = (At(start[i] + step) - At(start[i] - step)) / (2 * step);
            At(start[i]);

            double At(double weight)
            {
                double[] moved = [.. start];
                moved[i] = weight;
                Set(network, moved);
                return value();
            }
        }
        return gradient;
    }

    private static double Determinant(double[,] m)
    {
        var (determinant, size) = (1.0, m.GetLength(0));
        for (var p = 0; p < size; p++)
        {
            determinant *= m[p, p];
            for (var r = p + 1; r < size; r++)
                for (var (c, factor) = (p, m[r, p] / m[p, p]); c < size; c++)
                    m[r, c] -= factor * m[p, c];
        }
        return determinant;
    }
}
