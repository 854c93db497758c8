using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`channel_shuffle(groups)`: interleaves the channels of groups (Zhang et al. 2018).</summary>
internal sealed class ChannelShuffle : Operation
{
    public override string Name => "channel_shuffle";

    public override string Doc => "Interleaves the channels of groups: the first of each group, then the second of each, and so on.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        new("groups", ParameterKind.Integer, "How many groups the channels are split into.", Minimum: 1, Maximum: Window.LargestFilters),
    ];

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (!call.RequireImage(call.Input))
            return null;
        var (channels, groups) = (call.Input.Channels, call.Integer("groups"));
        return channels % groups == 0
            ? new ResolvedOperation(new ArgumentList(Argument("groups", groups)), call.Input)
            : call.Fail(Diagnose.GroupsDoNotDivide(call.Span, Name, groups, channels, channels));
    }

    public override Emission EmissionOf(OperationLayer layer) =>
        new ModuleEmission("ChannelShuffle", a => $"ChannelShuffle({a["groups"]})");
}

/// <summary>`slice_channels(from, count)`: some of the channels of an image, or features of a vector.</summary>
internal sealed class SliceChannels : Operation
{
    public override string Name => "slice_channels";

    public override string Doc => "The channels of an image (or features of a vector) from one on.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        new("from", ParameterKind.Integer, "The first channel, counted from 0.", Minimum: 0, Maximum: Window.LargestFilters),
        new("count", ParameterKind.Integer, "How many channels.", Minimum: 1, Maximum: Window.LargestFilters),
    ];

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (!call.RequireChannels(call.Input))
            return null;
        var (from, count) = (call.Integer("from"), call.Integer("count"));
        return from + count <= call.Input.Channels
            ? new ResolvedOperation(
                new ArgumentList(Argument("from", from), Argument("count", count)), call.Input.WithChannels(count))
            : call.Fail(Diagnose.TooFewToSlice(call.Span, Name, from, count, call.Input));
    }

    public override Emission EmissionOf(OperationLayer layer) => layer.Inputs[0].Equals(layer.Output)
        ? new PassThroughEmission()
        : new ExpressionEmission((a, x) => $"{x[0]}.narrow(1, {a["from"]}, {a["count"]})");
}

/// <summary>`pad_channels(filters)`: as many channels as wanted, by zeros behind the last or by leaving the last ones out.</summary>
internal sealed class PadChannels : Operation
{
    public override string Name => "pad_channels";

    public override string Doc => "Exactly `filters` channels: channels of zeros are added at the end, or the last ones left out.";

    public override ImmutableArray<OperationParameter> Parameters => [LibraryParameters.Filters];

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        var filters = call.Integer("filters");
        return call.RequireChannels(call.Input)
            ? new ResolvedOperation(
                new ArgumentList(Argument("filters", filters), Argument("added", filters - call.Input.Channels)),
                call.Input.WithChannels(filters))
            : null;
    }

    public override Emission EmissionOf(OperationLayer layer) => layer.Arguments.Integer("added") switch
    {
        0 => new PassThroughEmission(),
        < 0 => new ExpressionEmission((a, x) => $"{x[0]}.narrow(1, 0, {a["filters"]})"),
        _ when layer.Output.IsImage => new ExpressionEmission((a, x) => $"functional.pad({x[0]}, [0, 0, 0, 0, 0, {a["added"]}])"),
        _ => new ExpressionEmission((a, x) => $"functional.pad({x[0]}, (0, {a["added"]}))"),
    };
}

/// <summary>`(x, s) |> scale_channels`: each channel of `x` times its element of `s`, as squeeze-and-excitation does.</summary>
internal sealed class ScaleChannels : Operation
{
    public override string Name => "scale_channels";

    public override string Doc => "Each channel of the first tensor times the element of the second that belongs to it.";

    public override int InputCount => 2;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        var (input, scales) = (call.Input, call.Inputs[1]);
        if (!call.RequireChannels(input))
            return null;
        return scales.Elements == input.Channels && scales.Channels == input.Channels
            ? new ResolvedOperation(new ArgumentList(), input)
            : call.Fail(Diagnose.NotOneForEachChannel(call.Span, Name, input, scales));
    }

    public override Emission EmissionOf(OperationLayer layer) => new ExpressionEmission(
        (_, x) => (layer.Inputs[0].Rank - layer.Inputs[1].Rank) switch
        {
            2 => $"{x[0]} * {x[1]}.unsqueeze(2).unsqueeze(3)",
            -2 => $"{x[0]} * {x[1]}.flatten(1)",
            _ => $"{x[0]} * {x[1]}",
        },
        IsAtomic: false);
}
