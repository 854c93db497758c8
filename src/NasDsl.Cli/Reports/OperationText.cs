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

    private static readonly (OperationFacts Fact, string Text)[] FactTexts =
    [
        (OperationFacts.HasWeights, "has weights"),
        (OperationFacts.Stateful, "keeps statistics between calls"),
        (OperationFacts.Pointwise, "acts on each element alone"),
        (OperationFacts.Linear, "linear"),
        (OperationFacts.Zero, "always zero: an edge with it may as well not be there"),
        (OperationFacts.Identity, "gives its input back where it keeps the shape"),
    ];

    public static string List(IEnumerable<Operation> operations)
    {
        var all = operations.ToList();
        var width = Math.Min(40, all.Max(o => Signature(o).Length));
        return string.Concat(all.Select(o => $"{Signature(o).PadRight(width)}  {o.Doc}\n"));
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
        var examples = ExampleInputs.Select(i => Example(operation, i)).OfType<string>().ToList();
        if (examples.Count > 0)
            text.Append("\nexamples\n").AppendJoin("", examples);
        return text.ToString();
    }

    /// <summary>`sep_conv(kernel, stride = 1)(x)`.</summary>
    private static string Signature(Operation operation)
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
    private static string? Example(Operation operation, string input)
    {
        var use = Use(operation);
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
        _ => parameter.Name.Contains("kernel", StringComparison.Ordinal) || parameter.Name == "size" ? "3"
            : parameter.Name is "groups" or "channels" ? "4" : "32",
    };
}
