using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.Syntax;

namespace NasDsl.Semantics;

/// <summary>Declarations on their own, with arguments and shapes unknown.</summary>
internal sealed partial class Elaborator
{
    /// <summary>The declaration that is checked on its own, or null.</summary>
    private string? checking;

    private readonly HashSet<NamedDeclarationSyntax> needed = new(ReferenceEqualityComparer.Instance);
    private readonly List<Diagnostic> unused = [];

    /// <summary>The declarations that the checked one led to.</summary>
    public ImmutableArray<NamedDeclarationSyntax> Needed => [.. needed];

    /// <summary>Warnings of names in the checked declaration that nobody uses.</summary>
    public ImmutableArray<Diagnostic> Unused => [.. unused];

    /// <summary>Checks a declaration without knowing its arguments: names, kinds, arity.</summary>
    public void Check(NamedDeclarationSyntax declaration) =>
        Within<object>(declaration.Name.Span, $"`{declaration.Name.Text}`", () =>
        {
            checking = declaration.Key;
            CheckDeclaration(declaration);
            return null;
        });

    private void CheckDeclaration(NamedDeclarationSyntax declaration)
    {
        switch (declaration)
        {
            case ConstSyntax constant:
                ConstantValue(constant, constant.Name.Span);
                break;
            case OpSetSyntax set:
                CheckOpSet(set);
                break;
            case FunctionSyntax function:
                CheckFunction(function);
                break;
        }
    }

    private void CheckOpSet(OpSetSyntax set)
    {
        var scope = new Scope();
        CheckParameterNames([.. set.Parameters]);
        CheckShapes(set.Parameters, "a shape for a static parameter");
        BindUnknown(set.Parameters, scope);
        var frame = CheckFrame();
        inProgress.Add(set.Key);
        foreach (var (_, value, span) in EvaluateEntries(set.Set, scope, frame))
            if (value is OperationValue or ChosenValue)
                Apply(value, UnknownTensors(InputCountOf(value) ?? 1), frame, span);
        inProgress.Remove(set.Key);
    }

    private void CheckFunction(FunctionSyntax function)
    {
        CheckParameterNames([.. function.Parameters, .. function.Inputs]);
        CheckShapes(function.Parameters, "a shape for a static parameter");
        if (function.Word != FunctionWord.Network)
            CheckShapes(function.Inputs, "a shape for an input of an op or a cell");
        foreach (var input in function.Inputs)
            if (input.Default is { } value)
                diagnostics.Add(Diagnose.NotSupported(value.Span, "a default for a tensor"));
        if (!function.HasInputs && function.Word != FunctionWord.Network)
        {
            var alias = AliasValue(function, function.Name.Span, CheckFrame());
            if (alias is OperationValue or ChosenValue)
                Apply(alias, UnknownTensors(InputCountOf(alias) ?? 1), CheckFrame(), function.Body.Span);
            return;
        }

        var scope = new Scope();
        BindUnknown(function.Parameters, scope);
        foreach (var input in function.Inputs)
        {
            scope.TryBind(input.Name.Text, TensorValue.Unknown);
            if (function.Word == FunctionWord.Network)
                InputShape(input, scope);
        }

        if (function.Word == FunctionWord.Network && function.Inputs.Length == 0)
            diagnostics.Add(Diagnose.BadInputShape(function.Name.Span, function.Name.Text, "is missing: a network has an input"));
        inProgress.Add(function.Key);
        EvaluateBody(function, scope, CheckFrame() with { Cell = function.Word == FunctionWord.Cell ? function.Name.Text : null },
            warn: true);
        inProgress.Remove(function.Key);
    }

    private static Frame CheckFrame() => new(null, "", "", null, null, new BodyState());

    private void CheckParameterNames(ImmutableArray<ParameterSyntax> parameters)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
            if (!names.Add(parameter.Name.Text))
                diagnostics.Add(Diagnose.DuplicateParameter(parameter.Name.Span, parameter.Name.Text));
    }

    private void CheckShapes(ImmutableArray<ParameterSyntax> parameters, string what)
    {
        foreach (var shape in parameters.Select(p => p.Shape).OfType<ShapeSyntax>())
            diagnostics.Add(Diagnose.NotSupported(shape.Span, what));
    }

    private void BindUnknown(ImmutableArray<ParameterSyntax> parameters, Scope scope)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Default is { } value)
                Evaluate(value, scope, CheckFrame());
            scope.TryBind(parameter.Name.Text, UnknownValue.Instance);
        }
    }
}
