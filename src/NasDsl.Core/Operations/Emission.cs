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
/// As an expression over the inputs, with no state: <paramref name="Expression"/> for `forward`, and, where TorchSharp has
/// one, <paramref name="Module"/> to stand in a `Sequential`; without it, the emitter wraps the expression.
/// </summary>
/// <param name="IsAtomic">True where the expression needs no parentheses inside another one. Inputs arrive atomic.</param>
public sealed record ExpressionEmission(
    Func<ArgumentTexts, ImmutableArray<string>, string> Expression,
    ModuleEmission? Module = null,
    bool IsAtomic = true) : Emission;

/// <summary>The one input itself.</summary>
public sealed record PassThroughEmission : Emission;

/// <summary>A class that the generated file must hold once: its name, its C# (one type declaration, four-space indents,
/// LF) and what it needs itself.</summary>
public sealed record HelperClass(string Name, string Source, params ImmutableArray<HelperClass> Needs);

/// <summary>The arguments of a layer as values and as C# text.</summary>
/// <param name="text">The text for an argument: a literal or the name of a constructor parameter.</param>
/// <param name="writeDefaults">
/// Also write what could be left out, so that uses that differ only there get the same text.
/// </param>
public sealed class ArgumentTexts(ArgumentList arguments, Func<string, ArgumentValue, string> text, bool writeDefaults = false)
{
    public ArgumentList Values => arguments;

    public string this[string name] => text(name, arguments[name]);

    /// <summary>`, label: value`, or nothing where the value is the default of the C# parameter.</summary>
    public string Optional(string name, string label, long @default) => Optional(name, label, new IntegerArgument(@default));

    /// <inheritdoc cref="Optional(string, string, long)"/>
    public string Optional(string name, string label, bool @default) => Optional(name, label, new BooleanArgument(@default));

    private string Optional(string name, string label, ArgumentValue @default) =>
        !writeDefaults && arguments[name] == @default ? "" : $", {label}: {this[name]}";
}
