using NasDsl.Cli.Commands;
using NasDsl.IR;
using NasDsl.Search;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>Turns what a program says of a search or a training into the trainers' settings.</summary>
internal static class PlanSettings
{
    /// <param name="space">The decisions, for a strategy that takes whole architectures.</param>
    public static SearchSettings Of(SupernetPlan plan, RunSettings run, Func<DecisionSpace> space) => new()
    {
        Method = MethodOf(plan, space),
        Order = plan is DartsPlan darts ? darts.Order : 1,
        Epochs = plan.Epochs + (plan is ProxylessPlan proxyless ? proxyless.WarmUp : 0),
        BatchSize = plan.Batch,
        TrainFraction = plan.Split,
        Weights = Of(plan.Weights),
        Alphas = Of(AlphasOf(plan)),
        Seed = run.Seed,
        Threads = run.Threads,
        Device = run.Device,
        MaxStepsPerEpoch = run.Steps,
        TrainImages = run.TrainImages,
    };

    private static SearchMethod MethodOf(SupernetPlan plan, Func<DecisionSpace> space) => plan switch
    {
        DartsPlan darts => new DartsMethod(darts.Order),
        SnasPlan snas => new SnasMethod(Of(snas.Temperature)),
        GdasPlan gdas => new GdasMethod(Of(gdas.Temperature)),
        ProxylessPlan proxyless => new ProxylessMethod(proxyless.WarmUp, proxyless.Every),
        SinglePathPlan single => new SinglePathMethod(space(), single),
        EnasPlan enas => new EnasMethod(space(), enas),
        _ => throw new ArgumentException($"no strategy `{plan.Name}` is known", nameof(plan)),
    };

    /// <summary>Those that are not trained have an optimizer that is never asked.</summary>
    private static OptimizerPlan AlphasOf(SupernetPlan plan) => plan switch
    {
        DartsPlan darts => darts.Alphas,
        SnasPlan snas => snas.Alphas,
        GdasPlan gdas => gdas.Alphas,
        ProxylessPlan proxyless => proxyless.Alphas,
        _ => SupernetPlans.Darts.Alphas,
    };

    private static Temperature Of(TemperaturePlan plan) => new(plan.From, plan.To, plan.Schedule == ScheduleKind.Exponential);

    public static TrainSettings Of(TrainPlan plan, RunSettings run, ReportSettings report) => new()
    {
        Epochs = plan.Epochs,
        BatchSize = plan.Batch,
        Optimizer = Of(plan.Weights),
        Augment = [.. plan.Augment.Select(Of)],
        DropPath = plan.DropPath,
        Auxiliary = plan.Auxiliary,
        LabelSmoothing = plan.LabelSmoothing,
        Seed = run.Seed,
        Threads = run.Threads,
        Device = run.Device,
        MaxStepsPerEpoch = run.Steps,
        TrainImages = run.TrainImages,
        TestImages = report.TestImages,
        TestEveryEpoch = !report.TestsLastOnly,
    };

    private static OptimizerSettings Of(OptimizerPlan plan) => new()
    {
        Kind = plan.Kind switch
        {
            IR.OptimizerKind.Sgd => Torch.OptimizerKind.Sgd,
            IR.OptimizerKind.Adam => Torch.OptimizerKind.Adam,
            _ => Torch.OptimizerKind.AdamW,
        },
        LearningRate = plan.LearningRate.Schedule switch
        {
            ScheduleKind.Cosine => new Torch.LearningRate.Cosine(plan.LearningRate.From, plan.LearningRate.To),
            ScheduleKind.Linear => new Torch.LearningRate.Linear(plan.LearningRate.From, plan.LearningRate.To),
            _ => new Torch.LearningRate.Constant(plan.LearningRate.From),
        },
        Momentum = plan.Momentum,
        Nesterov = plan.Nesterov,
        Beta1 = plan.Beta1,
        Beta2 = plan.Beta2,
        WeightDecay = plan.WeightDecay,
        Clip = plan.Clip ?? 0,
    };

    private static Torch.Augmentation Of(IR.Augmentation augmentation) => augmentation switch
    {
        IR.RandomCrop crop => new Torch.RandomCrop(crop.Pad),
        IR.Cutout cutout => new Torch.Cutout(cutout.Length),
        IR.HorizontalFlip => new Torch.HorizontalFlip(),
        _ => throw new ArgumentException($"no augmentation {augmentation.GetType().Name} is known", nameof(augmentation)),
    };
}
