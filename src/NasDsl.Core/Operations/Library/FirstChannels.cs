using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`first_channels(channels)`: the first channels of an image.</summary>
internal sealed class FirstChannels : Operation
{
    public override string Name => "first_channels";

    public override string Doc => "The first channels of an image, the others left out.";

    public override ImmutableArray<OperationParameter> Parameters =>
        [new("channels", ParameterKind.Integer, "How many.", Minimum: 1, Maximum: Window.LargestFilters)];

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (!call.RequireImage(call.Input))
            return null;
        var channels = call.Integer("channels");
        return channels <= call.Input.Channels
            ? new ResolvedOperation(new ArgumentList(Argument("channels", channels)), call.Input.WithChannels(channels))
            : call.Fail(Diagnose.OutOfRange(call.Span, "channels", $"at most {call.Input.Channels}, as many as the tensor has", $"{channels}"));
    }

    public override Emission EmissionOf(OperationLayer layer) =>
        new ExpressionEmission((a, x) => $"{x[0]}.narrow(1, 0, {a["channels"]})");
}
