using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Operations.Library;

namespace NasDsl.Emit;

/// <summary>C# for a tensor inside `forward`.</summary>
/// <param name="IsAtomic">Needs no parentheses inside another expression.</param>
/// <param name="IsInput">Is one of the method's own arguments, which must not leave it unaliased.</param>
internal readonly record struct TensorText(string Text, bool IsAtomic, bool IsInput = false)
{
    public string Atomic => IsAtomic ? Text : $"({Text})";
}

/// <summary>Turns one graph into the fields and the `forward` of a class.</summary>
internal sealed class ForwardBuilder
{
    private const int LongestInline = 72;

    private readonly ModelContext context;
    private readonly string declaration;
    private readonly Graph graph;
    private readonly FeatureTap? tap;
    private readonly NameScope names;
    private readonly LayerTexts layers;
    private readonly TensorText[] values;
    private readonly int[] uses;
    private readonly ImmutableArray<FieldTemplate>.Builder fields = ImmutableArray.CreateBuilder<FieldTemplate>();
    private readonly ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<ModuleLeaf>.Builder leaves = ImmutableArray.CreateBuilder<ModuleLeaf>();
    private readonly Dictionary<string, string> decisionFields = new(StringComparer.Ordinal);
    private readonly HashSet<string> writtenChains = new(StringComparer.Ordinal);
    private string features = "";

