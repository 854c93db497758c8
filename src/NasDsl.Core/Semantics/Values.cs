using System.Collections.Immutable;
using System.Globalization;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>What an expression means while the program is being unfolded.</summary>
internal abstract record Value
{
    /// <summary>What to call it in a message: `a tensor [3, 32, 32]`.</summary>
    public abstract string Description { get; }
}

/// <summary>Something whose cause was reported already, or that cannot be known yet: whoever meets it stays silent.</summary>
internal sealed record UnknownValue : Value
{
    public static readonly UnknownValue Instance = new();

    public override string Description => "an unknown value";
}

internal sealed record NumberValue(double Number) : Value
{
    public bool IsInteger => Number == Math.Floor(Number) && Math.Abs(Number) < 9e15;

    public override string Description => $"the number `{Text}`";

    public string Text => Number.ToString("R", CultureInfo.InvariantCulture);
}

internal sealed record BooleanValue(bool Truth) : Value
{
    public override string Description => Truth ? "`true`" : "`false`";
}

internal sealed record TextValue(string Text) : Value
{
    public override string Description => $"the string `\"{Text}\"`";
}

/// <summary>A list; each element has a label if its source has a name: `p`, `n[2]`.</summary>
internal sealed record ListValue(ImmutableArray<Value> Items, ImmutableArray<string?> Labels) : Value
{
    public static readonly ListValue Empty = new([], []);

    public override string Description => Items.Length == 1 ? "a list of 1 element" : $"a list of {Items.Length} elements";

    public ListValue Add(Value item, string? label) => new(Items.Add(item), Labels.Add(label));
}

/// <param name="Names">What `.` can ask for, where the items have names.</param>
internal sealed record TupleValue(ImmutableArray<Value> Items, ImmutableArray<string?> Names) : Value
{
    public TupleValue(ImmutableArray<Value> items)
        : this(items, [.. items.Select(_ => (string?)null)])
    {
    }

    public override string Description => $"a tuple of {Items.Length} values";
}

internal sealed record RangeValue(double First, double Last) : Value
{
    public override string Description => "a range";
}

/// <summary>A tensor of the graph being built; without a shape where the declaration is checked on its own.</summary>
/// <param name="IsTemporary">True as long as no name is bound to it: one operation at most can use it.</param>
internal sealed record TensorValue(int Id, Cases<Shape>? Shape, bool IsTemporary) : Value
{
    public static readonly TensorValue Unknown = new(-1, null, false);

    /// <summary>The graph that computes it, to whose nodes alone it can be an input; null where it is not known.</summary>
    public GraphBuilder? Graph { get; init; }

    public override string Description => Shape is { IsFixed: true } ? $"a tensor of shape `{Shape.Value}`" : "a tensor";
}

/// <summary>An operation value.</summary>
/// <param name="Span">Where it is written: what a shape error marks.</param>
internal abstract record OperationValue(TextSpan Span) : Value
{
    /// <summary>What it is called in a message, and where a set's entry has no name.</summary>
    public abstract string Name { get; }

    public override string Description => $"the operation `{Name}`";
}

/// <summary>Named static arguments with the places where they stand.</summary>
internal sealed record BoundArguments(ImmutableDictionary<string, (Value Value, TextSpan Span)> Values)
{
    public static readonly BoundArguments None = new(ImmutableDictionary<string, (Value, TextSpan)>.Empty);
}

internal sealed record CatalogValue(Operation Operation, BoundArguments Arguments, TextSpan Span) : OperationValue(Span)
{
    public override string Name => Operation.Name;
}

internal sealed record DeclaredValue(FunctionSyntax Declaration, BoundArguments Arguments, TextSpan Span)
    : OperationValue(Span)
{
    public override string Name => Declaration.Name.Text;
}

internal sealed record ComposedValue(ImmutableArray<Value> Operations, TextSpan Span) : OperationValue(Span)
{
    public override string Name => Operations.Length > 0 && Operations[0] is OperationValue first ? first.Name : "sequence";
}

/// <summary>`repeat(n) op`: one operation.</summary>
/// <param name="Count">How often: a number, or a choice of numbers.</param>
internal sealed record RepeatedValue(Value Count, Value Operation, TextSpan Span) : OperationValue(Span)
{
    public override string Name => Operation is OperationValue operation ? operation.Name : "repeat";
}

/// <summary>A tensor given for a static parameter: only its shape is known inside.</summary>
internal sealed record ShapeValue(Cases<Shape>? Shape) : Value
{
    public override string Description => "the shape of a tensor";
}

/// <summary>`blend { a, b }`: a learned mixture of operations.</summary>
internal sealed record BlendValue(ImmutableArray<(string Label, Value Value)> Parts, TextSpan Span) : OperationValue(Span)
{
    public override string Name => "blend";
}

/// <summary>A number of an interval, by a decision of kind <see cref="DecisionKind.Real"/>.</summary>
internal sealed record RealValue(Decision Decision, TextSpan Span) : Value
{
    public override string Description => "a choice from an interval";
}

/// <summary>An imported file, by the name that `as` gives it: what stands before `.`.</summary>
internal sealed record ModuleValue(Module Module) : Value
{
    public override string Description => $"the file `{Module.Source.FileName}`";
}

/// <summary>A network, where a constraint or `train` speaks of it.</summary>
internal sealed record NetworkValue(FunctionSyntax Declaration, BoundArguments Arguments) : Value
{
    public override string Description => $"the network `{Declaration.Name.Text}`";
}

/// <summary>An op set with its static arguments; its entries are evaluated where it is chosen from.</summary>
internal sealed record OpSetValue(OpSetSyntax Declaration, BoundArguments Arguments) : Value
{
    public override string Description => $"the op set `{Declaration.Name.Text}`";
}

/// <summary>An inline set `{ a, b }`, evaluated where it is chosen from.</summary>
internal sealed record InlineSetValue(SetSyntax Syntax, Scope Scope) : Value
{
    public override string Description => "a set";
}

/// <summary>A value that depends on a decision: one for each alternative.</summary>
internal sealed record ChosenValue(Decision Decision, ImmutableArray<Value> Alternatives, TextSpan Span) : Value
{
    public override string Description => $"a choice of {Alternatives.Length} alternatives";
}

/// <summary>A list of which each element is there or not, as what other decisions took has it: `loose(n)`.</summary>
internal sealed record ConditionalListValue(ListValue Elements, ImmutableArray<Cases<bool>> Conditions, TextSpan Span) : Value
{
    public override string Description => $"some of {Elements.Items.Length} elements";
}

/// <summary>Some of the elements of a list, by a decision: alternative i of the decision is element i.</summary>
internal sealed record SubsetValue(Decision Decision, ListValue Elements, TextSpan Span) : Value
{
    public override string Description => Decision.Minimum == Decision.Maximum
        ? $"a choice of {Decision.Maximum} of {Elements.Items.Length} elements"
        : $"a choice of {Decision.Minimum} to {Decision.Maximum} of {Elements.Items.Length} elements";
}

/// <summary>`recurrent(op, hidden)`: an operation of two tensors over the steps of a sequence; without them, the word alone.</summary>
/// <param name="Hidden">The size of the state; null for as many as the input has features.</param>
internal sealed record RecurrentValue(Value? Body, (Value Value, TextSpan Span)? Hidden, TextSpan Span) : OperationValue(Span)
{
    public const string Word = "recurrent";

    public override string Name => Word;
}
