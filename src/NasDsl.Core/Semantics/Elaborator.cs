using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>For what a network is unfolded.</summary>
/// <param name="CellsAreAffine">Whether batch normalizations in cells have weights where the program does not say.</param>
/// <param name="Cancellation">Asked all the time: a large space takes a second.</param>
internal sealed record ElaborationOptions(bool CellsAreAffine = true, CancellationToken Cancellation = default);

/// <summary>
/// Unfolds declarations: computes everything static and writes down the tensors. One evaluator serves twice: with unknown
/// arguments and shapes it checks a declaration on its own (unknown stays silent), with known ones it builds the network.
/// This part: declarations and bodies.
/// </summary>
internal sealed partial class Elaborator(
    ModuleSet modules,
    OperationCatalog catalog,
    DiagnosticBag diagnostics,
    ElaborationOptions options,
    DeclarationUses uses,
    FactRecorder? recorder = null)
{
    private const int MostNodes = 100_000;
    private const int MostElements = 10_000;
    private const int MostWork = 1_000_000;

    private readonly Dictionary<string, (Function? Function, int Nodes)> functions = new(StringComparer.Ordinal);
    private readonly List<string> inProgress = [];
    private DiagnosticBag diagnostics = diagnostics;
    private int nodeBudget = MostNodes;
    private int workBudget = MostWork;

    /// <summary>Evaluates an expression outside every body: a setting, the bound of a constraint.</summary>
    public Value EvaluateStatic(ExpressionSyntax syntax) =>
        Within(syntax.Span, "this", () => Evaluate(syntax, new Scope(), CheckFrame())) ?? UnknownValue.Instance;

    /// <summary>Builds the graph of a network, or null where an error was reported.</summary>
    public SearchSpace? BuildNetwork(FunctionSyntax network, BoundArguments arguments, string? doc, string source)
    {
        var before = diagnostics.ErrorCount;
        return Within(network.Name.Span, $"network `{network.Name.Text}`", () => BuildNetworkCore(network, arguments, doc, source, before));
    }

    /// <summary>Runs a part of the compilation that may turn out larger or deeper than the compiler can take.</summary>
    private T? Within<T>(TextSpan span, string what, Func<T?> part)
        where T : class
    {
        try
        {
            return part();
        }
        catch (TooLargeException)
        {
            diagnostics.Add(Diagnose.TooLarge(span, what));
        }
        catch (InsufficientExecutionStackException)
        {
            diagnostics.Add(Diagnose.NestedTooDeeply(span));
        }

        return null;
    }

    private void Spend(ref int budget, int amount)
    {
        options.Cancellation.ThrowIfCancellationRequested();
        budget -= amount;
        if (budget < 0)
            throw new TooLargeException();
    }

    private SearchSpace? BuildNetworkCore(FunctionSyntax network, BoundArguments arguments, string? doc, string source, int before)
    {
        var scope = new Scope();
        if (network.Inputs.IsEmpty || !BindParameters(network, arguments, scope, network.Name.Span, CheckFrame()))
            return null;
        var inputs = new List<GraphInput>();
        foreach (var input in network.Inputs)
        {
            if (InputShape(input, scope) is not { } shape)
                return null;
            inputs.Add(new GraphInput(input.Name.Text, shape));
        }

        var graph = new GraphBuilder([.. inputs], cases);
        for (var i = 0; i < inputs.Count; i++)
            scope.TryBind(inputs[i].Name, graph.Input(i));
        var frame = new Frame(graph, "", "", null, null, new BodyState());
        inProgress.Add(network.Key);
        var output = EvaluateBody(network, scope, frame, warn: false);
        inProgress.Remove(network.Key);
        if (TensorsIn(output) is not { } tensors || diagnostics.ErrorCount > before || !AreFixed(tensors, network))
            return null;

        var finished = graph.ToGraph([.. tensors.Select(t => t.Id)]);
        return new SearchSpace(
            network.Name.Text,
            source,
            doc,
            StaticArguments(network, scope),
            finished,
            DecisionsIn(finished));
    }

    /// <summary>The tensors that a body gives; null where it is not known what they are.</summary>
    private static ImmutableArray<TensorValue>? TensorsIn(Value output)
    {
        ImmutableArray<Value> items = output is TupleValue tuple ? tuple.Items : [output];
        return items.All(i => i is TensorValue { Shape: not null }) ? [.. items.Cast<TensorValue>()] : null;
    }

    /// <summary>What a network gives has one shape, whatever is decided.</summary>
    private bool AreFixed(ImmutableArray<TensorValue> outputs, FunctionSyntax network)
    {
        foreach (var shape in outputs.Select(o => o.Shape).OfType<Cases<Shape>>().Where(s => !s.IsFixed))
        {
            var (first, second) = (shape.Leaves[0], shape.Leaves[1]);
            var span = network.Body.Statements.OfType<OutputSyntax>().FirstOrDefault()?.Span ?? network.Name.Span;
            diagnostics.Add(Diagnose.OutputShapeVaries(
                span, first, PathText(CaseTable.Shortest(shape, s => s.Equals(first))),
                second, PathText(CaseTable.Shortest(shape, s => s.Equals(second)))));
            return false;
        }

        return true;
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

            output = function.HasInputs && statement.Span == function.Body.Span && statement is OutputSyntax { Items: [{ } item] }
                ? EvaluateWhole(function, item.Value, scope, frame)
                : EvaluateStatement(statement, scope, frame);
        }

        if (output is null && !function.IsBroken)
            diagnostics.Add(Diagnose.NoOutput(function.Name.Span, WordOf(function), function.Name.Text));
        if (warn && diagnostics.ErrorCount == 0)
            foreach (var (name, span) in scope.Unused)
                unused.Add(Diagnose.UnusedBinding(span, name));
        return output ?? UnknownValue.Instance;
    }

    /// <summary>`cell Norm(x) = blend { bn, layer_norm }`: an operation as the whole body is applied to the inputs.</summary>
    private Value EvaluateWhole(FunctionSyntax function, ExpressionSyntax syntax, Scope scope, Frame frame)
    {
        var place = frame.Named("output");
        var value = Evaluate(syntax, scope, place);
        if (value is OperationValue || (value is ChosenValue && Leaves(value).All(v => v is OperationValue)))
            value = Apply(value, new TupleValue([.. function.Inputs.Select(i => scope.Find(i.Name.Text) ?? UnknownValue.Instance)]),
                place, syntax.Span);
        return OutputOf(Finish(value, "output", frame), syntax, frame);
    }

    private Value OutputOf(Value value, ExpressionSyntax syntax, Frame frame)
    {
        var result = value is SubsetValue ? Finish(AsTensor(value, frame.Named("output"), syntax.Span), "output", frame) : value;
        return result is TensorValue or UnknownValue || (result is TupleValue several && several.Items.All(i => i is TensorValue))
            ? result
            : Unknown(Diagnose.WrongKind(syntax.Span, "a tensor", result.Description, OutputHelp(result)));
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
            case OutputSyntax { Items: [{ Name: null } item] }:
                return OutputOf(Finish(Evaluate(item.Value, scope, frame.Named("output")), "output", frame), item.Value, frame);
            case OutputSyntax several:
                return EvaluateOutputs(several, scope, frame);
            default:
                return UnknownValue.Instance;
        }
    }

    /// <summary>`output a = x, b = y`.</summary>
    private Value EvaluateOutputs(OutputSyntax syntax, Scope scope, Frame frame)
    {
        var items = ImmutableArray.CreateBuilder<Value>();
        var names = ImmutableArray.CreateBuilder<string?>();
        foreach (var item in syntax.Items)
        {
            var name = item.Name?.Text;
            if (name is not null && names.Contains(name))
                diagnostics.Add(Diagnose.NameBoundTwice(item.Name?.Span ?? item.Span, name));
            var inner = frame.Named(name ?? $"output[{items.Count}]");
            var value = Finish(Evaluate(item.Value, scope, inner), inner.Name, frame);
            items.Add(Finish(AsTensor(value, inner, item.Value.Span), inner.Name, frame));
            names.Add(name);
        }

        return items.Any(i => i is not TensorValue) ? UnknownValue.Instance : new TupleValue(items.ToImmutable(), names.ToImmutable());
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
        var count = StaticInteger(syntax.Count, scope, frame, "the number of nodes");
        if (syntax.First is { } first)
        {
            if (Tensor(Evaluate(first, scope, frame.Named($"{syntax.Name.Text}[0]")), frame, first.Span) is { } start)
                list = list.Add(start with { IsTemporary = false }, LabelOf(first, scope) ?? $"{syntax.Name.Text}[0]");
            else
                count = null;
        }

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
        // A cell's name begins the names of its decisions, so that nothing else in the file may be called like it.
        if (!scope.TryBindNew(name.Text, value, name.Span) || modules.IsCellName(name.Text))
            diagnostics.Add(Diagnose.NameBoundTwice(name.Span, name.Text));
    }

    /// <summary>The value of a binding: its node gets the binding's name, and may be used more than once from now on.</summary>
    private Value Finish(Value value, string name, Frame frame)
    {
        if (value is ChosenValue chosen && IsTensorChoice(chosen))
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

        if (dimensions.Aggregate(1.0, (product, d) => product * d) > 1e12)
        {
            diagnostics.Add(Diagnose.TooLarge(shape.Span, $"an input of shape `{new Shape([.. dimensions])}`"));
            return null;
        }

        if (shape.Vocabulary is { } vocabulary)
            return TokenShape(input, shape, new Shape([.. dimensions]), vocabulary, scope);
        if (dimensions.Count is 1 or 2 or 3)
            return new Shape([.. dimensions]);
        diagnostics.Add(Diagnose.BadInputShape(shape.Span, input.Name.Text, "has neither 1, 2 nor 3 dimensions"));
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
