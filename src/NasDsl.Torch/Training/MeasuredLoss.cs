using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>The loss of one batch, as often as it is asked for, with the numbers of the last time.</summary>
internal abstract class MeasuredLoss
{
    public StepOutcome Outcome { get; protected set; }

    /// <summary>The scalar loss; its tensors belong to the dispose scope around the call.</summary>
    public abstract Tensor Loss();
}

/// <summary>
/// The forward of a network that also takes the states of its recurrent layers, zeros if null, and gives their last ones,
/// which have no gradients and belong to no dispose scope.
/// </summary>
public delegate (Tensor Output, Tensor[] States) StatefulForward(Tensor input, Tensor[]? states);
