using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>For what a network is unfolded.</summary>
/// <param name="CellsAreAffine">Whether batch normalizations in cells have weights where the program does not say.</param>
internal sealed record ElaborationOptions(bool CellsAreAffine = true);

/// <summary>
/// Unfolds declarations: computes everything static and writes down the tensors. One evaluator serves twice: with unknown
/// arguments and shapes it checks a declaration on its own (unknown stays silent), with known ones it builds the network.
/// This part: declarations and bodies.
/// </summary>
internal sealed partial class Elaborator(
    DeclarationTable table,
    OperationCatalog catalog,
    DiagnosticBag diagnostics,
    ElaborationOptions options)
{
    private const int MostNodes = 100_000;
    private const int MostElements = 10_000;

    private readonly Dictionary<string, Function?> functions = new(StringComparer.Ordinal);
    private readonly List<string> inProgress = [];
    private int nodeBudget = MostNodes;

    /// <summary>Checks a declaration without knowing its arguments: names, kinds, arity.</summary>
    public void Check(NamedDeclarationSyntax declaration)
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

    /// <summary>Evaluates an expression outside every body: a setting, the bound of a constraint.</summary>
    public Value EvaluateStatic(ExpressionSyntax syntax) => Evaluate(syntax, new Scope(), CheckFrame());

    /// <summary>Builds the graph of a network, or null where an error was reported.</summary>
    public SearchSpace? BuildNetwork(FunctionSyntax network, BoundArguments arguments, string? doc, string source)
    {
        var before = diagnostics.ErrorCount;
        try
        {
            return BuildNetworkCore(network, arguments, doc, source, before);
        }
        catch (TooLargeException)
        {
            diagnostics.Add(Diagnose.TooLarge(network.Name.Span, $"network `{network.Name.Text}`"));
            return null;
        }
    }

    private SearchSpace? BuildNetworkCore(FunctionSyntax network, BoundArguments arguments, string? doc, string source, int before)
    {
        var scope = new Scope();
        if (!BindParameters(network, arguments, scope, network.Name.Span))
            return null;
        var inputs = new List<GraphInput>();
        foreach (var input in network.Inputs)
        {
            if (InputShape(input, scope) is not { } shape)
                return null;
            inputs.Add(new GraphInput(input.Name.Text, shape));
        }

        var graph = new GraphBuilder([.. inputs]);
        for (var i = 0; i < inputs.Count; i++)
            scope.TryBind(inputs[i].Name, graph.Input(i));
        var frame = new Frame(graph, "", "", null, null, new BodyState());
        inProgress.Add(network.Name.Text);
        var output = EvaluateBody(network, scope, frame, warn: false);
        inProgress.Remove(network.Name.Text);
        if (output is not TensorValue { Shape: not null } tensor || diagnostics.ErrorCount > before)
            return null;

        return new SearchSpace(
            network.Name.Text,
            source,
            doc,
            StaticArguments(network, scope),
            graph.ToGraph([tensor.Id]),
            decisions.InOrder());
    }

    private void CheckOpSet(OpSetSyntax set)
    {
        var scope = new Scope();
        CheckParameterNames([.. set.Parameters]);
        BindUnknown(set.Parameters, scope);
        var frame = CheckFrame();
        foreach (var (_, value, span) in EvaluateEntries(set.Set, scope, frame))
            if (value is OperationValue or ChosenValue)
                Apply(value, UnknownTensors(InputCountOf(value) ?? 1), frame, span);
    }

    private void CheckFunction(FunctionSyntax function)
    {
        CheckParameterNames([.. function.Parameters, .. function.Inputs]);
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
        inProgress.Add(function.Name.Text);
        EvaluateBody(function, scope, CheckFrame() with { Cell = function.Word == FunctionWord.Cell ? function.Name.Text : null },
            warn: true);
        inProgress.Remove(function.Name.Text);
    }

    private static Frame CheckFrame() => new(null, "", "", null, null, new BodyState());

    private void CheckParameterNames(ImmutableArray<ParameterSyntax> parameters)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
            if (!names.Add(parameter.Name.Text))
                diagnostics.Add(Diagnose.DuplicateParameter(parameter.Name.Span, parameter.Name.Text));
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

    /// <summary>Evaluates the statements of a body; gives what it outputs.</summary>
    private Value EvaluateBody(FunctionSyntax function, Scope scope, Frame frame, bool warn)
    {
        Value? output = null;
        foreach (var statement in function.Body.Statements)
        {
            if (output is not null)
            {
                diagnostics.Add(Diagnose.OutputNotLast(statement.Span));
                break;
            }

            output = EvaluateStatement(statement, scope, frame);
        }

        if (output is null && !function.IsBroken)
            diagnostics.Add(Diagnose.NoOutput(function.Name.Span, WordOf(function), function.Name.Text));
        if (warn && diagnostics.ErrorCount == 0)
            foreach (var (name, span) in scope.Unused)
                diagnostics.Add(Diagnose.UnusedBinding(span, name));
        return output ?? UnknownValue.Instance;
    }

    private Value? EvaluateStatement(StatementSyntax statement, Scope scope, Frame frame)
    {
        switch (statement)
        {
            case BindingSyntax binding:
                var value = Finish(Evaluate(binding.Value, scope, frame.Named(binding.Name.Text)), binding.Name.Text, frame);
                Bind(scope, binding.Name, value);
                return null;
            case NodesSyntax nodes:
                EvaluateNodes(nodes, scope, frame);
                return null;
            case OutputSyntax { Items: [{ } item] }:
                var result = Finish(Evaluate(item.Value, scope, frame.Named("output")), "output", frame);
                return result is TensorValue or UnknownValue ? result : Unknown(Diagnose.WrongKind(
                    item.Value.Span, "a tensor", result.Description, OutputHelp(result)));
            default:
                return Unknown(Diagnose.NotSupported(statement.Span, "more than one output"));
        }
    }

    private static string? OutputHelp(Value result) => result switch
    {
        ListValue => "join the list: `sum(list)`, `mean(list)` or `concat(list)`",
        OperationValue operation => $"apply it to a tensor: `x |> {operation.Name}`",
        _ => null,
    };

    private void EvaluateNodes(NodesSyntax syntax, Scope scope, Frame frame)
    {
        var list = ListValue.Empty;
        if (syntax.First is { } first && Tensor(Evaluate(first, scope, frame.Named($"{syntax.Name.Text}[0]")), frame, first.Span) is { } start)
            list = list.Add(start with { IsTemporary = false }, LabelOf(first, scope) ?? $"{syntax.Name.Text}[0]");
        var count = StaticInteger(syntax.Count, scope, frame, "the number of nodes");
        if (count is < 1 or > MostElements)
        {
            diagnostics.Add(count < 1
                ? Diagnose.OutOfRange(syntax.Count.Span, "the number of nodes", "at least 1", $"{count}")
                : Diagnose.TooLarge(syntax.Count.Span, $"{count} nodes"));
            count = null;
        }

        // Checked on its own, the list is unknown to the nodes: they are evaluated once, silently in what depends on it.
        var offset = list.Items.Length;
        for (var i = 0; i < (count ?? 1); i++)
        {
            var name = $"{syntax.Name.Text}[{i + offset}]";
            var inner = new Scope(scope);
            inner.TryBind(syntax.Name.Text, frame.Graph is null || count is null ? UnknownValue.Instance : list);
            inner.TryBind("i", count is null ? UnknownValue.Instance : new NumberValue(i + offset));
            var value = Finish(Evaluate(syntax.Value, inner, frame.Named(name)), name, frame);
            list = list.Add(AsTensor(value, frame, syntax.Value.Span), name);
        }

        Bind(scope, syntax.Name, frame.Graph is null || count is null ? UnknownValue.Instance : list);
    }

    private void Bind(Scope scope, NameSyntax name, Value value)
    {
        if (scope.Contains(name.Text))
            diagnostics.Add(Diagnose.NameBoundTwice(name.Span, name.Text));
        else
            scope.TryBind(name.Text, value, name.Span);
    }

    /// <summary>The value of a binding: its node gets the binding's name, and may be used more than once from now on.</summary>
    private Value Finish(Value value, string name, Frame frame)
    {
        if (value is ChosenValue chosen && chosen.Alternatives.Any(a => a is TensorValue))
            value = AsTensor(value, frame.Named(name), chosen.Span);
        if (value is not TensorValue tensor)
            return value;
        if (tensor.IsTemporary)
            frame.Graph?.Rename(tensor, name);
        return tensor with { IsTemporary = false };
    }

    private Shape? InputShape(ParameterSyntax input, Scope scope)
    {
        if (input.Shape is not { } shape)
        {
            diagnostics.Add(Diagnose.BadInputShape(input.Span, input.Name.Text, "has no shape"));
            return null;
        }

        if (shape.Vocabulary is { } vocabulary)
        {
            diagnostics.Add(Diagnose.NotSupported(vocabulary.Span, "an input of token ids"));
            return null;
        }

        var dimensions = new List<long>();
        foreach (var dimension in shape.Dimensions)
        {
            if (StaticInteger(dimension, scope, CheckFrame(), "a dimension") is not { } size)
                return null;
            if (size is < 1 or > 1_000_000)
            {
                diagnostics.Add(Diagnose.BadInputShape(dimension.Span, input.Name.Text, $"has a dimension of {size}"));
                return null;
            }

            dimensions.Add(size);
        }

        if (dimensions.Count is 1 or 3)
            return new Shape([.. dimensions]);
        diagnostics.Add(Diagnose.BadInputShape(shape.Span, input.Name.Text, "has neither 1 nor 3 dimensions"));
        return null;
    }

    private UnknownValue Unknown(Diagnostic diagnostic)
    {
        diagnostics.Add(diagnostic);
        return UnknownValue.Instance;
    }

    private static string WordOf(FunctionSyntax function) => function.Word switch
    {
        FunctionWord.Cell => "cell",
        FunctionWord.Network => "network",
        _ => "op",
    };

    private static ImmutableArray<TensorValue> UnknownTensors(int count) =>
        [.. Enumerable.Repeat(TensorValue.Unknown, count)];

    /// <summary>The network has more nodes than anybody means.</summary>
    private sealed class TooLargeException : Exception;
}
