using System.Collections.Immutable;

namespace NasDsl.Operations;

/// <summary>How an operation is written in generated C#.</summary>
public abstract record Emission;

/// <summary>
/// As a module: a field of type <paramref name="Type"/>, constructed once, called with `forward`.
/// </summary>
/// <param name="Construct">
/// The constructor expression, given the text for each argument.
/// </param>
/// <param name="Helpers">The helper classes it needs in the generated file.</param>
public sealed record ModuleEmission(
    Func<ArgumentTexts, string> Type,
    Func<ArgumentTexts, string> Construct,
    params ImmutableArray<HelperClass> Helpers) : Emission
{
    public ModuleEmission(string typeName, Func<ArgumentTexts, string> construct, params ImmutableArray<HelperClass> helpers)
        : this(_ => typeName, construct, helpers)
    {
    }
}

/// <summary>
/// As an expression over the inputs, with no state: <paramref name="Expression"/> for `forward`, and, where TorchSharp has
/// one, <paramref name="Module"/> to stand in a `Sequential`; without it, the emitter wraps the expression.
/// </summary>
/// <param name="IsAtomic">True where the expression needs no parentheses inside another one. Inputs arrive atomic.</param>
public sealed record ExpressionEmission(
    Func<ArgumentTexts, ImmutableArray<string>, string> Expression,
    ModuleEmission? Module = null,
    bool IsAtomic = true) : Emission
{
    /// <summary>
    /// The same values where images lie channels last in memory and gradients through <paramref name="Expression"/> would not; null
    /// where they do.
    /// </summary>
    public Func<ImmutableArray<string>, string>? ChannelsLast { get; init; }
}

/// <summary>The one input itself.</summary>
public sealed record PassThroughEmission : Emission;

/// <summary>A class that the generated file must hold once: its name, its C# (one type declaration, four-space indents,
/// LF) and what it needs itself.</summary>
public sealed record HelperClass(string Name, string Source, params ImmutableArray<HelperClass> Needs);

/// <summary>The arguments of a layer as C# text; the emitter says what that is.</summary>
public abstract class ArgumentTexts
{
    /// <summary>A literal, or the name of a constructor parameter of the class around it.</summary>
    public abstract string this[string name] { get; }

    /// <summary>`, label: value`, or nothing where every use has the default of the C# parameter.</summary>
    public abstract string Optional(string name, string label, string @default);

    /// <summary>
    /// One of two expressions by a truth value; where uses of one class differ in it, a conditional expression.
    /// </summary>
    public abstract string Choose(string name, string whenTrue, string whenFalse);

    /// <summary>The type that goes with <see cref="Choose"/>; where uses differ, that of any module.</summary>
    public abstract string ChooseType(string name, string whenTrue, string whenFalse);
}
