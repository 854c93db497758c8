using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;

namespace NasDsl.Tests.Operations;

/// <summary>Applies an operation of the catalog to shapes, as the binder would.</summary>
internal sealed class Apply
{
    private readonly List<Diagnostic> reported = [];
    private readonly Operation operation;
    private readonly ResolvedOperation? resolved;
    private readonly ImmutableArray<Shape> inputs;

    private Apply(string name, (string Name, object Value)[] arguments, Shape? like, bool affine, ImmutableArray<Shape> inputs)
    {
        var found = OperationCatalog.Standard.Find(name);
        Assert.NotNull(found);
        (operation, this.inputs) = (found, inputs);
        var values = ImmutableDictionary.CreateBuilder<string, ArgumentValue>();
        foreach (var parameter in operation.Parameters)
            if (parameter.Default is { } value)
                values[parameter.Name] = value;
        foreach (var (argument, value) in arguments)
            values[argument] = ValueOf(value);
        var shapes = ImmutableDictionary<string, Shape>.Empty;
        resolved = operation.Resolve(new OperationCall(
            operation, values.ToImmutable(), like is null ? shapes : shapes.Add("like", like), inputs,
            new OperationContext(affine), default, reported.Add));
    }

    public OperationLayer Layer
    {
        get
        {
            Assert.Empty(reported.Select(d => d.Message));
            Assert.NotNull(resolved);
            return new OperationLayer(operation, resolved.Arguments, inputs, resolved.Output);
        }
    }

    public Shape Output => Layer.Output;

    public long Parameters => operation.ParameterCount(Layer);

    public long Macs => operation.MacCount(Layer);

    public OperationFacts Facts => operation.FactsOf(Layer);

    /// <summary>The one thing that was reported.</summary>
    public Diagnostic Error
    {
        get
        {
            Assert.Null(resolved);
            return Assert.Single(reported);
        }
    }

    public static Apply Of(string name, Shape input, params (string, object)[] arguments) => new(name, arguments, null, true, [input]);

    public static Apply Plain(string name, Shape input, params (string, object)[] arguments) => new(name, arguments, null, false, [input]);

    public static Apply Fit(Shape input, Shape like, long filters) => new("fit", [("filters", filters)], like, true, [input]);

    public static Apply Like(string name, Shape input, Shape like, params (string, object)[] arguments) => new(name, arguments, like, true, [input]);

    public static Apply List(string name, params ImmutableArray<Shape> inputs) => new(name, [], null, true, inputs);

    private static ArgumentValue ValueOf(object value) => value switch
    {
        bool truth => new BooleanArgument(truth),
        double real => new RealArgument(real),
        (int height, int width) => new PairArgument(height, width),
        _ => new IntegerArgument(Convert.ToInt64(value, null)),
    };
}
