using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Operations.Library;

namespace NasDsl.Operations;

/// <summary>What the compiler may rely on about an operation.</summary>
[Flags]
public enum OperationFacts
{
    None = 0,

    /// <summary>Has trainable weights.</summary>
    HasWeights = 1,

    /// <summary>Keeps state between calls (running statistics).</summary>
    Stateful = 2,

    /// <summary>Acts on each element alone and keeps the shape.</summary>
    Pointwise = 4,

    /// <summary>f(a x + b y) = a f(x) + b f(y).</summary>
    Linear = 8,

    /// <summary>Always gives zeros: an edge with it may as well not be there.</summary>
    Zero = 16,

    /// <summary>Gives its input back where it keeps the shape (drop-path leaves it alone).</summary>
    Identity = 32,

    /// <summary>Divides by the number of its inputs: with fewer of them, each counts for more.</summary>
    Averages = 64,
}

/// <summary>What a static parameter of an operation takes.</summary>
public enum ParameterKind
{
    Integer,
    Real,
    Boolean,

    /// <summary>A whole number, or a pair of them: height and width.</summary>
    Window,

    /// <summary>A tensor of which only the shape is used.</summary>
    Shape,
}

/// <summary>A static parameter of an operation.</summary>
/// <param name="Default">The value where none is given; null where one must be given or <see cref="Optional"/>.</param>
/// <param name="Optional">May be left out although it has no fixed default: <paramref name="Doc"/> says what then holds.</param>
/// <param name="Minimum">The smallest value allowed.</param>
/// <param name="Maximum">The largest value allowed.</param>
public sealed record OperationParameter(
    string Name,
    ParameterKind Kind,
    string Doc,
    ArgumentValue? Default = null,
    bool Optional = false,
    double Minimum = double.NegativeInfinity,
    double Maximum = double.PositiveInfinity)
{
    public bool IsRequired => Default is null && !Optional;
}

/// <summary>
/// One entry of the operation catalog: everything the compiler knows of an operation is here, and nowhere else.
/// </summary>
public abstract class Operation
{
    public abstract string Name { get; }

    /// <summary>One sentence, shown by hover, completion and `nasc ops`.</summary>
    public abstract string Doc { get; }

    public virtual ImmutableArray<OperationParameter> Parameters => [];

    /// <summary>How many tensors it takes; <see cref="TakesList"/> for any number of the same shape.</summary>
    public virtual int InputCount => 1;

    /// <summary>Takes a list of tensors: `sum(list)`.</summary>
    public virtual bool TakesList => false;

    /// <summary>Takes the ids of tokens; other operations refuse them.</summary>
    public virtual bool TakesTokens => false;

    /// <summary>
    /// For operations of lists: the shape of two elements taken together, or null where they do not fit; taken one after the
    /// other it gives the shape of the whole list.
    /// </summary>
    public virtual Shape? Join(Shape first, Shape second) => null;

    public virtual OperationFacts Facts => OperationFacts.None;

    /// <summary>
    /// Computes the output shape and completes the arguments with what the shapes tell (`in_channels`). Reports what
    /// does not fit and returns null then.
    /// </summary>
    public abstract ResolvedOperation? Resolve(OperationCall call);

    protected static (string, ArgumentValue) Argument(string name, long value) => (name, new IntegerArgument(value));

    protected static (string, ArgumentValue) Argument(string name, bool value) => (name, new BooleanArgument(value));

    protected static (string, ArgumentValue) Argument(string name, double value) => (name, new RealArgument(value));

    /// <summary>The number of trainable weights.</summary>
    public virtual long ParameterCount(OperationLayer layer) => 0;

    /// <summary>Multiply-accumulates for one example; what has no multiplications by weights counts nothing.</summary>
    public virtual long MacCount(OperationLayer layer) => 0;

    /// <summary>The values that it gives for one example, with those of all steps inside: what training keeps.</summary>
    public virtual long ActivationCount(OperationLayer layer) =>
        FactsOf(layer).HasFlag(OperationFacts.Identity) || (TakesList && layer.Inputs.Length == 1) ? 0 : layer.Output.Elements;

    /// <summary>What is kept for the backward pass; what is linear and has no weights needs shapes alone.</summary>
    public virtual BackwardNeeds NeedsOf(OperationLayer layer)
    {
        var facts = FactsOf(layer);
        var knowsItsGradient = facts.HasFlag(OperationFacts.Zero)
            || (facts.HasFlag(OperationFacts.Linear) && !facts.HasFlag(OperationFacts.HasWeights));
        return new BackwardNeeds(Input: !knowsItsGradient, Output: false);
    }

    /// <summary>What holds for this use: a `skip` that reduces has weights, one that keeps the shape has none.</summary>
    public virtual OperationFacts FactsOf(OperationLayer layer) => Facts;

    /// <summary>
    /// What this use does one after the other, for the optimizer: operations whose modules lie in this order inside its own.
    /// One that cannot be taken apart is its only stage.
    /// </summary>
    public virtual ImmutableArray<OperationLayer> StagesOf(OperationLayer layer) => [layer];

    /// <summary>This use for inference, the batch normalizations inside folded; null where there are none.</summary>
    public virtual FoldedForm? FoldedFormOf(OperationLayer layer) => null;

    /// <summary>How this use is written in generated C#.</summary>
    public abstract Emission EmissionOf(OperationLayer layer);

    /// <summary>The same where <see cref="SlowDepthwise.IsIn"/> holds, its slow depthwise convolutions with fast gradients.</summary>
    internal virtual Emission LoweredEmissionOf(OperationLayer layer) => EmissionOf(layer);
}

/// <summary>Resolved arguments and output shape.</summary>
public sealed record ResolvedOperation(ArgumentList Arguments, Shape Output);
