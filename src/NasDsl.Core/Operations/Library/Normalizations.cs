using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>What the normalizations have in common: they keep the shape and may learn a scale and a shift.</summary>
internal abstract class Normalization : Operation
{
    public override ImmutableArray<OperationParameter> Parameters => [LibraryParameters.Affine];

    public override long ParameterCount(OperationLayer layer) =>
        Cost.Normalization(Scaled(layer), layer.Arguments.Boolean("affine"));

    // Without affine weights nothing is learned, though a batch normalization still keeps its statistics.
    public override OperationFacts FactsOf(OperationLayer layer) =>
        layer.Arguments.Boolean("affine") ? Facts : Facts & ~OperationFacts.HasWeights;

    /// <summary>How many elements have a scale of their own.</summary>
    protected virtual long Scaled(OperationLayer layer) => layer.Output.Channels;

    protected static bool IsAffine(OperationCall call) =>
        call.OptionalBoolean("affine") ?? call.Context.NormalizationIsAffine;
}

/// <summary>`bn`: batch normalization of an image or a vector.</summary>
internal sealed class BatchNorm : Normalization
{
    public override string Name => "bn";

    public override string Doc => "Batch normalization over the examples and pixels of each channel.";

    public override OperationFacts Facts => OperationFacts.HasWeights | OperationFacts.Stateful;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (call.Input.Rank != 1 && !call.RequireImage(call.Input))
            return null;
        return new ResolvedOperation(
            new ArgumentList(Argument("channels", call.Input.Channels), Argument("affine", IsAffine(call))),
            call.Input);
    }

    public override Emission EmissionOf(OperationLayer layer)
    {
        var type = layer.Output.IsImage ? "BatchNorm2d" : "BatchNorm1d";
        return new ModuleEmission(type, a => $"{type}({a["channels"]}{a.Optional("affine", "affine", "true")})");
    }
}

/// <summary>`instance_norm`: each channel of each example by itself.</summary>
internal sealed class InstanceNorm : Normalization
{
    public override string Name => "instance_norm";

    public override string Doc => "Normalization over the pixels of each channel of each example.";

    public override OperationFacts Facts => OperationFacts.HasWeights;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (!call.RequireImage(call.Input))
            return null;
        if (Cost.Pixels(call.Input) == 1)
            return call.Fail(Diagnose.NothingToNormalize(call.Span, Name, call.Input));
        return new ResolvedOperation(
            new ArgumentList(Argument("channels", call.Input.Channels), Argument("affine", IsAffine(call))),
            call.Input);
    }

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "InstanceNorm2d", a => $"InstanceNorm2d({a["channels"]}{a.Optional("affine", "affine", "false")})");
}

/// <summary>`layer_norm`: all elements of an example together; of a sequence, the features of each step.</summary>
internal sealed class LayerNorm : Normalization
{
    public override string Name => "layer_norm";

    public override string Doc => "Normalization over all elements of each example; of a sequence, over the features of each step.";

    public override OperationFacts Facts => OperationFacts.HasWeights;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        var dimensions = Normalized(call.Input);
        if (dimensions.All(d => d == 1))
            return call.Fail(Diagnose.NothingToNormalize(call.Span, Name, call.Input));
        var sizes = dimensions.Select((size, i) => Argument($"size{i}", size));
        return new ResolvedOperation(new ArgumentList([.. sizes, Argument("affine", IsAffine(call))]), call.Input);
    }

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "LayerNorm",
        a => $"LayerNorm([{string.Join(", ", Enumerable.Range(0, Normalized(layer.Output).Length).Select(i => a[$"size{i}"]))}]"
            + $"{a.Optional("affine", "elementwise_affine", "true")})");

    protected override long Scaled(OperationLayer layer) => Normalized(layer.Output).Aggregate(1L, (product, d) => product * d);

    /// <summary>All dimensions; of a sequence `[steps, features]` the features, each step by itself.</summary>
    private static ImmutableArray<long> Normalized(Shape shape) => shape.Rank == 2 ? [shape.Dimensions[^1]] : shape.Dimensions;
}

/// <summary>`group_norm(groups)`: groups of channels of each example.</summary>
internal sealed class GroupNorm : Normalization
{
    public override string Name => "group_norm";

    public override string Doc => "Normalization over groups of channels of each example.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        new("groups", ParameterKind.Integer, "How many groups the channels are split into.", Minimum: 1, Maximum: Window.LargestFilters),
        LibraryParameters.Affine,
    ];

    public override OperationFacts Facts => OperationFacts.HasWeights;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (call.Input.IsSequence)
            return call.Fail(Diagnose.NotAnImage(call.Span, Name, call.Input));
        var (channels, groups) = (call.Input.Channels, call.Integer("groups"));
        if (channels % groups != 0)
            return call.Fail(Diagnose.GroupsDoNotDivide(call.Span, Name, groups, channels, channels));
        if (call.Input.Elements == groups)
            return call.Fail(Diagnose.NothingToNormalize(call.Span, Name, call.Input));
        return new ResolvedOperation(
            new ArgumentList(
                Argument("groups", groups),
                Argument("channels", channels),
                Argument("affine", IsAffine(call))),
            call.Input);
    }

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        "GroupNorm", a => $"GroupNorm({a["groups"]}, {a["channels"]}{a.Optional("affine", "affine", "true")})");
}
