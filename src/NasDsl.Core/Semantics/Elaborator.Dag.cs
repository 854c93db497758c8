using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations.Library;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>`dag(width, vertices: 7, edges: 9, ops: Vertex)`: graphs with decided edges (Ying et al. 2019).</summary>
internal sealed partial class Elaborator
{
    private const int FewestVertices = 3;
    private const int MostVertices = 10;

    private Value EvaluateDag(
        CallSyntax syntax, ImmutableArray<(NameSyntax? Name, Value Value, TextSpan Span)> arguments, Frame frame)
    {
        const string word = DagFunctionValue.Word;
        if (Bound(word, DagFunctionValue.Parameters, BoundArguments.None, arguments) is not { } bound)
            return UnknownValue.Instance;
        if (DagFunctionValue.Parameters.Where(p => !bound.Values.ContainsKey(p)).ToList() is { Count: > 0 } missing)
        {
            foreach (var parameter in missing)
                diagnostics.Add(Diagnose.MissingArgument(syntax.Span, word, parameter));
            return UnknownValue.Instance;
        }

        var vertices = DagNumber(bound, "vertices", FewestVertices, MostVertices);
        var edges = vertices is { } v ? DagNumber(bound, "edges", 1, v * (v - 1) / 2) : null;
        var narrowest = vertices is { } n && edges is { } e ? DagLayer.MostFeeding((int)n, (int)e) : 1;
        var width = DagNumber(bound, "width", narrowest, (long)Window.LargestFilters);
        var (set, span) = bound.Values["ops"];
        if (set is not (OpSetValue or InlineSetValue or UnknownValue))
            return Unknown(Diagnose.WrongKind(span, "an op set", set.Description, "`ops` is what a vertex chooses from: `opset Vertex(C) { ... }`"));
        return (width, vertices, edges, set) is ({ } w, { } count, { } most, not UnknownValue)
            ? DecideDag(w, (int)count, (int)most, set, syntax.Span, span, frame)
            : UnknownValue.Instance;
    }

    private long? DagNumber(BoundArguments bound, string parameter, long least, long most)
    {
        var (value, span) = bound.Values[parameter];
        switch (value)
        {
            case UnknownValue:
                return null;
            case NumberValue { IsInteger: true } number when number.Number >= least && number.Number <= most:
                return (long)number.Number;
            case NumberValue { IsInteger: true } number:
                diagnostics.Add(Diagnose.OutOfRange(span, parameter, RangeText(least, most), number.Text));
                return null;
            case NumberValue number:
                diagnostics.Add(Diagnose.NotAnInteger(span, number.Text));
                return null;
            case ChosenValue:
                diagnostics.Add(Diagnose.NotSupported(span, $"a choice as `{parameter}` of a `dag`"));
                return null;
            default:
                diagnostics.Add(Diagnose.WrongKind(span, "a whole number", value.Description));
                return null;
        }
    }

    /// <summary>Makes the decisions: the edges, and the operation of each vertex between input and output.</summary>
    private Value DecideDag(long width, int vertices, int edges, Value set, TextSpan span, TextSpan setSpan, Frame frame)
    {
        // A cell that is nothing but its graph has `Module.matrix`, not `Module.output.matrix`.
        var place = frame.Name is "output" or "" ? frame.Path : frame.FullName;
        var matrixName = ReserveDag(frame, Frame.Join(place, "matrix"), DecisionKind.Subset);
        var names = Enumerable.Range(1, vertices - 2)
            .Select(v => ReserveDag(frame, Frame.Join(place, string.Create(CultureInfo.InvariantCulture, $"vertex[{v}]")), DecisionKind.One))
            .ToList();
        if (VertexEntries(set, width, setSpan, frame) is not { } entries)
            return UnknownValue.Instance;

        ImmutableArray<Alternative> pairs = [.. DagMatrix.PairsOf(vertices).Select(p => new Alternative(DagMatrix.LabelOf(p.From, p.To)))];
        ImmutableArray<Alternative> operations = [.. entries.Select(e => new Alternative(e.Label))];
        var matrix = AddDagDecision(
            new Decision(matrixName, DecisionKind.Subset, 1, edges, pairs, frame.Cell, frame.Condition, span) { Dag = new DagRule(vertices) });
        var decided = names
            .Select(n => AddDagDecision(new Decision(n, DecisionKind.One, 1, 1, operations, frame.Cell, frame.Condition, span)))
            .ToList();
        return matrix is not null && decided.TrueForAll(d => d is not null)
            ? new DagValue(Frame.Join(place, DagFunctionValue.Word), width, matrix, [.. decided.OfType<Decision>()], set, span)
            : UnknownValue.Instance;
    }

    private string ReserveDag(Frame frame, string name, DecisionKind kind)
    {
        var unique = frame.Body.DecisionName(name);
        decisions.Reserve(unique, kind);
        return unique;
    }

