using System.Collections.Immutable;
using System.Text;
using NasDsl.IR;

namespace NasDsl.Optimization;

/// <summary>
/// What a supernet's `forward` computes for one graph, tensor by tensor: where the optimizer works. It begins as the graph
/// itself; the weights stay in the modules of the graph, so that they keep their names.
/// </summary>
/// <param name="Steps">Each after the steps whose tensors it takes.</param>
public sealed record ForwardPlan(ImmutableArray<GraphInput> Inputs, ImmutableArray<Step> Steps, ImmutableArray<int> Outputs)
{
    /// <summary>The graph as it is.</summary>
    public static ForwardPlan Of(Graph graph) => new(
        graph.Inputs, [.. graph.Nodes.Select(n => new PlainStep(n))], graph.Outputs);

    /// <summary>A number that no tensor has yet.</summary>
    public int NextId => Steps.Select(s => s.Id).Append(Inputs.Length - 1).Max() + 1;

    /// <summary>The candidates whose results are weighted and added up, those on lanes too.</summary>
    public IEnumerable<Candidate> Weighed => Steps.SelectMany(step => step switch
    {
        MixStep mix => mix.Weights.OfType<Candidate>(),
        LanesStep lanes => lanes.Candidates,
        _ => [],
    });

    /// <summary>Whether there is anything to weigh; sums alone are better written as they stand.</summary>
    public bool WeighsCandidates => Weighed.Any();

    /// <summary>How often each tensor is taken, as an output too.</summary>
    public Dictionary<int, int> Uses()
    {
        var uses = new Dictionary<int, int>();
        foreach (var id in Steps.SelectMany(s => s.Inputs).Concat(Outputs))
            uses[id] = uses.GetValueOrDefault(id) + 1;
        return uses;
    }

    /// <summary>The step of each tensor that is computed.</summary>
    public Dictionary<int, Step> ById() => Steps.ToDictionary(s => s.Id);

    /// <summary>Without the steps of which nobody takes the tensor.</summary>
    public ForwardPlan WithoutUnused()
    {
        var needed = new HashSet<int>(Outputs);
        var kept = new List<Step>();
        foreach (var step in Steps.Reverse())
            if (step is PlainStep || needed.Contains(step.Id))
            {
                needed.UnionWith(step.Inputs);
                kept.Add(step);
            }

        kept.Reverse();
        return this with { Steps = [.. kept] };
    }

    /// <summary>One line for each step, for people and snapshots.</summary>
    public override string ToString()
    {
        var names = Inputs.Select((input, i) => (i, input.Name)).Concat(Steps.Select(s => (s.Id, s.Name)))
            .ToDictionary(p => p.Item1, p => p.Item2);
        var text = new StringBuilder();
        foreach (var step in Steps)
            text.Append($"{step.Name} = {step.Describe([.. step.Inputs.Select(i => names[i])])}\n");
        return text.Append($"output {string.Join(", ", Outputs.Select(o => names[o]))}\n").ToString();
    }
}
