using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>Writes elastic layers: a module with the weights of the largest size, and what tells the size that is taken.</summary>
internal sealed class ElasticTexts(LayerTexts layers, ModelContext context, string node)
{
    public ModuleText Module(ElasticLayer layer)
    {
        var largest = layer.Largest;
        var arguments = layers.Arguments(largest, node);
        var module = largest.Operation.Name switch
        {
            "conv" => Of(HelperClasses.ElasticConv2d,
                $"{arguments["in_channels"]}, {arguments["filters"]}, {Side(largest, "kernel")}{Bias(arguments, "true")}"
                + $"{Chosen(layer, "filters")}{Window(layer)}"),
            "depthwise" => Of(HelperClasses.ElasticConv2d,
                $"{arguments["channels"]}, {arguments["channels"]}, {Side(largest, "kernel")}{Bias(arguments, "true")}, depthwise: true"
                + Window(layer)),
            "linear" => Of(HelperClasses.ElasticLinear,
                $"{arguments["in_features"]}, {arguments["features"]}{Bias(arguments, "true")}{Chosen(layer, "features")}"),
            "bn" => Of(HelperClasses.ElasticBatchNorm(largest.Output.IsImage ? 2 : 1),
                $"{arguments["channels"]}{arguments.Optional("affine", "affine", "true")}"),
            _ => throw new InvalidOperationException($"`{largest.Operation.Name}` has no elastic form"),
        };
        module = module with { Leaves = context.TracksLeaves ? [new ModuleLeaf("", largest, [])] : [] };
        return Relaxed(layer, module);
    }

    /// <summary>Without an architecture the sizes are mixed, where that is possible.</summary>
    private ModuleText Relaxed(ElasticLayer layer, ModuleText module)
    {
        var decisions = Analysis.ElasticOperations.Decisions(layer.Sizes).ToList();
        if (context.Relaxation is not { } relaxation || !decisions.TrueForAll(relaxation.HasAlphas))
            return module;
        foreach (var decision in decisions)
            module = layers.Helper(HelperClasses.ElasticOp, $"{layers.DecisionText(decision)}, {module.Construct}") with
            {
                Leaves = [.. module.Leaves.Select(l => l.Inside("elastic"))],
            };
        return module;
    }

    private ModuleText Of(HelperClass helper, string arguments) => layers.Helper(helper, arguments);

    private static string Bias(ArgumentTexts arguments, string standard) => arguments.Optional("bias", "bias", standard);

    private string Window(ElasticLayer layer) =>
        Chosen(layer, "kernel", "size") + Fixed(layer, "stride", "1") + Fixed(layer, "padding", "0") + Fixed(layer, "dilation", "1");

    /// <summary>An argument that may be chosen and has no weights: always said, unless it is the standard.</summary>
    private string Fixed(ElasticLayer layer, string argument, string standard)
    {
        var text = Text(layer.Sizes, argument);
        return text == standard ? "" : $", {argument}: () => {text}";
    }

    /// <summary>The taken size of an argument where it is not always the largest.</summary>
    private string Chosen(ElasticLayer layer, string argument, string? name = null)
    {
        var text = Text(layer.Sizes, argument);
        return text == Side(layer.Largest, argument) ? "" : $", {name ?? argument}: () => {text}";
    }

    private string Text(Layer sizes, string argument)
    {
        switch (sizes)
        {
            case ChoiceLayer choice:
                var byLabel = choice.Alternatives.ToDictionary(a => a.Label, a => Text(a.Layer, argument));
                // What cannot be may be anything.
                var texts = LayerTexts.LabelsOf(choice.Decision)
                    .Select(label => byLabel.GetValueOrDefault(label) ?? byLabel.Values.First())
                    .ToList();
                return byLabel.Values.Distinct().Count() == 1
                    ? texts[0]
                    : $"{layers.DecisionText(choice.Decision)}.Pick({string.Join(", ", texts)})";
            case VariantLayer variant:
                return Side(variant.Variants[0].Layer, argument);
            default:
                return Side((OperationLayer)sizes, argument);
        }
    }

    private static string Side(OperationLayer layer, string argument) => layer.Arguments[argument] is PairArgument pair
        ? $"new Sides({pair.Height}, {pair.Width})"
        : LayerTexts.Literal(layer.Arguments[argument]);
}
