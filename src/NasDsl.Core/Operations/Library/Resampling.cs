using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>`upsample(factor)`: a larger image, by the nearest pixel or between pixels.</summary>
internal sealed class Upsample : Operation
{
    public override string Name => "upsample";

    public override string Doc => "Height and width times a factor: each pixel repeated, or bilinear between pixels.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        new("factor", ParameterKind.Integer, "How many times larger.", Minimum: 1, Maximum: Window.LargestStride),
        new("bilinear", ParameterKind.Boolean, "Whether it interpolates between pixels.", new BooleanArgument(false)),
    ];

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (!call.RequireImage(call.Input))
            return null;
        var factor = call.Integer("factor");
        return new ResolvedOperation(
            new ArgumentList(
                Argument("factor", factor),
                Argument("bilinear", call.Boolean("bilinear"))),
            new Shape(call.Input.Channels, factor * call.Input.Height, factor * call.Input.Width));
    }

    public override Emission EmissionOf(OperationLayer layer) => new ExpressionEmission(
        (a, x) => $"functional.interpolate({x[0]}, scale_factor: [{a["factor"]}, {a["factor"]}]"
            + $"{a.Choose("bilinear", ", mode: InterpolationMode.Bilinear", "")})");
}

/// <summary>
/// `resize(like)`: the height and width of another tensor, larger by the nearest pixel or between pixels, smaller by a max
/// pooling (NAS-FPN) or between pixels.
/// </summary>
internal sealed class Resize : Operation
{
    public override string Name => "resize";

    public override string Doc =>
        "Height and width of `like`: up by repeating pixels, down by max pooling; or both between pixels, bilinear.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        new("like", ParameterKind.Shape, "The tensor whose height and width are wanted."),
        new("bilinear", ParameterKind.Boolean, "Whether it interpolates between pixels.", new BooleanArgument(false)),
    ];

    public override OperationFacts FactsOf(OperationLayer layer) =>
        layer.Arguments.Integer("factor") > 1 ? OperationFacts.None : OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        var (input, like, bilinear) = (call.Input, call.ShapeOf("like"), call.Boolean("bilinear"));
        if (!call.RequireImage(input) || !call.RequireImage(like))
            return null;
        if ((bilinear ? 1 : Factor(input, like)) is not { } factor)
            return call.Fail(Diagnose.CannotResize(call.Span, input, like));
        return new ResolvedOperation(
            new ArgumentList(
                Argument("height", like.Height),
                Argument("width", like.Width),
                Argument("factor", factor),
                Argument("bilinear", bilinear)),
            new Shape(input.Channels, like.Height, like.Width));
    }

    public override Emission EmissionOf(OperationLayer layer)
    {
        if (layer.Inputs[0].Equals(layer.Output))
            return new PassThroughEmission();
        return layer.Arguments.Integer("factor") == 1
            ? new ExpressionEmission((a, x) => $"functional.interpolate({x[0]}, [{a["height"]}, {a["width"]}]"
                + $"{a.Choose("bilinear", ", mode: InterpolationMode.Bilinear", "")})")
            : new ModuleEmission("MaxPool2d", a => $"MaxPool2d({a["factor"]}, stride: {a["factor"]}, ceil_mode: true)");
    }

    /// <summary>How many times smaller: 1 where it is not; null where no pooling gives that size.</summary>
    private static long? Factor(Shape input, Shape like)
    {
        if (like.Height >= input.Height && like.Width >= input.Width)
            return 1;
        var factor = (input.Height + like.Height - 1) / like.Height;
        return (input.Height + factor - 1) / factor == like.Height && (input.Width + factor - 1) / factor == like.Width
            ? factor
            : null;
    }
}

/// <summary>`adaptive_avg_pool(grid)`: the mean of each cell of a grid laid over the image.</summary>
internal sealed class AdaptiveAvgPool : Operation
{
    public override string Name => "adaptive_avg_pool";

