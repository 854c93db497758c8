using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Operations.Library;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Operations applied to tensors.</summary>
internal sealed partial class Elaborator
{
    private Value EvaluatePipe(PipeSyntax syntax, Scope scope, Frame frame)
    {
        // A long pipe is a deep tree, but no deep recursion.
        var pipes = new Stack<PipeSyntax>([syntax]);
        while (pipes.Peek().Value is PipeSyntax inner)
            pipes.Push(inner);
        var value = Evaluate(pipes.Peek().Value, scope, frame);
        foreach (var pipe in pipes)
        {
            diagnostics.Enter(pipe.Span);
            var operation = Evaluate(pipe.Operation, scope, frame, asOperation: true);
            diagnostics.Enter(pipe.Operation.Span);
            value = Apply(operation, value, frame, pipe.Operation.Span);
            if (ReferenceEquals(pipe, syntax))
                break;
            Spend(ref workBudget, 1);
            recorder?.Evaluated(pipe.Span, value);
        }

        return value;
    }

    private Value EvaluateCompose(ComposeSyntax syntax, Scope scope, Frame frame)
    {
        var operations = ImmutableArray.CreateBuilder<Value>();
        foreach (var part in new[] { syntax.First, syntax.Second })
        {
            var value = Evaluate(part, scope, frame, asOperation: true);
            if (value is UnknownValue)
                return value;
            if (value is not (OperationValue or ChosenValue))
                return Unknown(Diagnose.NotAnOperation(part.Span, value.Description));
            if (value is ComposedValue composed && operations.Count == 0)
                operations.AddRange(composed.Operations);
            else
                operations.Add(value);
        }

        return new ComposedValue(operations.ToImmutable(), syntax.Span);
    }

    private Value EvaluateRepeat(RepeatSyntax syntax, Scope scope, Frame frame)
    {
        var operation = Evaluate(syntax.Operation, scope, frame, asOperation: true);
        var times = CountOf(syntax.Count, scope, frame, "repeat");
        if (operation is UnknownValue || times is UnknownValue)
            return UnknownValue.Instance;
        if (operation is not (OperationValue or ChosenValue))
            return Unknown(Diagnose.NotAnOperation(syntax.Operation.Span, operation.Description));
        return new RepeatedValue(times, operation, syntax.Span);
    }

    private Value EvaluateCall(CallSyntax syntax, Scope scope, Frame frame)
    {
        var callee = Evaluate(syntax.Callee, scope, frame, asOperation: true);
        var arguments = syntax.Arguments
            .Select(a => (a.Name, Value: Evaluate(a.Value, scope, frame), a.Value.Span))
            .ToImmutableArray();
        if (callee is UnknownValue)
            return callee;
        if (BuiltinOf(callee, arguments) is { } builtin)
            return EvaluateBuiltin(builtin, syntax, arguments, frame);

        if (callee is DagFunctionValue)
            return EvaluateDag(syntax, arguments, frame);

        // `sum(list)`, `relu(x)`, `F(3)(x)`: tensors in the parentheses of an operation that waits for nothing else.
        if (IsApplication(callee, arguments))
        {
            Value input = arguments.Length == 1 ? arguments[0].Value : new TupleValue([.. arguments.Select(a => a.Value)]);
            return Apply(callee, input, frame, syntax.Span);
        }

        if (MayBeApplication(callee, arguments))
            return UnknownValue.Instance;
        return WithArguments(callee, syntax, [.. arguments.Select(a => a with { Value = Selected(a.Value, frame) })]);
    }

    /// <summary>As a static argument, the one tensor that is chosen of a list is a tensor: its shape is asked for.</summary>
    private Value Selected(Value value, Frame frame) =>
        value is SubsetValue { Decision: { Minimum: 1, Maximum: 1 } } subset && subset.Elements.Items.All(i => i is TensorValue)
            ? AsTensor(value, frame, subset.Span)
            : value;

