using System.Collections.Immutable;
using NasDsl.Operations;

namespace NasDsl.IR;

/// <summary>
/// An operation with everything static resolved: what a node applies to its inputs. A layer owns weights; the same
/// layer object is used by one node only.
/// </summary>
public abstract record Layer(ImmutableArray<Shape> Inputs, Shape Output);

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

/// <summary>One of several layers, by <paramref name="Decision"/>; all have the same output shape.</summary>
public sealed record ChoiceLayer(
    Decision Decision,
    ImmutableArray<LayerAlternative> Alternatives,
    ImmutableArray<Shape> Inputs,
    Shape Output)
    : Layer(Inputs, Output);

/// <summary>An alternative of a <see cref="ChoiceLayer"/>; <paramref name="Label"/> is the decision's.</summary>
public sealed record LayerAlternative(string Label, Layer Layer);
