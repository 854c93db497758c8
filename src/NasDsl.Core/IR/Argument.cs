using System.Collections.Immutable;
using System.Globalization;

namespace NasDsl.IR;

/// <summary>The value of a static argument after everything has been computed.</summary>
public abstract record ArgumentValue;

public sealed record IntegerArgument(long Value) : ArgumentValue
{
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

public sealed record RealArgument(double Value) : ArgumentValue
{
    public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
}

public sealed record BooleanArgument(bool Value) : ArgumentValue
{
    public override string ToString() => Value ? "true" : "false";
}

/// <summary>Two whole numbers, such as the height and the width of a window.</summary>
public sealed record PairArgument(long Height, long Width) : ArgumentValue
{
    public bool IsSquare => Height == Width;

    /// <summary>As one writes it: a single number where both are the same.</summary>
    public string Text => IsSquare ? Height.ToString(CultureInfo.InvariantCulture) : ToString();

    public static PairArgument Square(long size) => new(size, size);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Height}, {Width})");
}

public sealed record WordArgument(string Value) : ArgumentValue
{
    public override string ToString() => Value;
}

/// <summary>The number that a decision of kind <see cref="DecisionKind.Real"/> takes; an architecture says which.</summary>
public sealed record DecisionArgument(Decision Decision) : ArgumentValue
{
    public override string ToString() => Decision.Name;
}

/// <summary>Named argument values in the order in which the operation lists them.</summary>
public sealed class ArgumentList(params ReadOnlySpan<(string Name, ArgumentValue Value)> items)
{
    public ImmutableArray<(string Name, ArgumentValue Value)> Items { get; } = [.. items];

    public ArgumentValue this[string name]
    {
        get
        {
            foreach (var (key, value) in Items)
                if (key == name)
                    return value;
            throw new KeyNotFoundException($"no argument `{name}`");
        }
    }

    public long Integer(string name) => ((IntegerArgument)this[name]).Value;

    /// <summary>A pair, or a number for both.</summary>
    public PairArgument Pair(string name) =>
        this[name] is PairArgument pair ? pair : PairArgument.Square(Integer(name));

    public bool Boolean(string name) => ((BooleanArgument)this[name]).Value;

    public double Real(string name) => this[name] is IntegerArgument i ? i.Value : ((RealArgument)this[name]).Value;

    public override string ToString() => string.Join(", ", Items.Select(i => $"{i.Name}: {i.Value}"));
}
