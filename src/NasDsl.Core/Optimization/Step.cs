using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Optimization;

/// <summary>One tensor of a <see cref="ForwardPlan"/> and how it is computed.</summary>
/// <param name="Id">The number of the tensor.</param>
/// <param name="Name">Unique in the plan.</param>
public abstract record Step(int Id, string Name, ImmutableArray<int> Inputs, Shape Shape)
{
    /// <summary>The right side of the step as text.</summary>
    public abstract string Describe(ImmutableArray<string> inputs);

    protected static string List(ImmutableArray<string> inputs) => string.Join(", ", inputs);
}

/// <summary>A node, computed as in the plain supernet.</summary>
public sealed record PlainStep(Node Node) : Step(Node.Id, Node.Name, Node.Inputs, Node.Shape)
{
    public override string Describe(ImmutableArray<string> inputs) => $"{NameOf(Node.Layer)}({List(inputs)})";

    private static string NameOf(Layer layer) => layer switch
    {
        OperationLayer operation => operation.Operation.Name,
        CallLayer call => call.Function.Name,
        SequenceLayer sequence => string.Join(" >> ", sequence.Layers.Select(NameOf)),
        ChoiceLayer choice => $"choose {{ {string.Join(", ", choice.Alternatives.Select(a => a.Label))} }}",
        RecurrentLayer recurrent => $"recurrent {NameOf(recurrent.Body)}",
        _ => layer.GetType().Name.Replace(nameof(Layer), "", StringComparison.Ordinal).ToLowerInvariant(),
    };
}

/// <summary>A candidate of a relaxed choice: alternative <paramref name="Index"/> of the node <paramref name="Choice"/>.</summary>
public sealed record Candidate(Node Choice, int Index)
{
    /// <summary>The layer of the choice.</summary>
    public ChoiceLayer Layer => (ChoiceLayer)Choice.Layer;

    public Layer Operation => Layer.Alternatives[Index].Layer;

    public string Label => Layer.Alternatives[Index].Label;

    public override string ToString() => $"{Choice.Name}.{Label}";
}

/// <summary>An operation without weights, state or chance.</summary>
public sealed record FunctionStep(int Id, string Name, OperationLayer Operation, ImmutableArray<int> Inputs, Shape Shape)
    : Step(Id, Name, Inputs, Shape)
{
    public override string Describe(ImmutableArray<string> inputs) => $"{Operation.Operation.Name}({List(inputs)})";
}

/// <summary>A candidate's result.</summary>
/// <param name="Candidates">The first one is computed; the others would give the same and only keep the same statistics.</param>
/// <param name="Stages">What it does one after the other; empty where it cannot be taken apart.</param>
/// <param name="First">The stages before are steps of their own.</param>
public sealed record CandidateStep(
    int Id,
    string Name,
    ImmutableArray<Candidate> Candidates,
    ImmutableArray<OperationLayer> Stages,
    int First,
    ImmutableArray<int> Inputs,
    Shape Shape)
    : Step(Id, Name, Inputs, Shape)
{
    public Candidate Candidate => Candidates[0];

    /// <summary>The stages still to do, as text: candidates of one text do the same, each with its own weights.</summary>
    public string Text => string.Join(" >> ", Stages.Skip(First).Select(OperationText.Of));

    public override string Describe(ImmutableArray<string> inputs) =>
        $"{string.Join(" = ", Candidates)}({List(inputs)}){(First > 0 ? $" from stage {First}" : "")}";
}

/// <summary>A sum of tensors, each times the weight of a candidate; null counts whole.</summary>
public sealed record MixStep(
    int Id, string Name, ImmutableArray<Candidate?> Weights, ImmutableArray<int> Inputs, Shape Shape) : Step(Id, Name, Inputs, Shape)
{
    public override string Describe(ImmutableArray<string> inputs) => string.Join(
        " + ", inputs.Zip(Weights, (x, w) => w is null ? x : $"w[{w}] * {x}"));
}

/// <summary>Tensors side by side as channels: a lane for each.</summary>
public sealed record SideBySideStep(int Id, string Name, ImmutableArray<int> Inputs, Shape Shape) : Step(Id, Name, Inputs, Shape)
{
    public override string Describe(ImmutableArray<string> inputs) => $"side by side({List(inputs)})";
}

/// <summary>
/// The same operation of several candidates at once, each with its own weights on a lane of its own, and the sum of the lanes,
/// each times the weight of its candidate.
/// </summary>
/// <param name="FoldsWeights">The candidates' weights are factors of the last normalization.</param>
/// <param name="LowersDepthwise">Depthwise convolutions have gradients made of convolutions that libraries compute fast.</param>
/// <param name="Recomputes">Large images before and in depthwise-separable convolutions are not kept, as <see cref="Recompute"/> says.</param>
public sealed record LanesStep(
    int Id,
    string Name,
    ImmutableArray<Candidate> Candidates,
    ImmutableArray<OperationLayer> Stages,
    int First,
    bool FoldsWeights,
    bool LowersDepthwise,
    bool Recomputes,
    ImmutableArray<int> Inputs,
    Shape Shape)
    : Step(Id, Name, Inputs, Shape)
{
    public override string Describe(ImmutableArray<string> inputs) => string.Join(
        ' ',
        new[]
        {
            $"lanes[{string.Join(", ", Candidates)}]({List(inputs)})",
            First > 0 ? $"from stage {First}" : "",
            FoldsWeights ? "weights folded" : "",
            LowersDepthwise ? "depthwise lowered" : "",
            Recomputes ? "recomputed" : "",
        }.Where(t => t.Length > 0));
}
