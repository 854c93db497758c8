using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Analysis;

/// <summary>What an operation computes, apart from the shapes it happens to have here: as it is written in C#.</summary>
internal static class OperationText
{
    public static string Of(OperationLayer layer)
    {
        if (layer.Arguments.Items.Any(a => a.Value is DecisionArgument))
            return layer.Arguments.ToString();
        var arguments = LayerTexts.Literals(layer);
        return layer.Operation.EmissionOf(layer) switch
        {
            ModuleEmission module => module.Construct(arguments),
            ExpressionEmission expression =>
                expression.Expression(arguments, [.. layer.Inputs.Select((_, i) => $"x{i}")]),
            _ => "",
        };
    }
}
