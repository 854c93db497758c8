using NasDsl.Operations;
using NasDsl.Semantics;
using NasDsl.Syntax;

namespace NasDsl.LanguageServer.Analysis;

/// <summary>How something is written, and what its doc comment says.</summary>
internal static class Signatures
{
    public static string Of(Symbol symbol, ProgramView program) => symbol.Node switch
    {
        ConstSyntax constant => $"const {constant.Name.Text} = {Short(program.TextOf(constant.Value.Span))}",
        OpSetSyntax set => $"opset {set.Name.Text}{List(set.Parameters, program, always: false)}",
        FunctionSyntax function => $"{WordOf(function)} {function.Name.Text}{List(function.Parameters, program, always: false)}"
            + List(function.Inputs, program, always: function.HasInputs),
        ParameterSyntax parameter => $"{(symbol.Kind == SymbolKind.Input ? "tensor" : "parameter")} {program.TextOf(parameter.Span)}",
        BindingSyntax binding => $"{binding.Name.Text} = {Short(program.TextOf(binding.Value.Span))}",
        NodesSyntax nodes when symbol.Name == nodes.Name.Text => $"nodes {nodes.Name.Text}[{program.TextOf(nodes.Count.Span)}]",
        NodesSyntax => "i: the index of the node",
        ComprehensionSyntax loop => $"for {loop.Variable.Text} in {Short(program.TextOf(loop.List.Span))}",
        ImportSyntax import => $"import \"{import.Path}\" as {symbol.Name}",
        _ when symbol is { Kind: SymbolKind.Operation, Operation: { } operation } => Of(operation),
        _ when symbol.Operation?.Parameters.FirstOrDefault(p => symbol.Name.EndsWith($".{p.Name}", StringComparison.Ordinal)) is { } parameter =>
            TextOf(parameter),
        _ => symbol.Name,
    };

    /// <summary>`sep_conv(kernel, stride = 1)(x)`.</summary>
    public static string Of(Operation operation)
    {
        var list = operation.Parameters.IsEmpty ? "" : $"({string.Join(", ", operation.Parameters.Select(TextOf))})";
        var inputs = operation.TakesList ? "list" : operation.InputCount == 1 ? "x" : "a, b";
        return $"{operation.Name}{list}({inputs})";
    }

    public static string TextOf(OperationParameter parameter) => parameter.IsRequired ? parameter.Name
        : parameter.Default is { } value ? $"{parameter.Name} = {value}"
        : $"{parameter.Name}?";

    public static string? DocOf(Symbol symbol) => symbol switch
    {
        { Node: DeclarationSyntax { Doc: { } doc } } => doc,
        { Kind: SymbolKind.Operation, Operation: { } operation } => operation.Doc,
        { Kind: SymbolKind.OperationParameter, Operation: { } owner } =>
            owner.Parameters.FirstOrDefault(p => symbol.Name.EndsWith($".{p.Name}", StringComparison.Ordinal))?.Doc,
        { Kind: SymbolKind.Function } => Builtin.Find(symbol.Name)?.Doc,
        _ => null,
    };

    public static string WordOf(FunctionSyntax function) => function.Word switch
    {
        FunctionWord.Cell => "cell",
        FunctionWord.Network => "network",
        _ => "op",
    };

    private static string List(IReadOnlyCollection<ParameterSyntax> parameters, ProgramView program, bool always) =>
        parameters.Count == 0 && !always ? "" : $"({string.Join(", ", parameters.Select(p => program.TextOf(p.Span)))})";

    private static string Short(string text)
    {
        const int most = 80;
        var line = text.ReplaceLineEndings("\n").Split('\n')[0];
        return line.Length < text.Length || line.Length > most ? $"{line[..Math.Min(line.Length, most)]} ..." : line;
    }
}
