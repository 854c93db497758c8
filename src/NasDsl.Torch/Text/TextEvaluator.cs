using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>Measures how well a network predicts a text.</summary>
public static class TextEvaluator
{
    /// <summary>Cross-entropy in nats and accuracy over all tokens, in evaluation mode; e to the loss is the perplexity.</summary>
    /// <param name="network">int64 tokens [streams, steps] to logits [streams, steps, vocabulary]; its mode is restored.</param>
    /// <param name="forwardFrom">carries the states of its recurrent layers along, where it has any.</param>
    /// <param name="vocabulary">how many tokens the text has.</param>
    /// <exception cref="OperationCanceledException">cancelled between two windows</exception>
    public static Evaluation Evaluate(
        Module<Tensor, Tensor> network,
        StatefulForward? forwardFrom,
        TextBatches batches,
        int vocabulary,
        Device device,
        CancellationToken cancellation = default)
    {
        var wasTraining = network.training;
        network.eval();
        using var stream = new TextStream(network, forwardFrom);
        try
        {
            using var noGradient = no_grad();
            var (loss, correct, count) = (0.0, 0L, 0L);
            foreach (var batch in batches.All())
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var targets = batch.Targets(device);
                var logits = stream.Logits(batch.Inputs(device));
                Classifier.ExpectOutputs(logits, vocabulary);
                loss += functional.cross_entropy(logits, targets, reduction: Reduction.Sum).to(ScalarType.Float64).item<double>();
                correct += logits.argmax(1).eq(targets).sum().item<long>();
                count += batch.Next.Length;
                stream.Advance();
            }

            return new Evaluation(loss / count, (double)correct / count, count);
        }
        finally
        {
            network.train(wasTraining);
        }
    }
}
