using System.Collections.Immutable;
using NasDsl.Emit;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>Depthwise convolutions for whose gradients libraries have no fast code: those of 5 columns and of dilation 2.</summary>
internal static class SlowDepthwise
{
    private static readonly List<string> Window = ["kernel", "stride", "padding", "dilation"];

    /// <summary>Whether a use of an operation has such a convolution inside.</summary>
    public static bool IsIn(OperationLayer layer) => layer.Operation.StagesOf(layer).Any(Is);

    /// <summary>What <c>ConvolutionGradients.Lowers</c> of generated code asks of a module, asked of what will be one.</summary>
    public static bool Is(OperationLayer stage)
    {
        if (!IsSquare(stage))
            return false;
        var (kernel, stride, dilation) = (Height("kernel"), Height("stride"), Height("dilation"));
        var isSlow = (dilation == 2 && stride <= 2) || (dilation == 1 && kernel == 5 && stride == 1);
        return isSlow && kernel is 3 or 5 && Height("padding") == dilation * (kernel / 2);

        long Height(string argument) => stage.Arguments.Pair(argument).Height;
    }

    /// <summary>Whether a stage is a depthwise convolution, slow or not, without bias and the same in both directions.</summary>
    public static bool IsSquare(OperationLayer stage) =>
        stage.Operation is Conv or Depthwise && !stage.Arguments.Boolean("bias") && stage.Inputs[0].Channels == stage.Output.Channels
        && (stage.Operation is Depthwise || stage.Arguments.Integer("groups") == stage.Output.Channels)
        && Window.TrueForAll(argument => stage.Arguments.Pair(argument).IsSquare);

    /// <summary>A convolution that <see cref="Is"/> holds for, with fast gradients.</summary>
    public static ModuleEmission Lowered(ModuleEmission plain) => new(
        HelperClasses.DepthwiseConv2d.Name,
        a => $"{DepthwiseText.Lowered.Before}{plain.Construct(a)}{DepthwiseText.Lowered.After}",
        HelperClasses.DepthwiseConv2d);
}

/// <summary>How the depthwise convolutions in a generated class are written: what is the only difference between two classes.</summary>
/// <param name="Prefix">Of the name of the class.</param>
/// <param name="Before">What stands before the `Conv2d(...)` of each.</param>
/// <param name="After">What stands behind it.</param>
internal sealed record DepthwiseText(string Prefix, string Before, string After, params ImmutableArray<HelperClass> Needs)
{
    public static DepthwiseText Plain { get; } = new("", "", "");

    public static DepthwiseText Lowered { get; } =
        new("Lowered", $"new {HelperClasses.DepthwiseConv2d.Name}(", ")", HelperClasses.DepthwiseConv2d);
}