    private Decision? AddDagDecision(Decision decision)
    {
        if (decisions.Count > MostElements)
            throw new TooLargeException();
        var registered = decisions.Add(decision);
        if (registered.Parent != decision.Parent)
            diagnostics.Add(Diagnose.CellInTwoAlternatives(decision.Span, decision.Name));
        else if (!DecisionRegistry.OfferTheSame(registered, decision))
            diagnostics.Add(Diagnose.CellDecisionsDiffer(decision.Span, decision.Name));
        else
            return registered;
        return null;
    }

    /// <summary>
    /// The operations for a vertex of <paramref name="channels"/> channels: the first parameter of the op set that has no
    /// argument yet is that number. Null where an error was reported.
    /// </summary>
    private ImmutableArray<(string Label, Value Value, TextSpan Span)>? VertexEntries(
        Value set, long channels, TextSpan span, Frame frame)
    {
        if (set is OpSetValue { Declaration.Parameters: var parameters, Arguments.Values: var given } declared
            && parameters.FirstOrDefault(p => !given.ContainsKey(p.Name.Text)) is { } free)
            set = declared with { Arguments = new(given.SetItem(free.Name.Text, (new NumberValue(channels), span))) };
        var (entries, scope) = EntriesOf(set);
        if (scope is null)
            return null;
        var before = decisions.Count;
        var evaluated = EvaluateEntries(entries, scope, frame);
        if (decisions.Count > before)
            diagnostics.Add(Diagnose.NotSupported(span, "a choice inside an operation of a `dag`"));
        else if (evaluated.IsEmpty && entries.Entries.IsEmpty)
            diagnostics.Add(Diagnose.NothingToChoose(span));
        else if (evaluated.FirstOrDefault(e => e.Value is not (OperationValue or UnknownValue)) is { Value: { } value } wrong)
            diagnostics.Add(Diagnose.NotAnOperation(wrong.Span, value.Description));
        else if (!evaluated.IsEmpty && evaluated.All(e => e.Value is OperationValue))
            return evaluated;
        return null;
    }

    /// <summary>Everything that a vertex may have to compute is made, and checked, once for each number of channels.</summary>
    private DagLayer? MakeDag(DagValue dag, ImmutableArray<Cases<Shape>> shapes, Frame frame)
    {
        if (shapes.Any(c => !c.IsFixed))
        {
            diagnostics.Add(Diagnose.NotSupported(dag.Span, "a `dag` on a tensor whose shape is chosen") with { Label = Place(frame) });
            return null;
        }

        var inputs = BoundingOf(shapes);
        if (inputs is not [{ IsImage: true } input])
        {
            diagnostics.Add(Diagnose.NotAnImage(dag.Span, dag.Name, inputs[0]) with { Label = Place(frame) });
            return null;
        }

        var before = decisions.Count;
        var inner = frame.Named(Frame.Join(frame.Name, "vertex"));
        var widths = ImmutableArray.CreateBuilder<DagWidth>();
        foreach (var channels in DagLayer.PossibleChannels(dag.Width, dag.Vertices.Length + 2, dag.Edges.Maximum))
        {
            if (MakeProjection(channels, input, inner) is not { } projection
                || MakeVertex(dag, input.WithChannels(channels), inner) is not { } operations)
                return null;
            widths.Add(new DagWidth(channels, projection, operations));
        }

        if (decisions.Count == before)
            return new DagLayer(dag.GraphName, dag.Edges, dag.Vertices, widths.ToImmutable(), inputs, input.WithChannels(dag.Width));
        diagnostics.Add(Diagnose.NotSupported(dag.Span, "a choice inside an operation of a `dag`"));
        return null;
    }

    /// <summary>From the graph's input: a 1 x 1 convolution, batch normalization, ReLU.</summary>
    private Layer? MakeProjection(long channels, Shape input, Frame frame)
    {
        var arguments = ImmutableDictionary<string, (Value, TextSpan)>.Empty
            .Add("filters", (new NumberValue(channels), default))
            .Add("kernel", (new NumberValue(1), default));
        return MakeSequence([Operation("conv", new(arguments)), Operation("bn"), Operation("relu")], [cases.Fixed(input)], frame);

        CatalogValue Operation(string name, BoundArguments? given = null) => new(
            catalog.Find(name) ?? throw new InvalidOperationException($"the catalog has no `{name}`"),
            given ?? BoundArguments.None,
            default);
    }

    private ImmutableArray<LayerAlternative>? MakeVertex(DagValue dag, Shape shape, Frame frame)
    {
        if (VertexEntries(dag.Operations, shape.Channels, dag.Span, frame) is not { } entries)
            return null;
        var layers = ImmutableArray.CreateBuilder<LayerAlternative>();
        foreach (var (label, value, span) in entries)
        {
            if (MakeLayer(value, [cases.Fixed(shape)], frame) is not { } layer)
                return null;
            if (!layer.Output.Equals(shape))
            {
                diagnostics.Add(Diagnose.VertexChangesShape(span, label, shape, layer.Output) with { Label = Place(frame) });
                return null;
            }

            if (DecisionsIn(layer).Count > 0)
            {
                diagnostics.Add(Diagnose.NotSupported(span, "a choice inside an operation of a `dag`"));
                return null;
            }

            layers.Add(new LayerAlternative(label, layer));
        }

        return layers.ToImmutable();
    }
}
