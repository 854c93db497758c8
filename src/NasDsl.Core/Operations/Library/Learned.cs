using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Operations.Library;

/// <summary>
/// Functions with a number learned for each channel, `b` in the listing of Ramachandran et al. (2017): one line each.
/// </summary>
internal sealed class Learned : Operation
{
    private readonly string typeName;
    private readonly HelperClass helper;

    private Learned(string name, string doc, string body, string initial, int inputs = 1, OperationFacts facts = OperationFacts.None)
    {
        (Name, Doc, InputCount, Facts) = (name, doc, inputs, facts | OperationFacts.HasWeights);
        typeName = string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        var (types, arguments) = inputs == 1 ? ("Tensor, Tensor", "Tensor x") : ("Tensor, Tensor, Tensor", "Tensor x, Tensor y");
        helper = new HelperClass(typeName, $$"""
            /// <summary>{{doc}}</summary>
            internal sealed class {{typeName}} : Module<{{types}}>
            {
                private readonly Parameter b;

                public {{typeName}}(params long[] shape)
                    : base(nameof({{typeName}}))
                {
                    b = Parameter({{initial}});
                    RegisterComponents();
                }

                public override Tensor forward({{arguments}})
                {
                    using var scope = NewDisposeScope();
                    return ({{body}}).MoveToOuterDisposeScope();
                }
            }
            """);
    }

    public static ImmutableArray<Operation> All { get; } =
    [
        new Learned("scale", "b times x, with a b learned for each channel.", "b * x", "ones(shape)", facts: OperationFacts.Linear),
        new Learned("shift", "x + b, with a b learned for each channel.", "x + b", "zeros(shape)"),
        new Learned("gauss_diff", "exp(-b (x - y)^2), with a b learned for each channel.", "(-b * (x - y).square()).exp()", "ones(shape)", 2),
        new Learned("laplace_diff", "exp(-b abs(x - y)), with a b learned for each channel.", "(-b * (x - y).abs()).exp()", "ones(shape)", 2),
        new Learned(
            "lerp", "b x + (1 - b) y, with a b learned for each channel.", "y + b * (x - y)", "ones(shape) / 2", 2, OperationFacts.Linear),
    ];

    public override string Name { get; }

    public override string Doc { get; }

    public override int InputCount { get; }

    public override OperationFacts Facts { get; }

    public override ResolvedOperation? Resolve(OperationCall call) => call.RequireOneShape()
        ? new ResolvedOperation(new ArgumentList(Argument("channels", Channels(call.Input))), call.Input)
        : null;

    public override long ParameterCount(OperationLayer layer) => layer.Arguments.Integer("channels");

    public override Emission EmissionOf(OperationLayer layer) => new ModuleEmission(
        typeName, a => $"new {typeName}({a["channels"]}{(layer.Output.IsImage ? ", 1, 1" : "")})", helper);

    /// <summary>The channels of an image, else the features, which come last.</summary>
    private static long Channels(Shape shape) => shape.IsImage ? shape.Channels : shape.Dimensions[^1];
}
