using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Operations.Library;
using NasDsl.Optimization;

namespace NasDsl.Emit;

/// <summary>C# for a tensor inside `forward`.</summary>
/// <param name="IsAtomic">Needs no parentheses inside another expression.</param>
/// <param name="IsInput">Is one of the method's own arguments, which must not leave it unaliased.</param>
internal readonly record struct TensorText(string Text, bool IsAtomic, bool IsInput = false)
{
    public string Atomic => IsAtomic ? Text : $"({Text})";
}

/// <summary>Turns one graph into the fields and the `forward` of a class.</summary>
internal sealed partial class ForwardBuilder
{
    private const int LongestInline = 72;

    private readonly ModelContext context;
    private readonly string declaration;
    private readonly Graph graph;
    private readonly FunctionKind kind;
    private readonly string path;
    private readonly FeatureTap? tap;
    private readonly NameScope names;
    private readonly LayerTexts layers;
    private TensorText[] values;
    private int[] uses;
    private readonly ImmutableArray<FieldTemplate>.Builder fields = ImmutableArray.CreateBuilder<FieldTemplate>();
    private readonly ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<ModuleLeaf>.Builder leaves = ImmutableArray.CreateBuilder<ModuleLeaf>();
    private readonly Dictionary<string, string> decisionFields = new(StringComparer.Ordinal);
    private readonly HashSet<string> writtenChains = new(StringComparer.Ordinal);
    private string features = "";

