using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Operations;

/// <summary>How an operation is written in generated C#.</summary>
public abstract record Emission;

/// <summary>
/// As a module: a field of type <paramref name="TypeName"/>, constructed once, called with `forward`.
/// </summary>
/// <param name="Construct">
/// The constructor expression, given the text for each argument: a literal, or the name of a constructor parameter of the
/// class around it. It must consult the argument list for a value only where that value decides the text's form.
/// </param>
/// <param name="Helpers">The helper classes it needs in the generated file.</param>
public sealed record ModuleEmission(
    string TypeName,
    Func<ArgumentTexts, string> Construct,
    params ImmutableArray<HelperClass> Helpers) : Emission;

/// <summary>
/// As an expression over the inputs, with no state: <paramref name="Expression"/> for `forward`, and, where it takes one
/// tensor, <paramref name="Module"/> to stand in a `Sequential`.
/// </summary>
/// <param name="IsAtomic">True where the expression needs no parentheses inside another one.</param>
public sealed record ExpressionEmission(
    Func<ArgumentTexts, ImmutableArray<string>, string> Expression,
    ModuleEmission? Module = null,
    bool IsAtomic = true) : Emission;

/// <summary>A class that the generated file must hold once: its name, its C# (one type declaration, four-space indents,
/// LF) and what it needs itself.</summary>
public sealed record HelperClass(string Name, string Source, params ImmutableArray<HelperClass> Needs);

/// <summary>The arguments of a layer as values and as C# text.</summary>
public sealed class ArgumentTexts(ArgumentList arguments, Func<string, ArgumentValue, string> text)
{
    public ArgumentList Values => arguments;

    public string this[string name] => text(name, arguments[name]);
}