    private static bool IsApplication(Value callee, ImmutableArray<(NameSyntax? Name, Value Value, TextSpan Span)> arguments)
    {
        if (arguments.Length == 0 || arguments.Any(a => a.Name is not null))
            return false;
        var areTensors = arguments.All(a => IsTensorLike(a.Value));
        var mayBeTensors = arguments.All(a => a.Value is UnknownValue || IsTensorLike(a.Value));
        return callee switch
        {
            CatalogValue { Operation.TakesList: true } => true,
            CatalogValue { Operation.Parameters.Length: 0 } => mayBeTensors,
            CatalogValue { Operation: var operation, Arguments.Values: var given } =>
                areTensors && !operation.Parameters.Any(p => p.IsRequired && !given.ContainsKey(p.Name)),
            DeclaredValue { Declaration.Parameters.Length: 0 } => mayBeTensors,
            DeclaredValue declared => areTensors && declared.Arguments.Values.Count > 0,
            RecurrentValue { Body: null } => false,
            ComposedValue or RepeatedValue or RecurrentValue or ChosenValue or DagValue => areTensors,
            _ => false,
        };
    }

    /// <summary>Checked on its own, a declaration cannot tell `op(3)` from `op(x)` where the argument is unknown.</summary>
    private static bool MayBeApplication(Value callee, ImmutableArray<(NameSyntax? Name, Value Value, TextSpan Span)> arguments) =>
        arguments.Any(a => a.Value is UnknownValue)
        && arguments.All(a => a.Name is null && (a.Value is UnknownValue || IsTensorLike(a.Value)))
        && callee switch
        {
            CatalogValue { Operation: var operation, Arguments.Values: var given } =>
                !operation.Parameters.Any(p => p.IsRequired && !given.ContainsKey(p.Name)),
            DeclaredValue declared => declared.Arguments.Values.Count > 0,
            ComposedValue or RepeatedValue or ChosenValue => true,
            _ => false,
        };

    private static bool IsTensorLike(Value value) =>
        value is TensorValue or SubsetValue or ConditionalListValue or ListValue
        || (value is TupleValue tuple && tuple.Items.All(IsTensorLike));

    private Value WithArguments(
        Value callee, CallSyntax syntax, ImmutableArray<(NameSyntax? Name, Value Value, TextSpan Span)> arguments)
    {
        switch (callee)
        {
            case CatalogValue catalogued:
                var names = catalogued.Operation.Parameters.Select(p => p.Name).ToImmutableArray();
                return Bound(catalogued.Name, names, catalogued.Arguments, arguments) is { } bound
                    ? catalogued with { Arguments = bound, Span = syntax.Span }
                    : UnknownValue.Instance;
            case RecurrentValue { Body: null } recurrent:
                return BindRecurrent(recurrent, syntax, arguments);
            case DeclaredValue declared:
                return Bound(declared.Name, NamesOf(declared.Declaration.Parameters), declared.Arguments, arguments) is { } more
                    ? declared with { Arguments = more, Span = syntax.Span }
                    : UnknownValue.Instance;
            case OpSetValue set:
                return Bound(set.Declaration.Name.Text, NamesOf(set.Declaration.Parameters), set.Arguments, arguments) is { } given
                    ? set with { Arguments = given }
                    : UnknownValue.Instance;
            case NetworkValue network:
                var name = network.Declaration.Name.Text;
                return Bound(name, NamesOf(network.Declaration.Parameters), network.Arguments, arguments) is { } values
                    ? network with { Arguments = values }
                    : UnknownValue.Instance;
            case ChosenValue chosen:
                return Map(chosen, v => WithArguments(v, syntax, arguments));
            default:
                return Unknown(Diagnose.NotAnOperation(syntax.Callee.Span, callee.Description));
        }
    }

