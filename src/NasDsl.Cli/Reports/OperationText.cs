using System.Globalization;
using System.Text;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Text;

namespace NasDsl.Cli.Reports;

/// <summary>Entries of the operation catalog for people, with examples that the compiler itself counts.</summary>
internal static class OperationText
{
    private static readonly string[] ExampleInputs = ["[16, 32, 32]", "[64]"];

    /// <summary>For what takes neither an image nor a vector.</summary>
    private static readonly string[] SequenceInputs = ["[35, 64]", "[35] of 10000"];

    private static readonly (OperationFacts Fact, string Text)[] FactTexts =
    [
        (OperationFacts.HasWeights, "has weights"),
        (OperationFacts.Stateful, "keeps statistics between calls"),
        (OperationFacts.Pointwise, "acts on each element alone"),
        (OperationFacts.Linear, "linear"),
        (OperationFacts.Zero, "always zero: an edge with it may as well not be there"),
        (OperationFacts.Identity, "gives its input back where it keeps the shape"),
    ];

    /// <summary>A line for each operation, in alphabetical order.</summary>
    public static string List(IEnumerable<(string Signature, string Doc)> operations)
    {
        var all = operations.OrderBy(o => o.Signature.Split('(')[0], StringComparer.Ordinal).ToList();
        var width = Math.Min(40, all.Max(o => o.Signature.Length));
        return string.Concat(all.Select(o => $"{o.Signature.PadRight(width)}  {o.Doc}\n"));
    }

    public static string Details(Operation operation)
    {
        var text = new StringBuilder($"{Signature(operation)}\n\n  {operation.Doc}\n");
        if (!operation.Parameters.IsEmpty)
            text.Append("\nparameters\n");
        var width = operation.Parameters.Select(p => p.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var parameter in operation.Parameters)
            text.Append($"  {parameter.Name.PadRight(width)}  {KindOf(parameter.Kind)}{Range(parameter)}: {parameter.Doc}\n");
        var facts = FactTexts.Where(f => operation.Facts.HasFlag(f.Fact)).Select(f => $"  {f.Text}\n").ToList();
        if (facts.Count > 0)
            text.Append("\nfacts\n").AppendJoin("", facts);
        return text.Append(Examples(Use(operation))).ToString();
    }

    /// <summary>What the compiler counts for an expression over `x`; empty where it takes none of the inputs.</summary>
    public static string Examples(string use)
    {
        var examples = ExampleInputs.Select(i => Example(use, i)).OfType<string>().ToList();
        if (examples.Count == 0)
            examples = [.. SequenceInputs.Select(i => Example(use, i)).OfType<string>()];
        return examples.Count > 0 ? $"\nexamples\n{string.Concat(examples)}" : "";
    }

    /// <summary>`sep_conv(kernel, stride = 1)(x)`.</summary>
    public static string Signature(Operation operation)
    {
        var parameters = operation.Parameters.Select(p =>
            p.IsRequired ? p.Name : p.Default is { } value ? $"{p.Name} = {value}" : $"{p.Name}?");
        var list = operation.Parameters.IsEmpty ? "" : $"({string.Join(", ", parameters)})";
        var inputs = operation.TakesList ? "list" : operation.InputCount == 1 ? "x" : "a, b";
        return $"{operation.Name}{list}({inputs})";
    }

    private static string KindOf(ParameterKind kind) => kind switch
    {
        ParameterKind.Integer => "a whole number",
        ParameterKind.Real => "a number",
        ParameterKind.Boolean => "true or false",
        ParameterKind.Window => "a whole number, or a pair of them,",
        _ => "a tensor, of which only the shape is used",
    };

    private static string Range(OperationParameter parameter)
    {
        var (low, high) = (parameter.Minimum, parameter.Maximum);
        return (double.IsFinite(low), double.IsFinite(high)) switch
        {
            (true, true) => string.Create(CultureInfo.InvariantCulture, $" from {low} to {high}"),
            (true, false) => string.Create(CultureInfo.InvariantCulture, $" from {low}"),
            (false, true) => string.Create(CultureInfo.InvariantCulture, $" up to {high}"),
            _ => "",
        };
    }

    /// <summary>One use with its shapes and counts; null where the operation does not take such an input.</summary>
    private static string? Example(string use, string input)
    {
        var program = Compilation.Create(new SourceText($"network N(x: {input}) {{ output {use} }}", "example.nas"));
        if (program.HasErrors || program.Space is not { } space)
            return null;
        var cost = CostModel.Of(space);
        var shape = space.Network.ShapeOf(space.Network.Outputs[0]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  x: {input}   {use}: {shape}, {cost.Parameters:N0} parameters, {cost.Macs:N0} MACs\n");
    }

    private static string Use(Operation operation)
    {
        var required = operation.Parameters.Where(p => p.IsRequired).Select(Sample).ToList();
        var arguments = required.Count == 0 ? "" : $"({string.Join(", ", required)})";
        if (operation.TakesList)
            return $"{operation.Name}([x, x])";
        return operation.InputCount == 1 ? $"x |> {operation.Name}{arguments}" : $"(x, x) |> {operation.Name}{arguments}";
    }

    private static string Sample(OperationParameter parameter) => parameter.Kind switch
    {
        ParameterKind.Boolean => "true",
        ParameterKind.Shape => "x",
        ParameterKind.Real => "0.5",
        _ => SampleNumber(parameter.Name),
    };

    /// <summary>A number that suits a parameter of this name.</summary>
    public static string SampleNumber(string parameter) =>
        parameter.Contains("kernel", StringComparison.Ordinal) || parameter == "size" ? "3" : parameter is "groups" or "channels" ? "4" : "32";
}
