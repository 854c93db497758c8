using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>
/// A network that reads on: its recurrent layers begin each window with the states they had at the end of the one before,
/// without gradients through them (truncated back-propagation). A network without such layers has no states.
/// </summary>
internal sealed class TextStream(Module<Tensor, Tensor> network, StatefulForward? forwardFrom) : IDisposable
{
    private Tensor[]? states, next;

    /// <summary>Logits [streams * steps, vocabulary]; reads the same window again until <see cref="Advance"/>.</summary>
    public Tensor Logits(Tensor tokens)
    {
        if (forwardFrom is null)
            return network.call(tokens).flatten(0, 1);
        var (logits, ends) = forwardFrom(tokens, states);
        Forget(ref next);
        next = ends;
        return logits.flatten(0, 1);
    }

    /// <summary>Goes on to the next window.</summary>
    public void Advance()
    {
        Forget(ref states);
        (states, next) = (next, null);
    }

    /// <summary>Goes back to the beginning of the text: states of zeros.</summary>
    public void Restart()
    {
        Forget(ref states);
        Forget(ref next);
    }

    public void Dispose() => Restart();

    /// <summary>Keeps the states with which the next window begins.</summary>
    public void Save(Checkpoint checkpoint, string name)
    {
        checkpoint.PutState($"{name}.states", states?.Length ?? 0);
        for (var i = 0; i < (states?.Length ?? 0); i++)
            checkpoint.Put($"{name}.states.{i}", states?[i] ?? throw new InvalidOperationException("no state"));
    }

    public void Load(Checkpoint checkpoint, string name, Device device)
    {
        Restart();
        var count = checkpoint.State<int>($"{name}.states");
        if (count > 0)
            states = [.. Enumerable.Range(0, count).Select(i => Loaded(checkpoint, $"{name}.states.{i}", device))];
    }

    private Tensor Loaded(Checkpoint checkpoint, string name, Device device)
    {
        var state = checkpoint.Tensor(name, Classifier.TypeOf(network));
        return state.to(device);
    }

    private static void Forget(ref Tensor[]? tensors)
    {
        foreach (var tensor in tensors ?? [])
            tensor.Dispose();
        tensors = null;
    }
}

/// <summary>The loss of one window, as often as it is asked for, with the numbers of the last time.</summary>
internal sealed class TextLoss(
    TextStream stream, TextBatch batch, int vocabulary, double smoothing, Device device, int epoch, int step) : MeasuredLoss
{
    public override Tensor Loss()
    {
        var targets = batch.Targets(device);
        var logits = stream.Logits(batch.Inputs(device));
        Classifier.ExpectOutputs(logits, vocabulary);
        var loss = functional.cross_entropy(logits, targets, label_smoothing: smoothing);
        Outcome = StepOutcome.Measure(loss, logits, targets, epoch, step);
        return loss;
    }
}
