using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Operations;

/// <summary>
/// An operation applied: its arguments bound to parameters (defaults filled in, ranges checked) and the shapes of its
/// inputs. Shape rules report through it.
/// </summary>
public sealed class OperationCall(
    Operation operation,
    ImmutableDictionary<string, ArgumentValue> arguments,
    ImmutableDictionary<string, Shape> shapes,
    ImmutableArray<Shape> inputs,
    OperationContext context,
    TextSpan span,
    Action<Diagnostic> report)
{
    public Operation Operation => operation;

    public ImmutableArray<Shape> Inputs => inputs;

    public Shape Input => inputs[0];

    public OperationContext Context => context;

    public TextSpan Span => span;

    public long Integer(string name) => ((IntegerArgument)arguments[name]).Value;

    public long? OptionalInteger(string name) => arguments.TryGetValue(name, out var v) ? ((IntegerArgument)v).Value : null;

    /// <summary>The value of a parameter of kind <see cref="ParameterKind.Window"/>; a number stands for both.</summary>
    public PairArgument Pair(string name) =>
        arguments[name] is PairArgument pair ? pair : PairArgument.Square(Integer(name));

    public PairArgument? OptionalPair(string name) => arguments.ContainsKey(name) ? Pair(name) : null;

    public bool Boolean(string name) => ((BooleanArgument)arguments[name]).Value;

    public bool? OptionalBoolean(string name) => arguments.TryGetValue(name, out var v) ? ((BooleanArgument)v).Value : null;

    public double Real(string name) => arguments[name] switch
    {
        IntegerArgument i => i.Value,
        DecisionArgument { Decision.Interval: { } interval } => interval.Minimum,
        var value => ((RealArgument)value).Value,
    };

    /// <summary>The argument itself, which may be a decision's number.</summary>
    public ArgumentValue Value(string name) => arguments[name];

    /// <summary>The shape of the tensor given for a parameter of kind <see cref="ParameterKind.Shape"/>.</summary>
    public Shape ShapeOf(string name) => shapes[name];

    /// <summary>Reports and returns null, so that a rule can `return call.Fail(...)`.</summary>
    public ResolvedOperation? Fail(Diagnostic diagnostic)
    {
        report(diagnostic);
        return null;
    }
}

/// <summary>Where an operation is applied, as far as its defaults depend on it.</summary>
/// <param name="NormalizationIsAffine">
/// Whether a batch normalization has weights where the program does not say. Off inside the cells of a supernet: a learned
/// scale would undo what the architecture weights express (Liu et al. 2019, section 3.1).
/// </param>
public sealed record OperationContext(bool NormalizationIsAffine = true);
