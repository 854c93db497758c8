using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Uses of declared ops and cells, and their arguments.</summary>
internal sealed partial class Elaborator
{
    private readonly Dictionary<Cases<Shape>, int> shapeIds = new(ReferenceEqualityComparer.Instance);

    private CallLayer? MakeCall(DeclaredValue value, ImmutableArray<Cases<Shape>> inputs, Frame frame)
    {
        var declaration = value.Declaration;
        // Without circles among the declarations, an op inside itself is an argument of it: `residual(residual(f))`.
        if (declaration.IsBroken || (uses.HasCycles && IsCyclic(declaration.Key, value.Span)))
            return null;
        var isCell = declaration.Word == FunctionWord.Cell;
        var path = isCell ? modules.CellName(declaration) : frame.Body.UsePath(frame.FullName);
        var scope = new Scope();
        var defaults = frame with { Graph = null, Path = path, Name = "", Cell = isCell ? path : frame.Cell, Body = new BodyState() };
        if (!BindParameters(declaration, value.Arguments, scope, value.Span, defaults))
            return null;
        if (declaration.Inputs.Length != inputs.Length)
        {
            diagnostics.Add(Diagnose.WrongInputCount(value.Span, value.Name, declaration.Inputs.Length, inputs.Length));
            return null;
        }

        // Weights are each use's own; the function itself is the same for the same arguments, shapes and decisions.
        var key = CacheKey(declaration, scope, inputs, isCell, frame);
        if (key is not null && functions.TryGetValue(key, out var known))
        {
            // Built once, but each use is a part of the network.
            Spend(ref nodeBudget, known.Nodes);
            return known.Function is null ? null : Call(known.Function);
        }

        var (countBefore, budgetBefore) = (decisions.Count, nodeBudget);
        var outer = diagnostics.Enter(value.Span);
        var function = MakeFunction(declaration, scope, inputs, path, isCell, frame);
        diagnostics.Enter(outer);
        if (key is not null && (isCell || decisions.Count == countBefore))
            functions[key] = (function, budgetBefore - nodeBudget);
        return function is null ? null : Call(function);

        CallLayer Call(Function f) => new(f, path, BoundingOf(inputs), f.Graph.ShapeOf(f.Graph.Outputs[0]))
        {
            Varies = f.Graph.CasesOf(f.Graph.Outputs[0]),
        };
    }

    private Function? MakeFunction(
        FunctionSyntax declaration, Scope scope, ImmutableArray<Cases<Shape>> inputs, string path, bool isCell, Frame frame)
    {
        var graphInputs = declaration.Inputs
            .Select((p, i) => new GraphInput(p.Name.Text, BoundingOf(inputs[i])) { Varies = Split(inputs[i]).Varies })
            .ToImmutableArray();
        var graph = new GraphBuilder(graphInputs, cases);
        for (var i = 0; i < graphInputs.Length; i++)
            scope.TryBind(graphInputs[i].Name, graph.Input(i));

        var name = declaration.Name.Text;
        var inner = frame with { Graph = graph, Path = path, Name = "", Cell = isCell ? path : frame.Cell, Body = new BodyState() };
        inProgress.Add(declaration.Key);
        var output = EvaluateBody(declaration, scope, inner, warn: false);
        inProgress.Remove(declaration.Key);
        if (TensorsIn(output) is not { } tensors)
            return null;
        return new Function(
            name,
            isCell ? FunctionKind.Cell : FunctionKind.Op,
            declaration.Doc,
            StaticArguments(declaration, scope),
            graph.ToGraph([.. tensors.Select(t => t.Id)]))
        {
            OutputNames = output is TupleValue tuple ? tuple.Names : [null],
        };
    }

    /// <summary>Null where an argument is something that has no short text, such as an operation.</summary>
    private string? CacheKey(
        FunctionSyntax declaration, Scope scope, ImmutableArray<Cases<Shape>> inputs, bool isCell, Frame frame)
    {
        var place = isCell ? "cell" : frame.Cell ?? "";
        return ArgumentsKey(declaration.Key, declaration.Parameters, scope) is { } arguments
            && frame.Assumption is null
            ? string.Join('|', [arguments, place, $"{frame.Condition}", $"{frame.IsUnderTwoConditions}", frame.Known?.Key ?? "", .. inputs.Select(IdOf)])
            : null;
    }

    /// <summary>A text for a shape, the same for the same one.</summary>
    private string IdOf(Cases<Shape> shape)
    {
        if (shape.IsFixed)
            return shape.Value.ToString();
        if (!shapeIds.TryGetValue(shape, out var id))
            shapeIds[shape] = id = shapeIds.Count;
        return $"#{id}";
    }

    /// <summary>A declaration with its arguments as text; null where an argument has no short one.</summary>
    private string? ArgumentsKey(string declaration, ImmutableArray<ParameterSyntax> parameters, Scope scope)
    {
        var parts = new List<string> { declaration };
        foreach (var parameter in parameters)
        {
            var text = scope.Find(parameter.Name.Text) switch
            {
                NumberValue number => number.Text,
                BooleanValue boolean => $"{boolean.Truth}",
                ShapeValue { Shape: { } shape } => IdOf(shape),
                TupleValue { Items: [NumberValue height, NumberValue width] } => $"({height.Text},{width.Text})",
                _ => null,
            };
            if (text is null)
                return null;
            parts.Add(text);
        }

        return string.Join('|', parts);
    }

