using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>Images whose training split is divided in two: one part trains weights, the other judges architectures.</summary>
/// <param name="shape">the network's declared image, [C, H, W].</param>
public sealed class ImageSource(ImageDataset dataset, ImageShape shape) : SearchSource
{
    internal override SearchData Open(SupernetModel model, SearchSettings settings, Device device) =>
        new ImageSearchData(model, settings, device, dataset, shape);
}

internal sealed class ImageSearchData : SearchData
{
    private const string Drawn = "data.held_out";

    private enum Streams : ulong { Sample = 1, Divide, Training, Validation, Calibration = 6 }

    private readonly SupernetModel model;
    private readonly SearchSettings settings;
    private readonly Device device;
    private readonly int classes;
    private readonly ImageBatches training, validation;
    private IEnumerator<ImageBatch> batches = Enumerable.Empty<ImageBatch>().GetEnumerator();
    private IEnumerator<ImageBatch> heldOut;
    private long drawn;

    public ImageSearchData(SupernetModel model, SearchSettings settings, Device device, ImageDataset dataset, ImageShape shape)
    {
        (this.model, this.settings, this.device, classes) = (model, settings, device, dataset.Classes);
        var (first, second) = Divide(dataset, settings.TrainFraction, settings.TrainImages, settings.Seed);
        var normalization = Normalization.Of(dataset.Train);
        training = new ImageBatches(first, normalization, shape, settings.BatchSize);
        validation = new ImageBatches(second, normalization, shape, settings.BatchSize);
        heldOut = EndlessFrom(0).Ahead().GetEnumerator();
    }

    /// <summary>The images that train weights, and those that judge architectures.</summary>
    internal static (DataSplit Training, DataSplit HeldOut) Divide(ImageDataset dataset, double share, int? images, long seed) =>
        dataset.Train.Sample(images, SeededRandom.Derive((ulong)seed, (ulong)Streams.Sample))
            .Divide(share, SeededRandom.Derive((ulong)seed, (ulong)Streams.Divide));

    public override int StepsPerEpoch => Math.Min(training.TrainingBatches, settings.MaxStepsPerEpoch ?? int.MaxValue);

    public override void BeginEpoch(int epoch, int step)
    {
        batches.Dispose();
        batches = training.Training(Seed(Streams.Training), epoch, settings.Augment, step).Ahead().GetEnumerator();
    }

    public override MeasuredLoss NextTraining(int epoch, int step)
    {
        batches.MoveNext();
        return Loss(batches.Current, epoch, step);
    }

    public override MeasuredLoss NextHeldOut(int epoch, int step)
    {
        heldOut.MoveNext();
        drawn++;
        return Loss(heldOut.Current, epoch, step);
    }

    public override Evaluation Evaluate(CancellationToken cancellation) =>
        Classifier.Evaluate(model.Network, validation, device, cancellation);

    public override void Forward(int batches, Action<int> before, CancellationToken cancellation)
    {
        using var noGradient = no_grad();
        foreach (var (i, batch) in training.Training(Seed(Streams.Calibration), 0, []).Take(batches).Ahead().Index())
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            before(i);
            model.Network.call(batch.Images(device, Classifier.TypeOf(model.Network)));
        }
    }

    public override void Save(Checkpoint checkpoint) => checkpoint.PutState(Drawn, drawn);

    public override void Load(Checkpoint checkpoint)
    {
        drawn = checkpoint.State<long>(Drawn);
        heldOut.Dispose();
        heldOut = EndlessFrom(drawn).Ahead().GetEnumerator();
    }

    public override void Dispose()
    {
        batches.Dispose();
        heldOut.Dispose();
    }

    private IEnumerable<ImageBatch> EndlessFrom(long batch)
    {
        var skip = (int)(batch % validation.TrainingBatches);
        for (var epoch = (int)(batch / validation.TrainingBatches); ; epoch++, skip = 0)
        {
            foreach (var next in validation.Training(Seed(Streams.Validation), epoch, settings.Augment, skip))
                yield return next;
        }
    }

    private ulong Seed(Streams stream) => SeededRandom.Derive((ulong)settings.Seed, (ulong)stream);

    private ImageLoss Loss(ImageBatch batch, int epoch, int step) => new(model.Network, batch, classes, device, epoch, step);
}

/// <summary>The cross-entropy of a network on a batch of images.</summary>
internal sealed class ImageLoss(Module<Tensor, Tensor> network, ImageBatch batch, int classes, Device device, int epoch, int step)
    : MeasuredLoss
{
    public override Tensor Loss()
    {
        var logits = network.call(batch.Images(device, Classifier.TypeOf(network)));
        Classifier.ExpectOutputs(logits, classes);
        var targets = batch.Targets(device);
        var loss = functional.cross_entropy(logits, targets);
        Outcome = StepOutcome.Measure(loss, logits, targets, epoch, step);
        return loss;
    }
}