    /// <summary>Applies an operation value to what stands before `|>`.</summary>
    private Value Apply(Value operation, Value input, Frame frame, TextSpan span)
    {
        if (operation is UnknownValue || input is UnknownValue)
            return UnknownValue.Instance;
        if (operation is not (OperationValue or ChosenValue))
            return Unknown(Diagnose.NotAnOperation(span, operation is OpSetValue
                ? $"{operation.Description}; write `choose` before it"
                : operation.Description));

        if (Leaves(operation).FirstOrDefault(v => v is not (OperationValue or UnknownValue)) is { } wrong)
            return Unknown(Diagnose.NotAnOperation(span, wrong.Description));

        var takesList = operation is CatalogValue { Operation.TakesList: true };
        input = takesList ? Listed(input, frame) : input;
        if (takesList && input is SubsetValue subset)
            return ApplyTo(operation, TensorsOf(subset.Elements, frame, subset.Span), frame, span, subset.Decision);
        if (takesList && input is ConditionalListValue some)
            return ApplyTo(operation, TensorsOf(some.Elements, frame, some.Span), frame, span, null, some.Conditions);
        return input is ListValue && !takesList
            ? Unknown(Diagnose.WrongKind(span, "a tensor", input.Description, "join the list first: `sum(list)`, `concat(list)`"))
            : ApplyTo(operation, TensorsOf(input, frame, span), frame, span, null);
    }

    private Value Apply(Value operation, ImmutableArray<TensorValue> inputs, Frame frame, TextSpan span) =>
        ApplyTo(operation, [.. inputs], frame, span, null);

    private Value ApplyTo(
        Value operation,
        ImmutableArray<Value> inputs,
        Frame frame,
        TextSpan span,
        Decision? subset,
        ImmutableArray<Cases<bool>>? conditions = null)
    {
        if (inputs.Any(i => i is UnknownValue))
            return UnknownValue.Instance;
        var tensors = inputs.Cast<TensorValue>().ToImmutableArray();
        if (InputCountOf(operation) is { } expected && expected != tensors.Length)
            return Unknown(Diagnose.WrongInputCount(span, NameOf(operation), expected, tensors.Length));

        var shapes = tensors.Select(t => t.Shape).ToImmutableArray();
        if (frame.Graph is not { } graph || shapes.Contains(null))
        {
            CheckArguments(operation);
            return UnknownOutputs(operation);
        }

        if (operation is CatalogValue { Operation: TiedLinear } tied)
            return ApplyTied(tied, tensors[0], graph, frame, span);
        ImmutableArray<Cases<Shape>> known = [.. shapes.OfType<Cases<Shape>>().Select(s => Assumed(s, frame) ?? s)];
        var layer = (operation, subset, conditions) switch
        {
            (CatalogValue list, { } decision, _) => MakeSelection(list, decision, known, frame),
            (CatalogValue list, _, { } some) => MakeConditional(list, some, known, frame),
            _ => MakeLayer(operation, known, frame),
        };
        if (layer is null)
            return UnknownValue.Instance;
        recorder?.Applied(span, layer);
        if (subset is null && conditions is null && tensors.Length == 1 && OutputCountOf(layer) == 1
            && graph.TryExtend(tensors[0], layer, span) is { } extended)
            return extended;
        Spend(ref nodeBudget, 1);
        var hint = frame.Name.Length == 0 ? NameOf(operation) : $"{frame.Name}.{NameOf(operation)}";
        var result = graph.Add(hint, layer, [.. tensors.Select(t => t.Id)], span, subset: subset, conditions: conditions);
        return OutputCountOf(layer) == 1 ? result : Items(result, layer, graph, hint, span);
    }

