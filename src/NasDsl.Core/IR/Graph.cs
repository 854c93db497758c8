using System.Collections.Immutable;
using NasDsl.Text;

namespace NasDsl.IR;

/// <summary>
/// A graph of tensors. Values are numbered: the inputs first, then the nodes in an order in which each comes after its
/// inputs.
/// </summary>
public sealed record Graph(ImmutableArray<GraphInput> Inputs, ImmutableArray<Node> Nodes, ImmutableArray<int> Outputs)
{
    /// <summary>The node that computes value <paramref name="id"/>, or null for an input.</summary>
    public Node? NodeOf(int id) => id < Inputs.Length ? null : Nodes[id - Inputs.Length];

    public Shape ShapeOf(int id) => id < Inputs.Length ? Inputs[id].Shape : Nodes[id - Inputs.Length].Shape;

    /// <summary>How the shape of a value varies; null where it does not.</summary>
    public Cases<Shape>? CasesOf(int id) => id < Inputs.Length ? Inputs[id].Varies : Nodes[id - Inputs.Length].Varies;

    public string NameOf(int id) => id < Inputs.Length ? Inputs[id].Name : Nodes[id - Inputs.Length].Name;
}

/// <summary>A tensor that a graph gets from outside.</summary>
public sealed record GraphInput(string Name, Shape Shape)
{
    /// <summary>The shape by architecture where it varies; <see cref="Shape"/> is the largest in each dimension then.</summary>
    public Cases<Shape>? Varies { get; init; }
}

/// <summary>
/// A tensor computed by <paramref name="Layer"/> from other tensors of the graph.
/// </summary>
/// <param name="Id">The value's number in its graph.</param>
/// <param name="Name">Unique in the graph, from the bindings: `stem`, `n[2]`, `n[2].edge[p]`, `body[3]`.</param>
/// <param name="Chain">Set for the items of a `chain`: which chain, and the position in it.</param>
/// <param name="Subset">
/// Set where the inputs are the alternatives of a `choose k of`: alternative i of the decision is input i.
/// </param>
public sealed record Node(
    int Id,
    string Name,
    Layer Layer,
    ImmutableArray<int> Inputs,
    Shape Shape,
    TextSpan Span,
    ChainPosition? Chain = null,
    Decision? Subset = null)
{
    /// <summary>The shape by architecture where it varies; <see cref="Shape"/> is the largest in each dimension then.</summary>
    public Cases<Shape>? Varies => Layer.Varies;

    /// <summary>Where inputs are there for some architectures only (`loose`): when each is. Empty otherwise.</summary>
    public ImmutableArray<Cases<bool>> Conditions { get; init; } = [];
}

/// <summary>Item <paramref name="Index"/> of the chain bound to <paramref name="Name"/>.</summary>
public readonly record struct ChainPosition(string Name, int Index);

/// <summary>Which word declared a function.</summary>
public enum FunctionKind
{
    /// <summary>Decisions are made afresh at every use.</summary>
    Op,

    /// <summary>Decisions are made once and shared by every use.</summary>
    Cell,
}

/// <summary>A declared `op` or `cell` for given static arguments and input shapes.</summary>
/// <param name="Arguments">The static arguments, as far as they are numbers, truth values or words.</param>
public sealed record Function(string Name, FunctionKind Kind, string? Doc, ArgumentList Arguments, Graph Graph)
{
    /// <summary>The names of its outputs, null for one that has none: `output a = x, b = y`.</summary>
    public ImmutableArray<string?> OutputNames { get; init; } = [.. Graph.Outputs.Select(_ => (string?)null)];
}
