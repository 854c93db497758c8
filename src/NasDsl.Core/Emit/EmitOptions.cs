namespace NasDsl.Emit;

/// <summary>How a child is generated, and what it can do beside `forward`.</summary>
/// <param name="DropPath">A settable probability of dropping an edge in training.</param>
/// <param name="Auxiliary">
/// `ForwardWithFeatures` and a class for the auxiliary tower, where the network has a chain of images to take them from.
/// </param>
/// <param name="LowersDepthwise">
/// Wide and dilated depthwise convolutions have gradients that are computed fast on a processor, as in a supernet (`lower-depthwise`), and
/// those behind a mean over all pixels lie channels last; the weights and their names, and what is computed, are the same.
/// </param>
public sealed record EmitOptions(bool DropPath = false, bool Auxiliary = false, bool LowersDepthwise = false)
{
    /// <summary>What `train` settings need.</summary>
    public static EmitOptions For(IR.TrainPlan? plan) => new(plan is { DropPath: > 0 }, plan is { Auxiliary: > 0 });
}