    public override string Doc => "The mean of each channel in every cell of a grid laid over the image.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        new("grid", ParameterKind.Window, "Cells of the grid: one number, or a pair (rows, columns).", Minimum: 1, Maximum: 4096),
    ];

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (!call.RequireImage(call.Input))
            return null;
        var grid = call.Pair("grid");
        if (grid.Height > call.Input.Height || grid.Width > call.Input.Width)
            return call.Fail(Diagnose.GridTooFine(call.Span, Name, grid, call.Input));
        return new ResolvedOperation(
            new ArgumentList(("grid", grid.IsSquare ? new IntegerArgument(grid.Height) : grid)),
            new Shape(call.Input.Channels, grid.Height, grid.Width));
    }

    public override Emission EmissionOf(OperationLayer layer) =>
        new ModuleEmission("AdaptiveAvgPool2d", a => $"AdaptiveAvgPool2d({a["grid"]})");
}

/// <summary>`global_max_pool`: `[C, H, W]` to `[C]`.</summary>
internal sealed class GlobalMaxPool : Operation
{
    public override string Name => "global_max_pool";

    public override string Doc => "The largest value of each channel: an image of C channels becomes a vector of C.";

    public override ResolvedOperation? Resolve(OperationCall call) =>
        call.RequireImage(call.Input) ? new ResolvedOperation(new ArgumentList(), new Shape(call.Input.Channels)) : null;

    public override Emission EmissionOf(OperationLayer layer) => new ExpressionEmission((_, x) => $"{x[0]}.amax(2, 3)");
}

/// <summary>`pad_to(like)`: zeros below and to the right, up to the size of another tensor.</summary>
internal sealed class PadTo : Operation
{
    public override string Name => "pad_to";

    public override string Doc => "Zeros below and to the right, up to the height and width of `like`.";

    public override ImmutableArray<OperationParameter> Parameters =>
        [new("like", ParameterKind.Shape, "The tensor whose height and width are wanted.")];

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        var (input, like) = (call.Input, call.ShapeOf("like"));
        if (!call.RequireImage(input) || !call.RequireImage(like))
            return null;
        if (input.Height > like.Height || input.Width > like.Width)
            return call.Fail(Diagnose.CannotPadDown(call.Span, Name, input, like));
        return new ResolvedOperation(
            new ArgumentList(Argument("rows", like.Height - input.Height), Argument("columns", like.Width - input.Width)),
            new Shape(input.Channels, like.Height, like.Width));
    }

    public override Emission EmissionOf(OperationLayer layer) => layer.Inputs[0].Equals(layer.Output)
        ? new PassThroughEmission()
        : new ExpressionEmission((a, x) => $"functional.pad({x[0]}, (0, {a["columns"]}, 0, {a["rows"]}))");
}

/// <summary>
/// `pad_concat(list)`: channels one after the other, where images smaller than the largest get zeros below and to the right
/// (Zoph and Le 2017, section 3.3).
/// </summary>
internal sealed class PadConcat : Operation
{
    public override string Name => "pad_concat";

    public override string Doc =>
        "Puts the channels of images after each other; smaller images get zeros below and to the right first.";

    public override bool TakesList => true;

    public override Shape? Join(Shape first, Shape second) => first.IsImage && second.IsImage
        ? new Shape(first.Channels + second.Channels, Math.Max(first.Height, second.Height), Math.Max(first.Width, second.Width))
        : null;

    public override OperationFacts Facts => OperationFacts.Linear;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        if (!call.RequireInputs() || !call.Inputs.All(call.RequireImage))
            return null;
        return new ResolvedOperation(
            new ArgumentList(),
            new Shape(call.Inputs.Sum(s => s.Channels), call.Inputs.Max(s => s.Height), call.Inputs.Max(s => s.Width)));
    }

    public override Emission EmissionOf(OperationLayer layer)
    {
        if (layer.Inputs.Length == 1)
            return new PassThroughEmission();
        return new ExpressionEmission((_, x) => $"cat([{string.Join(", ", x.Zip(layer.Inputs, Padded))}], 1)");

        string Padded(string tensor, Shape shape)
        {
            var (rows, columns) = (layer.Output.Height - shape.Height, layer.Output.Width - shape.Width);
            return rows == 0 && columns == 0 ? tensor : $"functional.pad({tensor}, (0, {columns}, 0, {rows}))";
        }
    }
}
