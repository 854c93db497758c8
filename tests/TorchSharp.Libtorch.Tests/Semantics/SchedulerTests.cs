using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Semantics;

/// <summary>Rates over twelve epochs against closed forms.</summary>
public class SchedulerTests
{
    private const double First = 0.8;

    [Fact]
    public void Cosine() =>
        Follows(o => optim.lr_scheduler.CosineAnnealingLR(o, 10, 0.1),
            t => 0.1 + (First - 0.1) * (1 + Math.Cos(Math.PI * t / 10)) / 2);

    [Fact]
    public void Steps() => Follows(o => optim.lr_scheduler.StepLR(o, 4, 0.5), t => First * Math.Pow(0.5, t / 4));

    [Fact]
    public void Milestones() =>
        Follows(o => optim.lr_scheduler.MultiStepLR(o, [3, 7], 0.5), t => First * (t < 3 ? 1 : t < 7 ? 0.5 : 0.25));

    [Fact]
    public void Exponential() => Follows(o => optim.lr_scheduler.ExponentialLR(o, 0.9), t => First * Math.Pow(0.9, t));

    [Fact]
    public void Lambda() => Follows(o => optim.lr_scheduler.LambdaLR(o, t => 1.0 / (t + 1)), t => First / (t + 1));

    private static void Follows(Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> create, Func<int, double> form)
    {
        using var scope = NewDisposeScope();
        using var optimizer = optim.SGD([nn.Parameter(ones(1))], First);
        var scheduler = create(optimizer);
        for (var epoch = 0; epoch < 12; epoch++)
        {
            Assert.Equal(form(epoch), optimizer.ParamGroups.Single().LearningRate, 12);
            Assert.Equal(form(epoch), scheduler.get_last_lr().Single(), 12);
            optimizer.step();
            scheduler.step();
        }
    }
}
