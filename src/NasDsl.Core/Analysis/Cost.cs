namespace NasDsl.Analysis;

/// <summary>What a network costs.</summary>
/// <param name="Parameters">Trainable weights.</param>
/// <param name="Macs">Multiply-accumulates for one example.</param>
/// <param name="Activations">
/// Values that the operations give for one example: what training keeps for the backward pass. Four bytes each in 32-bit floats.
/// </param>
public readonly record struct Cost(long Parameters, long Macs, long Activations = 0)
{
    public static Cost operator +(Cost a, Cost b) =>
        checked(new(a.Parameters + b.Parameters, a.Macs + b.Macs, a.Activations + b.Activations));

    /// <summary>The larger of each.</summary>
    public static Cost Max(Cost a, Cost b) => new(
        Math.Max(a.Parameters, b.Parameters), Math.Max(a.Macs, b.Macs), Math.Max(a.Activations, b.Activations));

    /// <summary>What is computed several times with the same weights.</summary>
    public Cost Times(long count) => checked(new(Parameters, Macs * count, Activations * count));
}