    /// <summary>The outputs of a call that has several.</summary>
    private TupleValue Items(TensorValue call, Layer layer, GraphBuilder graph, string name, TextSpan span)
    {
        var inner = layer is CallLayer direct ? direct : (CallLayer)((SequenceLayer)layer).Layers[^1];
        var (outputs, names) = (inner.Function.Graph.Outputs, inner.Function.OutputNames);
        return new TupleValue(
            [.. outputs.Select((o, i) =>
            {
                var (shape, varies) = Split(inner.Function.Graph.CasesOf(o) ?? cases.Fixed(inner.Function.Graph.ShapeOf(o)));
                var item = new ItemLayer(i, [layer.Output], shape) { Varies = varies };
                return (Value)(graph.Add($"{name}.{names[i] ?? $"{i}"}", item, [call.Id], span) with { IsTemporary = false });
            })],
            names);
    }

    /// <summary>The tensors that an operation gets; a list or tuple gives several.</summary>
    private ImmutableArray<Value> TensorsOf(Value input, Frame frame, TextSpan span) => input switch
    {
        ListValue list => [.. list.Items.Select(i => AsTensor(i, frame, span))],
        TupleValue tuple => [.. tuple.Items.Select(i => AsTensor(i, frame, span))],
        _ => [AsTensor(input, frame, span)],
    };

    private TensorValue? Tensor(Value value, Frame frame, TextSpan span) => AsTensor(value, frame, span) as TensorValue;

    /// <summary>A value as a single tensor: a choice between tensors becomes a node.</summary>
    private Value AsTensor(Value value, Frame frame, TextSpan span)
    {
        switch (value)
        {
            case TensorValue { Graph: { } graph } when frame.Graph is { } here && graph != here:
                return Unknown(Diagnose.WrongKind(span, "a tensor", "a tensor of another body", LentHelp));
            case TensorValue or UnknownValue:
                return value;
            case SubsetValue { Decision: { Minimum: 1, Maximum: 1 } } subset:
                return Select(subset.Decision, subset.Elements.Items, frame, subset.Span);
            case ChosenValue chosen when chosen.Alternatives.All(a => a is TensorValue or UnknownValue or ChosenValue or SubsetValue):
                return Select(chosen.Decision, chosen.Alternatives, frame, chosen.Span);
            case SubsetValue or ConditionalListValue:
                return Unknown(Diagnose.WrongKind(span, "a tensor", value.Description, "join them: `sum(choose ...)` or `concat(choose ...)`"));
            case ShapeValue:
            case ChosenValue when Leaves(value).Any(v => v is ShapeValue):
                return Unknown(Diagnose.WrongKind(span, "a tensor", value.Description, LentHelp));
            default:
                return Unknown(Diagnose.WrongKind(span, "a tensor", value.Description, OutputHelp(value)));
        }
    }

    private const string LentHelp = "a tensor given as a static parameter lends its shape only; make it an input";

    private Value Select(Decision decision, ImmutableArray<Value> alternatives, Frame frame, TextSpan span)
    {
        var sum = catalog.Find("sum") ?? throw new InvalidOperationException("the catalog has no `sum`");
        var tensors = alternatives.Select(a => AsTensor(a, frame, span)).ToImmutableArray();
        return ApplyTo(new CatalogValue(sum, BoundArguments.None, span), tensors, frame, span, decision);
    }

    private static string NameOf(Value operation) => operation switch
    {
        OperationValue named => named.Name,
        ChosenValue { Alternatives: [OperationValue first, ..] } => $"choose {first.Name}",
        _ => "operation",
    };

    /// <summary>How many tensors an operation takes; null for any number, or where it cannot be known.</summary>
    private static int? InputCountOf(Value operation) => operation switch
    {
        CatalogValue { Operation.TakesList: true } => null,
        CatalogValue catalogued => catalogued.Operation.InputCount,
        DeclaredValue declared => declared.Declaration.IsBroken ? null : declared.Declaration.Inputs.Length,
        ComposedValue composed => InputCountOf(composed.Operations[0]),
        RepeatedValue repeated => InputCountOf(repeated.Operation),
        DagValue => 1,
        RecurrentValue => 1,
        ChosenValue chosen => chosen.Alternatives.Select(InputCountOf).FirstOrDefault(c => c is not null),
        _ => null,
    };
}
