using NasDsl.Standard;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Cli.Reports;

/// <summary>The operations of the standard library for people: their doc comments, and how they are written.</summary>
internal static class LibraryText
{
    /// <summary>The ops, cells and op sets with their doc comments, each on one line.</summary>
    public static IEnumerable<(string Signature, string Doc)> Listed =>
        from name in StandardLibrary.Shared.Names
        let declaration = StandardLibrary.Shared.Find(name)
        where declaration is FunctionSyntax or OpSetSyntax
        select (Signature(declaration), (declaration.Doc ?? "").ReplaceLineEndings(" "));

    public static string Details(NamedDeclarationSyntax declaration)
    {
        var text = StandardLibrary.Shared.SourceOf(declaration.Span)[declaration.Span].ReplaceLineEndings("\n");
        var doc = declaration.Doc is { } lines ? $"  {lines.ReplaceLineEndings("\n  ")}\n\n" : "";
        return $"{Signature(declaration)}\n\n{doc}written as\n  {text.Replace("\n", "\n  ", StringComparison.Ordinal)}\n"
            + OperationText.Examples(Use(declaration));
    }

    /// <summary>`conv_bn_relu(filters, kernel, stride = 1)(x)`.</summary>
    private static string Signature(NamedDeclarationSyntax declaration) => declaration switch
    {
        FunctionSyntax { HasInputs: true } function =>
            $"{function.Name.Text}{List(function.Parameters, always: false)}{List(function.Inputs, always: true)}",
        OpSetSyntax set => $"{set.Name.Text}{List(set.Parameters, always: false)}",
        _ => declaration.Name.Text,
    };

    private static string List(IReadOnlyCollection<ParameterSyntax> parameters, bool always) =>
        parameters.Count == 0 && !always ? "" : $"({string.Join(", ", parameters.Select(TextOf))})";

    private static string TextOf(ParameterSyntax parameter) => StandardLibrary.Shared.SourceOf(parameter.Span)[parameter.Span];

    private static string Use(NamedDeclarationSyntax declaration) => declaration switch
    {
        FunctionSyntax { HasInputs: true } function =>
            $"{(function.Inputs.Length == 1 ? "x" : $"({string.Join(", ", function.Inputs.Select(_ => "x"))})")} |> "
            + $"{function.Name.Text}{Arguments(function.Parameters)}",
        OpSetSyntax set => $"x |> choose {set.Name.Text}{Arguments(set.Parameters)}",
        _ => $"x |> {declaration.Name.Text}",
    };

    private static string Arguments(IEnumerable<ParameterSyntax> parameters)
    {
        var required = parameters.Where(p => p.Default is null).Select(p => OperationText.SampleNumber(p.Name.Text)).ToList();
        return required.Count == 0 ? "" : $"({string.Join(", ", required)})";
    }
}