    public ForwardBuilder(
        ModelContext context, string declaration, Graph graph, FunctionKind kind, string path, FeatureTap? tap = null)
    {
        (this.context, this.declaration, this.graph, this.tap) = (context, declaration, graph, tap);
        names = context.Names.Scope(declaration);
        layers = new LayerTexts(context, kind, path);
        values = new TensorText[graph.Inputs.Length + graph.Nodes.Length];
        uses = new int[values.Length];
        foreach (var input in graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Outputs))
            uses[input]++;
    }

    public ClassTemplate Build()
    {
        var inputs = graph.Inputs.Select(i => names.Of("input " + i.Name, i.Name)).ToImmutableArray();
        for (var i = 0; i < inputs.Length; i++)
            values[i] = new TensorText(inputs[i], true, IsInput: true);
        foreach (var node in graph.Nodes)
            Write(node);
        lines.Add(ReturnStatement());
        return new ClassTemplate(inputs, graph.Outputs.Length, fields.ToImmutable(), lines.ToImmutable(), layers.Holes, layers.Needs)
        {
            Leaves = leaves.ToImmutable(),
        };
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
        fields.Add(new FieldTemplate(module.Type, field, module.Construct));
        leaves.AddRange(module.Leaves.Select(l => l.Inside(field)));
    }

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
        return [.. inputs.Select((x, i) => new TensorText($"{weights}[{i}] * {x.Atomic}", false))];
    }

    /// <summary>A concatenation in which each part has its place.</summary>
    private TensorText Placed(PlacedConcatLayer layer, TensorText[] inputs)
    {
        context.Helpers.Add(HelperClasses.Parts);
        var dimension = layer.Output.Rank == 2 ? 2 : 1;
        var parts = inputs.Select((x, i) =>
        {
            var there = layer.There[i] is { } condition ? $", {Condition(condition)}" : "";
            var channels = Layout.ChannelsOf(layer.Inputs[i]);
            return $"Parts.Place({x.Text}, {dimension}, {channels}{there})";
        });
        return new TensorText($"cat([{string.Join(", ", parts)}], {dimension})", true);
    }

    /// <summary>A sum or mean of the tensors that are there.</summary>
    private TensorText Picked(PickedSumLayer layer, TensorText[] inputs)
    {
        context.Helpers.Add(HelperClasses.Parts);
        var parts = inputs.Select((x, i) => $"({x.Text}, {(layer.There[i] is { } condition ? Condition(condition) : "true")})");
        return new TensorText($"Parts.{(Averages(layer.Sum) ? "Mean" : "Sum")}({string.Join(", ", parts)})", true);
    }

    /// <summary>Whether something holds for the alternatives that are taken.</summary>
    private string Condition(Cases<bool> cases)
    {
        if (cases.Variable is not { } variable)
            return cases.Value ? "true" : "false";
        if (variable.Decision is not { } decision)
            throw new EmitException("a list of which too many decisions tell the elements has no supernet");
        var field = DecisionField(decision);
        var texts = cases.Outcomes.Select(o => o is null ? null : Condition(o)).ToArray();
        var known = texts.OfType<string>().Distinct().ToList();
        if (known is [var only])
            return only;
        if (variable.Kind == DecisionKind.Order)
            return $"{field}.Pick({string.Join(", ", texts.Select(t => t ?? "false"))})";
        var rare = known.MinBy(k => texts.Count(t => t == k)) ?? "false";
        var rest = known.Count == 2 ? known.First(k => k != rare) : null;
        if (rest is null)
            return $"{field}.Pick({string.Join(", ", texts.Select(t => t ?? "false"))})";
        // Of a subset the second outcome is the element; of a choice each outcome is an alternative.
        var labels = variable.Outcomes.Where((_, i) => texts[i] == rare).ToList();
        var negates = labels is [""];
        var asked = negates ? [variable.Outcomes[1]] : labels;
        var takes = string.Join(" || ", asked.Select(l => $"{field}.Takes(\"{l}\")"));
        var (yes, no) = negates ? (rest, rare) : (rare, rest);
        takes = asked.Count > 1 ? $"({takes})" : takes;
        return (yes, no) switch
        {
            ("true", "false") => takes,
            ("false", "true") => $"!{takes}",
            ("false", _) => $"!{takes} && {no}",
            (_, "false") => $"{takes} && {yes}",
            ("true", _) => $"({takes} || {no})",
            (_, "true") => $"(!{takes} || {yes})",
            _ => $"({takes} ? {yes} : {no})",
        };
    }

    private string DecisionField(string decision)
    {
        if (!decisionFields.TryGetValue(decision, out var field))
        {
            decisionFields[decision] = field = names.Fresh(Identifiers.Spell(decision) + "_choice");
            fields.Add(new FieldTemplate("Decision", field, layers.DecisionText(decision)));
        }
        return field;
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
            var (part, count) = context.Names.ModulePart(declaration, node.Name, parts);
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
        return new TensorText(emission.Expression(LayerTexts.Literals(operation), texts), emission.IsAtomic);
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

    private void WriteChainItem(Node node, ChainPosition chain)
    {
        var items = graph.Nodes.Where(n => n.Chain?.Name == chain.Name).ToImmutableArray();
        if (items.Any(i => i.Inputs.Length != items[0].Inputs.Length || LayerTexts.OutputCount(i.Layer) > 1))
        {
            Bind(node, Compute(node, node.Layer, Inputs(node)));
            return;
        }
        var field = names.Of(chain.Name);
        var isFirst = writtenChains.Add(chain.Name);
        if (isFirst)
            AddChainField(field, items);
        if (CanLoop(items))
        {
            if (isFirst)
                WriteLoop(chain.Name, field, items);
            return;
        }

        var position = items.IndexOf(node);
        var name = names.Of(node.Name);
        lines.Add($"var {name} = {Call($"{field}[{position}]", Inputs(node)).Text};");
        values[node.Id] = new TensorText(name, true);
        if (tap == new FeatureTap(chain.Name, position))
            features = name;
    }

    private void AddChainField(string field, ImmutableArray<Node> items)
    {
        var texts = items.Select(i => layers.Module(i.Layer, i.Name)).ToList();
        leaves.AddRange(texts.SelectMany((t, i) => t.Leaves.Select(l => l.Inside($"{field}.{i}"))));
        var modules = texts.Select(t => t.Construct);
        var type = LayerTexts.ModuleType(items[0].Inputs.Length);
        fields.Add(new FieldTemplate($"ModuleList<{type}>", field, $"ModuleList<{type}>({string.Join(", ", modules)})"));
    }

    /// <summary>True where each item takes the outputs of the ones before it and nothing else reads them.</summary>
    private bool CanLoop(ImmutableArray<Node> items)
    {
        var reach = items[0].Inputs.Length;
        if (items.Length < 2 || reach == 0 || items.Any(i => i.Subset is not null))
            return false;
        var before = items[0].Inputs.ToList();
        foreach (var item in items)
        {
            if (!item.Inputs.SequenceEqual(before))
                return false;
            before = [.. before.Skip(1), item.Id];
        }
        var inside = items.Select(i => i.Id).ToHashSet();
        return items[..^1].All(item =>
            !graph.Outputs.Contains(item.Id)
            && graph.Nodes.Where(n => n.Inputs.Contains(item.Id)).All(n => inside.Contains(n.Id)));
    }

    private void WriteLoop(string chain, string field, ImmutableArray<Node> items)
    {
        var states = StateNames(items);
        var start = items[0].Inputs.Select(i => values[i].Text).ToArray();
        lines.Add($"var {Tuple(states)} = {Tuple(start)};");
        var isTapped = tap?.Chain == chain;
        var item = names.Fresh(items.All(i => i.Layer is CallLayer { Function.Kind: FunctionKind.Cell }) ? "cell" : "layer");
        var index = isTapped ? names.Fresh("i") : "";
        if (isTapped)
        {
            features = "features";
            lines.Add($"var features = {states[^1]};");
            item = $"{field}[{index}]";
        }
        lines.Add(isTapped ? $"for (var {index} = 0; {index} < {field}.Count; {index}++)" : $"foreach (var {item} in {field})");
        var call = Call(item, [.. states.Select(s => new TensorText(s, true))]).Text;
        var step = $"{Tuple(states)} = {Tuple([.. states[1..], call])};";
        lines.Add(isTapped
            ? $"{{\n    {step}\n    if ({index} == {tap?.Item})\n        features = {states[^1]};\n}}"
            : $"    {step}");
        values[items[^1].Id] = new TensorText(states[^1], true);
    }

    /// <summary>Names for the tensors that a loop carries: what the cells call their inputs, where they agree.</summary>
    private ImmutableArray<string> StateNames(ImmutableArray<Node> items)
    {
        var functions = items.Select(i => (i.Layer as CallLayer)?.Function).ToList();
        var inputs = functions[0]?.Graph.Inputs.Select(i => i.Name).ToList();
        var agree = inputs is { Count: > 1 } && functions.All(f => f is not null && f.Graph.Inputs.Select(i => i.Name).SequenceEqual(inputs));
        return agree && inputs is not null
            ? [.. inputs.Select(n => names.Fresh(Identifiers.Spell(n)))]
            : [.. Enumerable.Range(0, items[0].Inputs.Length).Select(_ => names.Fresh("x"))];
    }

    private static string Tuple(IReadOnlyList<string> parts) =>
        parts is [var single] ? single : $"({string.Join(", ", parts)})";
}
