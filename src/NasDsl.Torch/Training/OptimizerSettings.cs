namespace NasDsl.Torch;

/// <summary>How a set of parameters is updated.</summary>
public sealed record OptimizerSettings
{
    public required OptimizerKind Kind { get; init; }

    public required LearningRate LearningRate { get; init; }

    /// <summary>For SGD.</summary>
    public double Momentum { get; init; }

    /// <summary>For SGD with momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Decay of Adam's mean of the gradient.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of Adam's mean of the squared gradient.</summary>
    public double Beta2 { get; init; } = 0.999;

    public double WeightDecay { get; init; }

    /// <summary>The largest norm of all gradients together; 0 leaves them as they are.</summary>
    public double Clip { get; init; }

    internal void Validate(string name)
    {
        Settings.Require(LearningRate.At(0, 1) is > 0 and < double.PositiveInfinity, $"{name}.lr", "more than 0", LearningRate.At(0, 1));
        Settings.Require(Momentum is >= 0 and < 1, $"{name}.momentum", "from 0 to less than 1", Momentum);
        Settings.Require(Beta1 is >= 0 and < 1, $"{name}.betas", "from 0 to less than 1", Beta1);
        Settings.Require(Beta2 is >= 0 and < 1, $"{name}.betas", "from 0 to less than 1", Beta2);
        Settings.Require(WeightDecay >= 0, $"{name}.weight_decay", "0 or more", WeightDecay);
        Settings.Require(Clip >= 0, $"{name}.clip", "0 or more", Clip);
        Settings.Require(!Nesterov || Momentum > 0, $"{name}.momentum", "more than 0 with `nesterov`", Momentum);
    }
}
