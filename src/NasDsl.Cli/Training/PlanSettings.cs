using NasDsl.Cli.Commands;
using NasDsl.IR;
using NasDsl.Torch;

namespace NasDsl.Cli.Training;

/// <summary>Turns what a program says of a search or a training into the trainers' settings.</summary>
internal static class PlanSettings
{
    public static SearchSettings Of(DartsPlan plan, RunSettings run) => new()
    {
        Order = plan.Order,
        Epochs = plan.Epochs,
        BatchSize = plan.Batch,
        TrainFraction = plan.Split,
        Weights = Of(plan.Weights),
        Alphas = Of(plan.Alphas),
        Seed = run.Seed,
        Threads = run.Threads,
        Device = run.Device,
        MaxStepsPerEpoch = run.Steps,
        TrainImages = run.TrainImages,
    };

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
        LearningRate = plan.LearningRate.Schedule == ScheduleKind.Cosine
            ? new Torch.LearningRate.Cosine(plan.LearningRate.From, plan.LearningRate.To)
            : new Torch.LearningRate.Constant(plan.LearningRate.From),
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