    public ForwardBuilder(
        ModelContext context, string declaration, Graph graph, FunctionKind kind, string path, FeatureTap? tap = null)
    {
        (this.context, this.declaration, this.graph, this.kind, this.path, this.tap) = (context, declaration, graph, kind, path, tap);
        names = context.Names.Scope(declaration);
        layers = new LayerTexts(context, kind, path);
        values = new TensorText[graph.Inputs.Length + graph.Nodes.Length];
        uses = new int[values.Length];
        foreach (var input in graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Outputs))
            uses[input]++;
    }

    public ClassTemplate Build()
    {
        var inputs = BindInputs();
        foreach (var node in graph.Nodes)
            Write(node);
        lines.Add(ReturnStatement());
        return new ClassTemplate(inputs, graph.Outputs.Length, fields.ToImmutable(), lines.ToImmutable(), layers.Holes, layers.Needs)
        {
            Leaves = leaves.ToImmutable(),
            Mixed = context.Optimizer?.Run(graph) is { WeighsCandidates: true } plan
                ? new ForwardBuilder(context, declaration, graph, kind, path, tap).Build(plan)
                : null,
        };
    }

    private ImmutableArray<string> BindInputs()
    {
        var inputs = graph.Inputs.Select(i => names.Of("input " + i.Name, i.Name)).ToImmutableArray();
        for (var i = 0; i < inputs.Length; i++)
        {
            values[i] = new TensorText(inputs[i], true, IsInput: true);
            // In a network of images all that follows has the order of memory that the image has.
            if (declaration.Length == 0 && graph.Inputs[i].Shape.IsImage && context.IsChannelsLast)
                lines.Add($"{inputs[i]} = {inputs[i]}.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);");
        }

        return inputs;
    }

    private string ReturnStatement()
    {
        var outputs = graph.Outputs.Select((o, i) => Leaving(o, i)).ToList();
        if (features.Length > 0)
            outputs.Add($"{features}.MoveToOuterDisposeScope()");
        return outputs is [var single] ? $"return {single};" : $"return ({string.Join(", ", outputs)});";
    }

    private string Leaving(int output, int place)
    {
        var value = values[output];
        // A tensor leaves the scope once.
        var isShared = value.IsInput || graph.Outputs.IndexOf(output) < place;
        var text = isShared ? $"{value.Atomic}.alias()" : value.Atomic;
        return $"{text}.MoveToOuterDisposeScope()";
    }

    private void Write(Node node)
    {
        if (node.Layer is ItemLayer item)
            Bind(node, new TensorText($"{values[node.Inputs[0]].Text}.Item{item.Index + 1}", true));
        else if (node.Layer is PlacedConcatLayer placed)
            Bind(node, Placed(placed, Inputs(node)));
        else if (node.Layer is PickedSumLayer picked)
            Bind(node, Picked(picked, Inputs(node)));
        else if (LayerTexts.OutputCount(node.Layer) > 1)
            WriteTuple(node);
        else if (node.Chain is { } chain)
            WriteChainItem(node, chain);
        else
            Bind(node, Compute(node, node.Layer, Inputs(node)));
    }

    /// <summary>A call that gives several tensors; what comes before it in a sequence is a module of its own.</summary>
    private void WriteTuple(Node node)
    {
        var inputs = Inputs(node);
        var call = node.Layer;
        if (call is SequenceLayer { Layers: var parts })
        {
            var before = parts[..^1];
            var field = names.Fresh(names.Of(node.Name) + "_input");
            var module = before.Length > 1
                ? layers.Sequence(before, inputs.Length, node.Name)
                : layers.Module(before[0], node.Name);
            AddField(field, module);
            inputs = [Call(field, inputs)];
            call = parts[^1];
        }
        var name = names.Of(node.Name);
        var cell = layers.Module(call, node.Name);
        AddField(name, cell);
        lines.Add($"var {name} = {Call($"this.{name}", inputs).Text};");
        values[node.Id] = new TensorText(name, true);
    }

    private void AddField(string field, ModuleText module)
    {
        fields.Add(new FieldTemplate(module.Type, field, module.Construct) { Comment = Folded(module.Leaves) });
        leaves.AddRange(module.Leaves.Select(l => l.Inside(field)));
    }

    /// <summary>Says what a field has inside that the declaration has behind it.</summary>
    private static string? Folded(IEnumerable<ModuleLeaf> leaves) => leaves.Count(l => l.HoldsNormalization) switch
    {
        0 => null,
        1 => "A batch normalization is folded into it.",
        var several => $"{several} batch normalizations are folded into it.",
    };

    private TensorText[] Inputs(Node node)
    {
        var inputs = node.Inputs.Select(i => values[i]).ToArray();
        if (node.Subset is not { } subset || context.Relaxation is not { } relaxation)
            return inputs;
        if (relaxation.HasAlphas(subset))
            return Weighted(node, subset, inputs);
        // All edges are there, the ones that are not chosen as zeros; a child's mean is over the chosen ones.
        return Averages(node.Layer) && subset.Minimum == subset.Maximum
            ? [.. inputs.Select(x => new TensorText($"{inputs.Length}.0 / {subset.Minimum} * {x.Atomic}", false))]
            : inputs;
    }

    private TensorText[] Weighted(Node node, Decision subset, TensorText[] inputs)
    {
        var field = names.Fresh(names.Of(node.Name) + "_choice");
        fields.Add(new FieldTemplate("Decision", field, layers.DecisionText(subset)));
        var weights = names.Fresh(names.Of(node.Name) + "_weights");
        lines.Add($"var {weights} = {field}.{(Averages(node.Layer) ? "Shares" : "Weights")};");
        // An operation that stands in the sum is computed only where it counts; elsewhere its weight, a zero, stands for it.
        var skips = subset.Minimum > 0 && !Averages(node.Layer);
        return [.. inputs.Select((x, i) => skips && x.Text.Contains(".forward(", StringComparison.Ordinal)
            ? new TensorText($"({field}.Counts({i}) ? {weights}[{i}] * {x.Atomic} : {weights}[{i}].detach())", true)
            : new TensorText($"{weights}[{i}] * {x.Atomic}", false))];
    }

    private static bool Averages(Layer layer) => layer switch
    {
        SequenceLayer { Layers: [var first, ..] } => Averages(first),
        OperationLayer operation => operation.Operation.FactsOf(operation).HasFlag(OperationFacts.Averages),
        _ => false,
    };

    /// <summary>What the node computes, with a field for the part of it that is a module.</summary>
    private TensorText Compute(Node node, Layer layer, TensorText[] inputs)
    {
        if (layer is SequenceLayer { Layers: var parts })
        {
            var (part, count) = ModulePart(context.Names, declaration, node.Name, parts);
            var (start, end) = (part.Start.Value, part.End.Value);
            foreach (var before in parts[..start])
                inputs = [Apply(before, inputs)];
            if (start < end)
                inputs = [CallField(node, layers.Sequence(parts[part], inputs.Length, node.Name, isAlone: count == 1), inputs)];
            foreach (var after in parts[end..])
                inputs = [Apply(after, inputs)];
            return DropPath(node, inputs[0]);
        }
        if (layer is OperationLayer { Operation: TiedLinear })
            return CallField(node, Tied(node, layer), inputs[..1]);
        return layer is OperationLayer operation && operation.Operation.EmissionOf(operation) is not ModuleEmission
            ? Apply(layer, inputs) is var result && result.Text != inputs[0].Text ? DropPath(node, result) : result
            : DropPath(node, CallField(node, layers.Module(layer, node.Name), inputs));
    }

    /// <summary>
    /// The part of a sequence that becomes a field. The uses of a declaration share names, and what is a module in this one may
    /// be none in the one that the names are from: `repeat(n) block` for n = 1 and n = 0.
    /// </summary>
    /// <returns>The part, and how many modules the space has there.</returns>
    internal static (Range Part, int Count) ModulePart(NameTable names, string declaration, string node, ImmutableArray<Layer> parts)
    {
        var (named, count) = names.ModulePart(declaration, node, parts);
        var (start, end) = (named.Start.Value, named.End.Value);
        var modules = Enumerable.Range(0, parts.Length).Where(i => !NameTable.IsStateless(parts[i])).ToList();
        if (modules.Count == 0)
            return (named, count);
        var (first, last) = start >= end ? (modules[0], modules[^1] + 1) : (Math.Min(start, modules[0]), Math.Max(end, modules[^1] + 1));
        return (first..last, Math.Max(count, last - first));
    }

    /// <summary>A decoder that asks the field of its embedding for the weights.</summary>
    private ModuleText Tied(Node node, Layer layer)
    {
        var module = layers.Module(layer, node.Name);
        var embedding = graph.NodeOf(node.Inputs[1])
            ?? throw new InvalidOperationException($"`{node.Name}` is tied to an input of its graph");
        var weight = $"() => {names.Of(embedding.Name)}.Weight";
        return module with { Construct = module.Construct.Replace(TiedLinear.EmbeddingMark, weight, StringComparison.Ordinal) };
    }

    private TensorText Apply(Layer layer, TensorText[] inputs)
    {
        if (layer is not OperationLayer operation || operation.Operation.EmissionOf(operation) is not ExpressionEmission emission)
            return inputs[0];
        var texts = inputs.Select(x => x.Atomic).ToImmutableArray();
        return new TensorText(context.Text(emission, LayerTexts.Literals(operation), texts), emission.IsAtomic);
    }

    private TensorText CallField(Node node, ModuleText module, TensorText[] inputs)
    {
        var field = names.Of(node.Name);
        AddField(field, module);
        // A local or an argument may have the field's name.
        var isShadowed = NeedsLocal(node) || graph.Inputs.Any(i => names.Of("input " + i.Name, i.Name) == field);
        return Call(isShadowed ? $"this.{field}" : field, inputs);
    }

    private static TensorText Call(string module, TensorText[] inputs) =>
        new($"{module}.forward({string.Join(", ", inputs.Select(x => x.Text))})", true);

    private TensorText DropPath(Node node, TensorText result)
    {
        if (!context.DropsPaths || !context.Names.IsEdge(declaration, node.Name) || result.IsInput)
            return result;
        layers.Needs |= ClassNeeds.DropPath;
        return new TensorText($"dropPath.Apply({result.Text}, training)", true);
    }

    private bool NeedsLocal(Node node) => uses[node.Id] > 1;

    private void Bind(Node node, TensorText value)
    {
        var isPlain = value.IsInput || value.Text.All(c => char.IsLetterOrDigit(c) || c == '_');
        // An expression with an operator gets a name: sums inside lists are hard to read.
        var isSimple = value.IsAtomic || graph.Outputs.Contains(node.Id);
        if (isPlain || (!NeedsLocal(node) && isSimple && value.Text.Length <= LongestInline))
        {
            values[node.Id] = value;
            return;
        }
        var name = names.Of(node.Name);
        if (!NeedsLocal(node) && fields.Any(f => f.Name == name))
            name = names.Fresh(name + "_value");
        lines.Add($"var {name} = {value.Text};");
        values[node.Id] = new TensorText(name, true);
    }
}