    private static ArgumentList StaticArguments(FunctionSyntax declaration, Scope scope)
    {
        var items = new List<(string, ArgumentValue)>();
        foreach (var parameter in declaration.Parameters)
        {
            ArgumentValue? value = scope.Find(parameter.Name.Text) switch
            {
                NumberValue { IsInteger: true } number => new IntegerArgument((long)number.Number),
                NumberValue number => new RealArgument(number.Number),
                BooleanValue boolean => new BooleanArgument(boolean.Truth),
                TupleValue { Items: [NumberValue { IsInteger: true } height, NumberValue { IsInteger: true } width] } =>
                    new PairArgument((long)height.Number, (long)width.Number),
                _ => null,
            };
            if (value is not null)
                items.Add((parameter.Name.Text, value));
        }

        return new ArgumentList([.. items]);
    }

    private static ImmutableArray<string> NamesOf(ImmutableArray<ParameterSyntax> parameters) =>
        [.. parameters.Select(p => p.Name.Text)];

    /// <summary>Arguments to the parameters that they are for; null where an error was reported.</summary>
    private BoundArguments? Bound(
        string callee,
        ImmutableArray<string> parameters,
        BoundArguments given,
        ImmutableArray<(NameSyntax? Name, Value Value, TextSpan Span)> arguments)
    {
        var values = given.Values;
        var own = new HashSet<string>(StringComparer.Ordinal);
        var failed = false;
        var sawName = false;
        var free = parameters.Where(p => !given.Values.ContainsKey(p)).ToList();
        var position = 0;
        foreach (var (name, value, span) in arguments)
        {
            if (PlaceOf(callee, parameters, free, name, span, sawName, ref position) is not { } parameter)
            {
                failed = true;
                continue;
            }

            sawName |= name is not null;
            if (!own.Add(parameter))
            {
                diagnostics.Add(Diagnose.ArgumentGivenTwice(name?.Span ?? span, callee, parameter));
                failed = true;
                continue;
            }

            values = values.SetItem(parameter, (value, span));
        }

        return failed ? null : new BoundArguments(values);
    }

    private string? PlaceOf(
        string callee,
        ImmutableArray<string> parameters,
        List<string> free,
        NameSyntax? name,
        TextSpan span,
        bool sawName,
        ref int position)
    {
        if (name is not null)
        {
            if (parameters.Contains(name.Text))
                return name.Text;
            diagnostics.Add(Diagnose.UnknownArgument(
                name.Span, callee, name.Text, SpellChecker.Suggest(name.Text, parameters),
                string.Join(", ", parameters.Select(p => $"`{p}`"))));
            return null;
        }

        if (sawName)
        {
            diagnostics.Add(Diagnose.PositionalAfterNamed(span));
            return null;
        }

        // Of several arguments too many, the first says it.
        if (position++ == free.Count)
            diagnostics.Add(Diagnose.TooManyArguments(span, callee, parameters.Length));
        return position <= free.Count ? free[position - 1] : null;
    }

    private bool BindParameters(
        FunctionSyntax declaration, BoundArguments arguments, Scope scope, TextSpan span, Frame? place = null) =>
        BindParameters(declaration.Name.Text, declaration.Parameters, arguments, scope, span, place);

    /// <summary>A static argument as a body gets it: its tensors belong to another graph and lend their shapes only.</summary>
    private static Value Lent(Value value) => value switch
    {
        TensorValue tensor => new ShapeValue(tensor.Shape),
        ListValue list => list with { Items = Lent(list.Items) },
        TupleValue tuple => tuple with { Items = Lent(tuple.Items) },
        ChosenValue chosen => chosen with { Alternatives = Lent(chosen.Alternatives) },
        SubsetValue subset => subset with { Elements = subset.Elements with { Items = Lent(subset.Elements.Items) } },
        ConditionalListValue some => some with { Elements = some.Elements with { Items = Lent(some.Elements.Items) } },
        _ => value,
    };

    private static ImmutableArray<Value> Lent(ImmutableArray<Value> values) => [.. values.Select(Lent)];

    /// <summary>Puts arguments and defaults into the scope of a body.</summary>
    /// <param name="place">Where a choice in a default is made; it is called after its parameter.</param>
    private bool BindParameters(
        string callee,
        ImmutableArray<ParameterSyntax> parameters,
        BoundArguments arguments,
        Scope scope,
        TextSpan span,
        Frame? place = null)
    {
        var complete = true;
        foreach (var parameter in parameters)
        {
            var name = parameter.Name.Text;
            if (arguments.Values.TryGetValue(name, out var given))
                scope.TryBind(name, Lent(given.Value));
            else if (parameter.Default is { } standard)
                scope.TryBind(name, Evaluate(standard, scope, (place ?? CheckFrame()).Named(name)));
            else
            {
                diagnostics.Add(Diagnose.MissingArgument(span, callee, name));
                complete = false;
            }
        }

        return complete;
    }
}
