using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>
/// `fit(like, filters)`: brings a tensor to the resolution of another one and to a number of channels: by ReLU, 1 x 1
/// convolution and batch normalization where the resolution is the same, by factorized reductions where it is twice as
/// large, or four times.
/// </summary>
internal sealed class Fit : Operation
{
    public override string Name => "fit";

    public override string Doc =>
        "Matches the resolution of `like` and the given channels: relu_conv_bn 1 x 1, or a factorized reduction for each halving.";

    public override ImmutableArray<OperationParameter> Parameters =>
    [
        new("like", ParameterKind.Shape, "The tensor whose height and width are wanted."),
        LibraryParameters.Filters,
    ];

    public override OperationFacts Facts => OperationFacts.HasWeights | OperationFacts.Stateful;

    public override ResolvedOperation? Resolve(OperationCall call)
    {
        var (input, like, filters) = (call.Input, call.ShapeOf("like"), call.Integer("filters"));
        if (!call.RequireImage(input) || !call.RequireImage(like))
            return null;

        var (output, reductions) = (input.WithChannels(filters), 0);
        while (!SameResolution(output, like) && output.Height > like.Height)
            (output, reductions) = (FactorizedReduce.Halved(output, filters), reductions + 1);
        if (!SameResolution(output, like))
            return call.Fail(Diagnose.CannotFit(call.Span, input, like));
        if (reductions > 0 && filters < 2)
            return call.Fail(Diagnose.TooFewChannels(call.Span, Name, filters, 2));

        var arguments = new ArgumentList(
            Argument("in_channels", input.Channels),
            Argument("filters", filters),
            Argument("reduce", reductions > 0),
            Argument("affine", call.Context.NormalizationIsAffine));
        return new ResolvedOperation(
            reductions < 2 ? arguments : new ArgumentList([.. arguments.Items, Argument("reductions", reductions)]), output);
    }

    public override long ParameterCount(OperationLayer layer) => Pieces(layer).Sum(p => p.Weights)
        + Reductions(layer) * Cost.Normalization(layer.Arguments.Integer("filters"), layer.Arguments.Boolean("affine"));

    public override long MacCount(OperationLayer layer) => Pieces(layer).Sum(p => p.Weights * Cost.Pixels(p.Output));

    public override BackwardNeeds NeedsOf(OperationLayer layer)
    {
        var outputs = Pieces(layer).Select(p => p.Output.Elements).ToList();
        var copies = layer.Arguments.Boolean("reduce") ? 2 : 1;
        return new BackwardNeeds(
            Input: false, Output: false, copies * (layer.Inputs[0].Elements + outputs.SkipLast(1).Sum()) + outputs.Sum());
    }

    public override long ActivationCount(OperationLayer layer)
    {
        var outputs = Pieces(layer).Select(p => p.Output.Elements).ToList();
        var steps = layer.Arguments.Boolean("reduce") ? 3 : 2;
        return layer.Inputs[0].Elements + outputs.SkipLast(1).Sum() + steps * outputs.Sum();
    }

    public override Emission EmissionOf(OperationLayer layer) => Reductions(layer) > 1
        ? new ModuleEmission("Sequential", a => $"Sequential({string.Join(", ", Enumerable.Range(0, Reductions(layer)).Select(i => Reduction(a, i)))})",
            FactorizedReduce.Helper)
        : new ModuleEmission(
        a => a.ChooseType("reduce", "FactorizedReduce", "ReluConvBn"),
        a => a.Choose(
            "reduce",
            $"new FactorizedReduce({a["in_channels"]}, {a["filters"]}{a.Optional("affine", "affine", "true")})",
            $"new ReluConvBn({a["in_channels"]}, {a["filters"]}, 1{a.Optional("affine", "affine", "true")})"),
        layer.Arguments.Boolean("reduce") ? FactorizedReduce.Helper : ReluConvBn.Helper);

    public override FoldedForm FoldedFormOf(OperationLayer layer)
    {
        var (reductions, reduces, filters) = (Reductions(layer), layer.Arguments.Boolean("reduce"), layer.Arguments.Integer("filters"));
        if (reductions == 1)
            return new FoldedForm(FoldedOnce(layer), reduces ? FactorizedReduce.FoldedWeights(filters) : ReluConvBn.FoldedWeights);
        var several = new ModuleEmission(
            "Sequential",
            a => $"Sequential({string.Join(", ", Enumerable.Range(0, reductions).Select(i => $"new FactorizedReduce({(i == 0 ? a["in_channels"] : a["filters"])}, {a["filters"]})"))})",
            FactorizedReduce.FoldedHelper);
        return new FoldedForm(
            several, [.. Enumerable.Range(0, reductions).SelectMany(i => FactorizedReduce.FoldedWeights(filters).Select(w => w.Inside($"{i}", $"{i}")))]);
    }

    private static ModuleEmission FoldedOnce(OperationLayer layer) => new(
        a => a.ChooseType("reduce", "FactorizedReduce", "ReluConv"),
        a => a.Choose(
            "reduce", $"new FactorizedReduce({a["in_channels"]}, {a["filters"]})", $"new ReluConv({a["in_channels"]}, {a["filters"]}, 1)"),
        layer.Arguments.Boolean("reduce") ? FactorizedReduce.FoldedHelper : ReluConvBn.FoldedHelper);

    private static bool SameResolution(Shape a, Shape b) => a.Height == b.Height && a.Width == b.Width;

    private static string Reduction(ArgumentTexts a, int index) =>
        $"new FactorizedReduce({(index == 0 ? a["in_channels"] : a["filters"])}, {a["filters"]}{a.Optional("affine", "affine", "true")})";

    /// <summary>How many modules it is: one, or a reduction for each halving.</summary>
    private static int Reductions(OperationLayer layer) =>
        layer.Arguments.Items.Any(i => i.Name == "reductions") ? (int)layer.Arguments.Integer("reductions") : 1;

    /// <summary>The weights of each module and what it gives.</summary>
    private static IEnumerable<(long Weights, Shape Output)> Pieces(OperationLayer layer)
    {
        var (channels, filters) = (layer.Arguments.Integer("in_channels"), layer.Arguments.Integer("filters"));
        var shape = layer.Inputs[0];
        for (var i = 0; i < Reductions(layer); i++)
        {
            shape = layer.Arguments.Boolean("reduce") ? FactorizedReduce.Halved(shape, filters) : shape.WithChannels(filters);
            yield return (Cost.Convolution(i == 0 ? channels : filters, filters, 1), shape);
        }
    }
}
