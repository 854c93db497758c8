using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>What the two poolings have in common: a window over each channel.</summary>
internal abstract class Pool : Operation
{
    public override ImmutableArray<OperationParameter> Parameters =>
        [LibraryParameters.Kernel, LibraryParameters.Stride, LibraryParameters.Padding];

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        var kernel = call.Integer("kernel");
        if (Window.Of(call, kernel, call.Integer("stride"), call.OptionalInteger("padding")) is not { } window)
            return null;
        // A window that could lie in the padding alone has nothing to pool; libtorch refuses it.
        if (window.Padding > kernel / 2)
            return call.Fail(Diagnose.PaddingLargerThanHalf(call.Span, Name, window.Padding, kernel));
        return new ResolvedOperation(
            new ArgumentList(
                Argument("kernel", kernel),
                Argument("stride", window.Stride),
                Argument("padding", window.Padding)),
            window.Output(call.Input, call.Input.Channels));
    }
}

/// <summary>`max_pool(kernel)`: the largest value in each window.</summary>
internal sealed class MaxPool : Pool
{
    public override string Name => "max_pool";

    public override string Doc => "The largest value of each channel in a square window.";

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "MaxPool2d",
        a => $"MaxPool2d({a["kernel"]}, stride: {a["stride"]}{a.Optional("padding", "padding", "0")})");
}

/// <summary>`avg_pool(kernel)`: the mean of each window, where padding does not count.</summary>
internal sealed class AvgPool : Pool
{
    public override string Name => "avg_pool";

    public override string Doc => "The mean of each channel in a square window; padding does not count.";

    public override OperationFacts Facts => OperationFacts.Linear;

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "AvgPool2d",
        a => $"AvgPool2d({a["kernel"]}, stride: {a["stride"]}{a.Optional("padding", "padding", "0")}, count_include_pad: false)");
}
