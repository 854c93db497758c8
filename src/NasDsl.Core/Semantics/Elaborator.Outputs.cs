using System.Collections.Immutable;
using NasDsl.Syntax;

namespace NasDsl.Semantics;

/// <summary>How many tensors an operation gives, as far as the program's text says so.</summary>
internal sealed partial class Elaborator
{
    /// <summary>Declarations that end in others that end in others: more than anybody writes, and an end for circles.</summary>
    private const int MostDeclarations = 50;

    /// <summary>What an operation gives to a body that is checked on its own: a tensor of no known shape, or several.</summary>
    private Value UnknownOutputs(Value operation) => OutputsOf(operation) is { Length: > 1 } names
        ? new TupleValue([.. names.Select(_ => (Value)TensorValue.Unknown)], names)
        : TensorValue.Unknown;

    /// <summary>The names of its outputs, null for one that has none; null where it has a single one or it is not known.</summary>
    private ImmutableArray<string?>? OutputsOf(Value operation) => operation switch
    {
        DeclaredValue declared => OutputsOf(declared.Declaration, 0),
        ComposedValue { Operations: [.., var last] } => OutputsOf(last),
        RepeatedValue repeated => OutputsOf(repeated.Operation),
        _ => null,
    };

    private ImmutableArray<string?>? OutputsOf(FunctionSyntax function, int depth)
    {
        if (depth == MostDeclarations || function.Body.Statements.OfType<OutputSyntax>().LastOrDefault() is not { } output)
            return null;
        return output.Items is [var single]
            ? OutputsOf(single.Value, function, depth)
            : [.. output.Items.Select(i => i.Name?.Text)];
    }

    private ImmutableArray<string?>? OutputsOf(ExpressionSyntax syntax, FunctionSyntax function, int depth) => syntax switch
    {
        TupleSyntax tuple => [.. tuple.Items.Select(_ => (string?)null)],
        PipeSyntax pipe => OutputsOf(pipe.Operation, function, depth),
        CallSyntax call => OutputsOf(call.Callee, function, depth),
        ComposeSyntax compose => OutputsOf(compose.Second, function, depth),
        IfSyntax conditional => OutputsOf(conditional.Then, function, depth),
        ChainSyntax { Items: [.., var last] } => OutputsOf(last.Value, function, depth),
        NameExpressionSyntax { Name: var name } => OutputsOf(name, function, depth),
        _ => null,
    };

    private ImmutableArray<string?>? OutputsOf(NameSyntax name, FunctionSyntax function, int depth)
    {
        if (depth == MostDeclarations)
            return null;
        if (function.Body.Statements.OfType<BindingSyntax>().FirstOrDefault(b => b.Name.Text == name.Text) is { } binding)
            return OutputsOf(binding.Value, function, depth + 1);
        var isParameter = function.Parameters.Concat(function.Inputs).Any(p => p.Name.Text == name.Text);
        if (isParameter || modules.Of(name.Span)?.Find(name.Text) is not { } declaration)
            return null;
        needed.Add(declaration);
        return declaration is FunctionSyntax declared ? OutputsOf(declared, depth + 1) : null;
    }
}
