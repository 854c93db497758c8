using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Features;

/// <summary>What is known of the name or the `choose` under the cursor.</summary>
internal static class Hover
{
    public static JsonNode? Of(FeatureContext context)
    {
        var (program, offset) = (context.Program, context.Offset);
        var path = program.DeclarationAt(offset) is { } declaration ? SyntaxChildren.PathTo(declaration, offset) : [];
        var choose = path.OfType<ChooseSyntax>().FirstOrDefault(c => SyntaxChildren.Holds(c.Keyword, offset));
        if (choose is not null && HoverFacts.OfChoice(program, choose) is { Length: > 0 } choice)
            return Answer(choice, choose.Keyword, context);
        if (program.Symbols.At(offset) is not { Symbol.Kind: not SymbolKind.Unknown } name)
            return null;
        var text = new StringBuilder($"```nas\n{Signatures.Of(name.Symbol, program)}\n```\n");
        if (Signatures.DocOf(name.Symbol) is { } doc)
            text.Append('\n').Append(doc).Append('\n');
        text.Append(name.Symbol is { Kind: SymbolKind.Network, Node: FunctionSyntax network }
            ? HoverFacts.OfNetwork(program, network)
            : HoverFacts.AtExpression(program, path, name.Span));
        return Answer(text.ToString(), name.Span, context);
    }

    private static JsonObject Answer(string text, TextSpan span, FeatureContext context) => Json.Object(
        ("contents", Json.Object(("kind", "markdown"), ("value", text.TrimEnd()))),
        ("range", Positions.Range(context.Source, span)));
}

/// <summary>The compiler's numbers as lines of Markdown.</summary>
internal static class HoverFacts
{
    private const int MostAlternatives = 20;
    private const int Samples = 100;

    /// <summary>Shapes, values and costs of the expression around a name: of the name, or of the operation that it is part of.</summary>
    public static string AtExpression(ProgramView program, List<ExpressionSyntax> path, TextSpan name)
    {
        foreach (var expression in path.Where(e => e.Span.Start <= name.Start && e.Span.End >= name.End))
        {
            if (program.Facts.LayersAt(expression.Span) is { Count: > 0 } layers)
                return Lines([
                    $"gives {string.Join(" or ", layers.Select(ShapesOf).Distinct())}",
                    .. layers.Select(l => CostOf(l)).OfType<Cost>().Take(1).Select(CostText)]);
            if (program.Facts.At(expression.Span) is { Shapes.IsEmpty: false } tensor)
                return Lines([$"shape {string.Join(" or ", tensor.Shapes.Select(s => $"`{s}`"))}"]);
            if (program.Facts.At(expression.Span) is { Values.IsEmpty: false } value)
                return Lines([$"value {string.Join(" or ", value.Values.Select(v => $"`{v}`"))}"]);
            if (expression is PipeSyntax or ChainSyntax)
                break;
        }

        return "";
    }

    /// <summary>A decision: how much it can be, and the alternatives with their shapes and costs.</summary>
    public static string OfChoice(ProgramView program, ChooseSyntax choose)
    {
        var decisions = program.Facts.At(choose.Span)?.Decisions ?? [];
        if (decisions.IsEmpty)
            return "";
        var decision = decisions[0];
        var text = new StringBuilder($"**{decision.Name}**{(decisions.Length > 1 ? $" and {decisions.Length - 1} more" : "")}: ");
        text.Append(decision.Kind == DecisionKind.Subset
            ? $"{decision.Minimum} to {decision.Maximum} of {decision.Alternatives.Length} alternatives\n\n"
            : $"one of {decision.Alternatives.Length} alternatives\n\n");
        if (LayerOf(program, choose) is { } layer)
        {
            text.Append("| alternative | shape | parameters | MACs |\n|---|---|--:|--:|\n");
            foreach (var (label, alternative) in layer.Alternatives.Take(MostAlternatives))
                text.Append($"| `{label}` | {ShapesOf(alternative)} | {CostCells(alternative)} |\n");
        }
        else
        {
            text.AppendJoin(", ", decision.Alternatives.Take(MostAlternatives).Select(a => $"`{a.Label}`"));
        }

        return text.ToString();
    }

    /// <summary>What `nasc info` says of a network, as far as it takes no time.</summary>
    public static string OfNetwork(ProgramView program, FunctionSyntax network)
    {
        var compilation = program.Compilation;
        if (compilation.HasErrors)
            return "";
        if (compilation.Network != network.Name.Text && compilation.Networks.Contains(network.Name.Text))
            compilation = compilation.WithNetwork(network.Name.Text);
        if (compilation.HasErrors || compilation.Space is not { } space || space.Name != network.Name.Text)
            return "";
        try
        {
            var count = SpaceCounter.For(space).Architectures;
            var lines = new List<string>
            {
                $"**{count.ToString("N0", CultureInfo.InvariantCulture)}** architectures, {space.Decisions.Length} decisions",
            };
            if (compilation.TrainSpace is { } trained && CostRange.Of(trained, Samples) is { } range)
            {
                lines.Add($"child: {RangeText(range.Parameters)} parameters, {RangeText(range.Macs)} MACs"
                    + (range.IsExact ? "" : $" (of {range.Samples} drawn)"));
            }

            if (DagLayers.In(space.Network).IsEmpty && compilation.SupernetSpace is { } supernet)
                lines.Add($"supernet: {CostText(CostModel.Of(supernet))}");
            return Lines(lines);
        }
        catch (OverflowException)
        {
            return "";
        }
    }

    public static string ShapesOf(Layer layer) => layer.Varies is { } varies
        ? string.Join(" or ", varies.Leaves.Take(4).Select(s => $"`{s}`"))
        : $"`{layer.Output}`";

    public static string Number(double value) => value switch
    {
        >= 1e9 => (value / 1e9).ToString("0.##", CultureInfo.InvariantCulture) + " G",
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M",
        >= 1e4 => (value / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + " K",
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(l => $"\n{l}\n"));

    private static string RangeText(QuantityRange range) => range.Minimum == range.Maximum
        ? Number(range.Minimum)
        : $"{Number(range.Minimum)} to {Number(range.Maximum)}, mean {Number(range.Mean)}";

    private static string CostText(Cost cost) => $"{Number(cost.Parameters)} parameters, {Number(cost.Macs)} MACs";

    private static string CostCells(Layer layer) =>
        CostOf(layer) is { } cost ? $"{Number(cost.Parameters)} | {Number(cost.Macs)}" : "? | ?";

    private static Cost? CostOf(Layer layer)
    {
        try
        {
            return new CostModel().Of(layer);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static ChoiceLayer? LayerOf(ProgramView program, ChooseSyntax choose) =>
        program.Facts.Layers.SelectMany(LayerTree.Of).OfType<ChoiceLayer>().FirstOrDefault(c => c.Decision.Span == choose.Span);
}
