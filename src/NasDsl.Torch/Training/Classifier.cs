using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>What is common to everything that classifies images.</summary>
public static class Classifier
{
    /// <summary>Loss and accuracy over all images of <paramref name="batches"/>, in evaluation mode.</summary>
    /// <param name="network">[N, C, H, W] to logits [N, classes]; its mode is restored afterwards.</param>
    /// <exception cref="OperationCanceledException">cancelled between two batches</exception>
    public static Evaluation Evaluate(
        Module<Tensor, Tensor> network, ImageBatches batches, Device device, CancellationToken cancellation = default)
    {
        var wasTraining = network.training;
        network.eval();
        try
        {
            using var noGradient = no_grad();
            var type = TypeOf(network);
            var (loss, correct, count) = (0.0, 0L, 0L);
            foreach (var batch in batches.Evaluation().Ahead())
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var targets = batch.Targets(device);
                var logits = network.call(batch.Images(device, type));
                ExpectLabels(logits, targets);
                var value = functional.cross_entropy(logits, targets, reduction: Reduction.Sum);
                loss += value.to(ScalarType.Float64).item<double>();
                correct += logits.argmax(1).eq(targets).sum().item<long>();
                count += batch.Count;
            }

            return new Evaluation(loss / count, (double)correct / count, count);
        }
        finally
        {
            network.train(wasTraining);
        }
    }

    /// <summary>The type of a network's weights: float32 where it has none.</summary>
    internal static ScalarType TypeOf(nn.Module network)
    {
        foreach (var parameter in network.parameters())
            return parameter.dtype;
        return ScalarType.Float32;
    }

    /// <exception cref="TrainingException">a label has no output (NAS7203)</exception>
    private static void ExpectLabels(Tensor logits, Tensor targets)
    {
        var (outputs, label) = (logits.shape[^1], targets.max().item<long>());
        if (label >= outputs)
        {
            throw new TrainingException(
                TrainingException.TooFewOutputs,
                $"the network has {outputs} outputs, and an image has the label {label}",
                "take the data that it was trained on");
        }
    }

    /// <exception cref="TrainingException">the network has fewer outputs than there are classes (NAS7203)</exception>
    internal static void ExpectOutputs(Tensor logits, int classes)
    {
        var outputs = logits.shape[^1];
        if (outputs < classes)
        {
            throw new TrainingException(
                TrainingException.TooFewOutputs,
                $"the network has {outputs} outputs, the data set has {classes} classes",
                $"end the network with `linear({classes})`");
        }
    }
}
