using NasDsl.Operations;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Analysis;

internal enum SymbolKind
{
    Constant,
    OpSet,
    Op,
    Cell,
    Network,
    Parameter,
    Input,
    Binding,
    Variable,
    Alias,
    Operation,
    OperationParameter,
    Function,
    Unknown,
}

/// <summary>Something that has a name.</summary>
/// <param name="Definition">Where its name is written, in the offsets of the program; null for what comes with the language.</param>
/// <param name="Node">The syntax that declares it.</param>
/// <param name="Operation">The operation of the catalog, for itself and its parameters.</param>
internal sealed record Symbol(SymbolKind Kind, string Name, TextSpan? Definition, SyntaxNode? Node = null, Operation? Operation = null)
{
    /// <summary>Whether it can be given another name: it is written in a file of the user.</summary>
    public bool IsOwn => Definition is { IsInLibrary: false };

    public bool Equals(Symbol? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>A name where it is written.</summary>
internal readonly record struct Occurrence(TextSpan Span, Symbol Symbol)
{
    public bool IsDefinition => Symbol.Definition == Span;
}
