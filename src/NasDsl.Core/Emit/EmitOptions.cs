namespace NasDsl.Emit;

/// <summary>What a generated child can do beside `forward`.</summary>
/// <param name="DropPath">A settable probability of dropping an edge in training.</param>
/// <param name="Auxiliary">
/// `ForwardWithFeatures` and a class for the auxiliary tower, where the network has a chain of images to take them from.
/// </param>
public sealed record EmitOptions(bool DropPath = false, bool Auxiliary = false)
{
    /// <summary>What `train` settings need.</summary>
    public static EmitOptions For(IR.TrainPlan? plan) => new(plan is { DropPath: > 0 }, plan is { Auxiliary: > 0 });
}
