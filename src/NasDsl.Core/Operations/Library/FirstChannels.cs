using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`first_channels(filters)`: the first channels of an image.</summary>
internal sealed class FirstChannels : Operation
{
    public override string Name => "first_channels";

    public override string Doc => "The first channels of an image, the others left out.";

    public override ImmutableArray<OperationParameter> Parameters => [LibraryParameters.Filters];

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (!call.RequireImage(call.Input))
            return null;
        var filters = call.Integer("filters");
        return filters <= call.Input.Channels
            ? new ResolvedOperation(new ArgumentList(Argument("filters", filters)), call.Input.WithChannels(filters))
            : call.Fail(Diagnose.OutOfRange(call.Span, "filters", $"at most {call.Input.Channels}, the channels of the tensor", $"{filters}"));
    }

    public override Emission EmissionOf(OperationLayer layer) =>
        new ExpressionEmission((a, x) => $"{x[0]}.narrow(1, 0, {a["filters"]})");
}
