using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Tests.Emit;
using static TorchSharp.torch;

namespace NasDsl.Tests.Operations;

/// <summary>What the one-line functions compute, against .NET's own mathematics.</summary>
public class PointwiseTests
{
    private static readonly double[] Points = [-2.5, -1, -0.3, 0.2, 0.9, 2];

    private static readonly Dictionary<string, Func<double, double>> Unary = new(StringComparer.Ordinal)
    {
        ["identity"] = x => x,
        ["id"] = x => x,
        ["relu"] = x => Math.Max(x, 0),
        ["relu6"] = x => Math.Clamp(x, 0, 6),
        ["sigmoid"] = Sigmoid,
        ["tanh"] = Math.Tanh,
        ["silu"] = x => x * Sigmoid(x),
        ["swish"] = x => x * Sigmoid(x),
        ["gelu"] = x => x * (1 + Erf(x / Math.Sqrt(2))) / 2,
        ["hard_swish"] = x => x * Math.Clamp(x + 3, 0, 6) / 6,
        ["hard_sigmoid"] = x => Math.Clamp(x + 3, 0, 6) / 6,
        ["elu"] = x => x > 0 ? x : Math.Exp(x) - 1,
        ["leaky_relu"] = x => x > 0 ? x : x / 100,
        ["softplus"] = x => Math.Log(1 + Math.Exp(x)),
        ["neg"] = x => -x,
        ["abs"] = Math.Abs,
        ["square"] = x => x * x,
        ["cube"] = x => x * x * x,
        ["sqrt"] = Math.Sqrt,
        ["exp"] = Math.Exp,
        ["log_abs"] = x => Math.Log(Math.Abs(x)),
        ["sin"] = Math.Sin,
        ["cos"] = Math.Cos,
        ["sinh"] = Math.Sinh,
        ["cosh"] = Math.Cosh,
        ["asinh"] = Math.Asinh,
        ["atan"] = Math.Atan,
        ["sinc"] = x => Math.Sin(Math.PI * x) / (Math.PI * x),
        ["min0"] = x => Math.Min(x, 0),
        ["gauss"] = x => Math.Exp(-x * x),
        ["erf"] = Erf,
        ["stop_gradient"] = x => x,
        ["stop_forward"] = _ => 0,
    };

    private static readonly Dictionary<string, Func<double, double, double>> Binary = new(StringComparer.Ordinal)
    {
        ["add"] = (a, b) => a + b,
        ["sub"] = (a, b) => a - b,
        ["mul"] = (a, b) => a * b,
        ["div"] = (a, b) => a / b,
        ["max"] = Math.Max,
        ["min"] = Math.Min,
        ["gated"] = (a, b) => Sigmoid(a) * b,
    };

    [Fact]
    public void Every_pointwise_operation_computes_what_it_says()
    {
        var operations = OperationCatalog.Standard.All.Where(o => o.Facts.HasFlag(OperationFacts.Pointwise) && o.Name != "skip").ToList();
        Assert.Equal(Unary.Keys.Order(StringComparer.Ordinal), operations.Select(o => o.Name));
        var functions = operations.Select(o => (o.Name, Inputs: 1)).Concat(Binary.Keys.Select(n => (Name: n, Inputs: 2))).ToList();
        var methods = functions.Select((f, i) => $"public static Tensor F{i}(Tensor x, Tensor y) => {Expression(f.Name, f.Inputs)};");
        var source = $$"""
            #nullable enable
            using TorchSharp;
            using static TorchSharp.torch;
            using static TorchSharp.torch.nn;
            public static class Functions
            {
            {{string.Join('\n', methods)}}
            }
            """;
        var type = GeneratedCode.Compile(source).Type("Functions");

        using var scope = NewDisposeScope();
        var (x, y) = (tensor(Points), tensor(Points.Reverse().ToArray()));
        for (var i = 0; i < functions.Count; i++)
        {
            var result = Assert.IsAssignableFrom<Tensor>(type.GetMethod($"F{i}")?.Invoke(null, [x, y])).data<double>().ToArray();
            for (var k = 0; k < Points.Length; k++)
            {
                var expected = functions[i].Inputs == 1
                    ? Unary[functions[i].Name](Points[k])
                    : Binary[functions[i].Name](Points[k], Points[^(k + 1)]);
                Assert.True(
                    double.IsNaN(expected) ? double.IsNaN(result[k]) : Math.Abs(expected - result[k]) < 1e-6,
                    $"{functions[i].Name}({Points[k]}) gives {result[k]}, not {expected}");
            }
        }
    }

    private static string Expression(string name, int inputs)
    {
        var operation = OperationCatalog.Standard.Find(name);
        Assert.NotNull(operation);
        var shape = new Shape(1);
        var layer = new OperationLayer(operation, new ArgumentList(), [.. Enumerable.Repeat(shape, inputs)], shape);
        return operation.EmissionOf(layer) is ExpressionEmission expression
            ? expression.Expression(NasDsl.Emit.LayerTexts.Literals(layer), inputs == 1 ? ["x"] : ["x", "y"])
            : "x";
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>By the series, which is exact enough for these points.</summary>
    private static double Erf(double x)
    {
        var (sum, term) = (x, x);
        for (var n = 1; n < 80; n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
