using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Semantics;

/// <summary>Three updates of one number under the loss p^2 / 2, against the published formulas written out.</summary>
public class OptimizerTests
{
    private const double Start = 2;

    [Fact]
    public void Sgd_goes_down_the_gradient() =>
        Follows(p => optim.SGD(p, 0.1, weight_decay: 0.5), (x, _) => x - 0.1 * (x + 0.5 * x));

    [Fact]
    public void Sgd_with_momentum_keeps_a_velocity()
    {
        var velocity = double.NaN;
        Follows(p => optim.SGD(p, 0.1, momentum: 0.9, dampening: 0.3), (x, t) =>
        {
            velocity = t == 1 ? x : 0.9 * velocity + 0.7 * x;
            return x - 0.1 * velocity;
        });
    }

    [Fact]
    public void Nesterovs_momentum_looks_ahead()
    {
        var velocity = double.NaN;
        Follows(p => optim.SGD(p, 0.1, momentum: 0.9, nesterov: true), (x, t) =>
        {
            velocity = t == 1 ? x : 0.9 * velocity + x;
            return x - 0.1 * (x + 0.9 * velocity);
        });
    }

    [Fact]
    public void Maximizing_goes_up() => Follows(p => optim.SGD(p, 0.1, maximize: true), (x, _) => x + 0.1 * x);

    [Fact]
    public void Adam_divides_by_the_corrected_root_mean_square()
    {
        double mean = 0, square = 0;
        Follows(p => optim.Adam(p, 0.1, 0.8, 0.9, 1e-3, weight_decay: 0.5), (x, t) =>
        {
            var gradient = 1.5 * x;
            mean = 0.8 * mean + 0.2 * gradient;
            square = 0.9 * square + 0.1 * gradient * gradient;
            return x - 0.1 * (mean / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(square / (1 - Math.Pow(0.9, t))) + 1e-3);
        });
    }

    [Fact]
    public void AdamW_decays_the_parameter_itself_and_amsgrad_keeps_the_greatest_square()
    {
        double mean = 0, square = 0, greatest = 0;
        Follows(p => optim.AdamW(p, 0.1, 0.8, 0.9, 1e-3, weight_decay: 0.5, amsgrad: true), (x, t) =>
        {
            mean = 0.8 * mean + 0.2 * x;
            square = 0.9 * square + 0.1 * x * x;
            greatest = Math.Max(greatest, square);
            return x * (1 - 0.05)
                - 0.1 * (mean / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(greatest / (1 - Math.Pow(0.9, t))) + 1e-3);
        });
    }

    [Fact]
    public void RmsProp_divides_by_the_running_deviation()
    {
        double square = 0, average = 0, velocity = 0;
        Follows(p => optim.RMSProp(p, 0.1, 0.9, 1e-3, momentum: 0.5, centered: true), (x, _) =>
        {
            square = 0.9 * square + 0.1 * x * x;
            average = 0.9 * average + 0.1 * x;
            velocity = 0.5 * velocity + x / (Math.Sqrt(square - average * average) + 1e-3);
            return x - 0.1 * velocity;
        });
    }

    [Fact]
    public void Groups_have_their_own_options_and_rates()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (One(), One());
        using var optimizer = optim.SGD([new SGD.ParamGroup([first], lr: 0.5), new SGD.ParamGroup { Parameters = [second] }], 0.1);
        Assert.Equal([0.5, 0.1], optimizer.ParamGroups.Select(group => group.LearningRate));
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate *= 2;
        (first.sum() + second.sum()).backward();
        optimizer.step();
        Assert.Equal(Start - 1, first.ToDouble(), 12);
        Assert.Equal(Start - 0.2, second.ToDouble(), 12);
    }

    [Fact]
    public void Zeroing_keeps_gradients_and_skips_those_that_are_missing()
    {
        using var scope = NewDisposeScope();
        var (used, unused) = (One(), One());
        using var optimizer = optim.SGD([used, unused], 0.1);
        used.square().sum().backward();
        optimizer.step();
        optimizer.zero_grad();
        Assert.Equal(0, used.grad?.ToDouble());
        Assert.Null(unused.grad);
        Assert.Equal(Start, unused.ToDouble());
    }

    [Fact]
    public void A_saved_state_goes_on_where_it_was()
    {
        using var scope = NewDisposeScope();
        var (left, right) = (One(), One());
        using var first = optim.Adam([left], 0.1);
        using var second = optim.Adam([right], 0.7);
        Step(first, left);
        using var stream = new MemoryStream();
        first.save_state_dict(new BinaryWriter(stream));
        second.load_state_dict(new BinaryReader(new MemoryStream(stream.ToArray())));
        using (no_grad())
            right.copy_(left);
        Step(first, left);
        Step(second, right);
        Assert.Equal(left.ToDouble(), right.ToDouble(), 14);
        Assert.True(first.state_dict().State[0].ApproximatelyEquals(second.state_dict().State[0]));
    }

    [Fact]
    public void The_closures_loss_is_returned()
    {
        using var scope = NewDisposeScope();
        var parameter = One();
        using var optimizer = optim.SGD([parameter], 0.1);
        var loss = optimizer.step(() =>
        {
            var value = parameter.square().sum();
            value.backward();
            return value;
        });
        Assert.Equal(Start * Start, loss?.ToDouble());
        Assert.Equal(Start - 0.4, parameter.ToDouble(), 12);
    }

    private static void Follows(Func<IEnumerable<Parameter>, optim.Optimizer> create, Func<double, int, double> formula)
    {
        using var scope = NewDisposeScope();
        var parameter = One();
        using var optimizer = create([parameter]);
        var expected = Start;
        for (var step = 1; step <= 3; step++)
        {
            Step(optimizer, parameter);
            expected = formula(expected, step);
            Assert.Equal(expected, parameter.ToDouble(), 12);
        }
    }

    private static void Step(optim.Optimizer optimizer, Parameter parameter)
    {
        optimizer.zero_grad();
        (parameter.square() / 2).sum().backward();
        optimizer.step();
    }

    private static Parameter One() => nn.Parameter(tensor(Start));
}
