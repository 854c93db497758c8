namespace NasDsl.Analysis;

/// <summary>What a network costs.</summary>
/// <param name="Parameters">Trainable weights.</param>
/// <param name="Macs">Multiply-accumulates for one example.</param>
public readonly record struct Cost(long Parameters, long Macs)
{
    public static Cost operator +(Cost a, Cost b) => checked(new(a.Parameters + b.Parameters, a.Macs + b.Macs));
}
