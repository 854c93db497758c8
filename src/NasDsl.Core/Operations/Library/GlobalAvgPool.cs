using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`global_avg_pool`: `[C, H, W]` to `[C]`.</summary>
internal sealed class GlobalAvgPool : Operation
{
    public override string Name => "global_avg_pool";

    public override string Doc => "The mean of each channel over all pixels: an image of C channels becomes a vector of C.";

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call) =>
        call.RequireImage(call.Input) ? new ResolvedOperation(new ArgumentList(), new Shape(call.Input.Channels)) : null;

    public override Emission EmissionOf(OperationLayer layer) => new ExpressionEmission((_, x) => $"{x[0]}.mean([2, 3])")
    {
        ChannelsLast = x => $"{x[0]}.permute(0, 2, 3, 1).mean([1, 2])",
    };
}
