using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Emit;

/// <summary>The items of a `chain`: a list of modules, and a loop over it where nothing else reads what is inside.</summary>
internal sealed partial class ForwardBuilder
{
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
        fields.Add(new FieldTemplate($"ModuleList<{type}>", field, $"ModuleList<{type}>({string.Join(", ", modules)})")
        {
            Comment = Folded(texts.SelectMany(t => t.Leaves)),
        });
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
