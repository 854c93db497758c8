using System.Collections.Immutable;
using NasDsl.Operations;

namespace NasDsl.IR;

/// <summary>
/// An operation with everything static resolved: what a node applies to its inputs. A layer owns weights; the same
/// layer object is used by one node only.
/// </summary>
/// <param name="Inputs">The shapes of its inputs; where they vary, the largest in each dimension.</param>
/// <param name="Output">The shape of its output; where it varies, the largest in each dimension.</param>
public abstract record Layer(ImmutableArray<Shape> Inputs, Shape Output)
{
    /// <summary>The output's shape by architecture; null where it is the same for all.</summary>
    public Cases<Shape>? Varies { get; init; }
}

/// <summary>An operation of the catalog, with its arguments resolved (input channels included).</summary>
public sealed record OperationLayer(Operation Operation, ArgumentList Arguments, ImmutableArray<Shape> Inputs, Shape Output)
    : Layer(Inputs, Output);

/// <summary>
/// A use of a declared `cell` or `op`. <paramref name="Path"/> is the prefix of the names of the decisions inside: the
/// cell's own name for a cell, the place of use for an op.
/// </summary>
public sealed record CallLayer(Function Function, string Path, ImmutableArray<Shape> Inputs, Shape Output)
    : Layer(Inputs, Output);

/// <summary>Layers applied one after the other: `a >> b`.</summary>
public sealed record SequenceLayer(ImmutableArray<Layer> Layers, ImmutableArray<Shape> Inputs, Shape Output)
    : Layer(Inputs, Output);

/// <summary>
/// <paramref name="Body"/>, a layer of two tensors (a step's features and the state), applied to each step of a sequence
/// from a state of zeros; its results are the states, step by step: `[steps, features]` to `[steps, hidden]`.
/// </summary>
public sealed record RecurrentLayer(Layer Body, ImmutableArray<Shape> Inputs, Shape Output) : Layer(Inputs, Output)
{
    public long Steps => Output.Steps;

    /// <summary>The number of elements of the state.</summary>
    public long Hidden => Output.Channels;
}

/// <summary>
/// One of several layers, by <paramref name="Decision"/>. Several alternatives may share one layer object: `repeat(n)` with a
/// chosen n has its third layer for every n above 2.
/// </summary>
public sealed record ChoiceLayer(
    Decision Decision,
    ImmutableArray<LayerAlternative> Alternatives,
    ImmutableArray<Shape> Inputs,
    Shape Output)
    : Layer(Inputs, Output)
{
    /// <summary>Whether the alternatives are one operation, written once, whose arguments the decision tells: they share weights.</summary>
    public bool IsOneOperation { get; init; }
}

/// <summary>
/// An alternative of a <see cref="ChoiceLayer"/>; <paramref name="Label"/> is the decision's, for an order the labels with
/// blanks between them.
/// </summary>
public sealed record LayerAlternative(string Label, Layer Layer);

/// <summary>
/// One operation, resolved for each shape that its inputs can have: a convolution behind a tensor whose channels are chosen.
/// </summary>
/// <param name="Likes">The shapes of the tensors given for static parameters (`fit(like, ...)`): a variant is for those too.</param>
public sealed record VariantLayer(
    ImmutableArray<LayerVariant> Variants,
    ImmutableArray<Cases<Shape>> Likes,
    ImmutableArray<Shape> Inputs,
    Shape Output)
    : Layer(Inputs, Output);

/// <param name="Shapes">The shapes of the inputs, then those of <see cref="VariantLayer.Likes"/>.</param>
public sealed record LayerVariant(ShapeList Shapes, OperationLayer Layer);

/// <summary>Output <paramref name="Index"/> of a call that has several.</summary>
public sealed record ItemLayer(int Index, ImmutableArray<Shape> Inputs, Shape Output) : Layer(Inputs, Output);

/// <summary>
/// A mixture of several layers by the softmax of weights that are trained with the network, and kept: `blend { bn, layer_norm }`.
/// </summary>
public sealed record BlendLayer(ImmutableArray<LayerAlternative> Alternatives, ImmutableArray<Shape> Inputs, Shape Output)
    : Layer(Inputs, Output);

/// <summary>
/// One operation of a supernet whose weights serve every size that it can have: they are as large as
/// <paramref name="Largest"/> needs, and each size takes a slice (Cai et al., 2020).
/// </summary>
/// <param name="Sizes">The operation for each choice and shape: choices and variants down to operations.</param>
public sealed record ElasticLayer(OperationLayer Largest, Layer Sizes, ImmutableArray<Shape> Inputs, Shape Output)
    : Layer(Inputs, Output);

/// <summary>
/// A concatenation of a supernet in which every part has a place of its own, as large as the part can be; where a part is
/// smaller or not there, zeros are.
/// </summary>
/// <param name="There">For each part when it is there; null for always.</param>
public sealed record PlacedConcatLayer(
    OperationLayer Concat, ImmutableArray<Cases<bool>?> There, ImmutableArray<Shape> Inputs, Shape Output)
    : Layer(Inputs, Output);

/// <summary>
/// A sum or a mean of a supernet over the tensors that are there, for what cannot be relaxed.
/// </summary>
public sealed record PickedSumLayer(
    OperationLayer Sum, ImmutableArray<Cases<bool>?> There, ImmutableArray<Shape> Inputs, Shape Output)
    : Layer(Inputs, Output);
