using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Semantics;

public sealed class ScriptTests : IDisposable
{
    internal const string WeightGradient = """
        def weight_gradient(g, x, w, stride: int, padH: int, padW: int):
            return torch.convolution_backward(g, x, w, None, [stride, stride], [padH, padW], [1, 1], False, [0, 0], x.size(1), [False, True, False])[1]

        """;

    private const string Script = """
        def axpy(x, y, factor: float, times: int, negate: bool):
            for i in range(times):
                x = x + y * factor
            if negate:
                x = -x
            return x

        def half(value: float):
            return value * 0.5

        def twice(value: int):
            return value * 2

        def negation(value: bool):
            return not value

        def bias(x, b: Optional[Tensor]):
            if b is None:
                return x
            return x + b

        def nothing(x, y, z):
            return None

        def several(x):
            return x, x

        def pieces(x):
            return x.chunk(2)

        def product(x, y):
            return x.mm(y)

        def wave(x):
            return bias(x.sin() * 2, None).sum()

        """;

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly jit.CompilationUnit unit = jit.compile(Script);

    public void Dispose()
    {
        unit.Dispose();
        scope.Dispose();
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(2, 2, 0)]
    public void A_script_computes_the_gradient_that_autograd_does(int stride, int padH, int padW)
    {
        manual_seed(1);
        using var compiled = jit.compile(WeightGradient);
        var (x, w) = (randn([2, 4, 7, 6], float64), randn([4, 1, 3, 3], float64, requires_grad: true));
        var output = nn.functional.conv2d(x, w, strides: [stride, stride], padding: [padH, padW], groups: 4);
        var g = randn_like(output);
        output.backward([g]);
        var found = compiled.invoke<Tensor>("weight_gradient", g, x, w, (long)stride, padH, padW);
        Assert.Equal(w.shape, found.shape);
        Assert.True((w.grad ?? zeros(1)).allclose(found, 1e-12, 1e-12));
    }

    [Fact]
    public void Scalars_go_in_and_come_out()
    {
        var (x, y) = (tensor(new[] { 1.0, 2.0 }), tensor(new[] { 3.0, -1.0 }));
        Assert.Equal(x + y * 1.0, unit.invoke<Tensor>("axpy", x, y, 0.5, 2L, false));
        Assert.Equal(-(x + y * 0.75), unit.invoke<Tensor>("axpy", x, y, 0.25f, 3, true));
        Assert.Equal(-x, unit.invoke<Tensor>("axpy", x, y, (Scalar)0.25, (Scalar)0L, (Scalar)true));
        Assert.Equal(0.75, unit.invoke<Scalar>("half", 1.5).ToDouble());
        Assert.Equal(1L << 41, unit.invoke<Scalar>("twice", 1L << 40).ToInt64());
        Assert.Equal(1L << 41, unit.invoke<long, Scalar>("twice", 1L << 40).ToInt64());
        Assert.False(unit.invoke<Scalar>("negation", true).ToBoolean());
    }

    [Fact]
    public void Null_is_none()
    {
        var x = ones(2);
        Assert.Equal(x, unit.invoke<Tensor>("bias", x, null));
        Assert.Equal(x * 2, unit.invoke<Tensor, Tensor>("bias", x, x));
        Assert.Null(unit.invoke("nothing", x, x, x));
    }

    /// <summary>A profiling executor would change its mind after the second call, and for each new shape.</summary>
    [Fact]
    public void Every_call_is_recorded_exactly_if_autograd_is_on()
    {
        for (var call = 0; call < 8; call++)
        {
            var x = randn([call % 3 + 1, 4], float64, requires_grad: call % 2 == 0);
            using (no_grad())
                Assert.False(unit.invoke<Tensor>("wave", x).requires_grad);
            var output = unit.invoke<Tensor>("wave", x);
            Assert.Equal(x.requires_grad, output.requires_grad);
            if (!x.requires_grad)
                continue;
            output.backward();
            Assert.True((x.detach().cos() * 2).allclose(x.grad ?? zeros(1, float64)));
        }
    }

    [Fact]
    public void The_result_belongs_to_the_callers_scope()
    {
        var x = ones(2);
        Tensor result;
        using (var inner = NewDisposeScope())
        {
            result = unit.invoke<Tensor>("bias", x, null);
            Assert.True(inner.Contains(result));
        }
        Assert.True(result.IsInvalid);
        Assert.Equal(2, x.sum().ToDouble());
    }

    [Fact]
    public void Threads_share_a_unit_from_its_first_call_on()
    {
        using var compiled = jit.compile(Script);
        var sums = new double[8];
        Parallel.For(0, sums.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using var inner = NewDisposeScope();
            var x = full([3], i, float64);
            for (var call = 0; call < 50; call++)
                sums[i] += compiled.invoke<Tensor>("axpy", x, x, 1.0, 1L, false).sum().ToDouble();
        });
        Assert.Equal(Enumerable.Range(0, sums.Length).Select(i => i * 300.0), sums);
    }

    [Theory]
    [InlineData("def f(x)\n    return x\n", "f(x)")]
    [InlineData("def f(x):\n    return torch.no_such_operator(x)\n", "no_such_operator")]
    [InlineData("def f(x):\n    return y\n", "undefined value y")]
    [InlineData("def f(x):\n    return x\ndef f(x):\n    return x\n", "f")]
    [InlineData("def f(x):\n    return x", "expected newline")]
    public void A_wrong_script_is_told(string script, string part)
    {
        var message = Assert.Throws<ExternalException>(() => jit.compile(script)).Message;
        Assert.Contains(part, message);
        Assert.DoesNotContain("frame #", message);
    }

    [Fact]
    public void A_wrong_call_is_told()
    {
        var x = ones(2, 3);
        Assert.Equal("the script has no function `missing`", Error("missing", x));
        Assert.Contains("Expected at most 1 argument(s)", Error("half", 1.0, 2.0));
        Assert.Contains("missing value for argument 'y'", Error("product", x));
        Assert.Contains("Expected a value of type 'float'", Error("half", 1L));
        Assert.Contains("mat1 and mat2 shapes cannot be multiplied", Error("product", x, x));
        Assert.Contains("the binding cannot return", Error("several", x));
        Assert.Contains("the binding cannot return", Error("pieces", x));
        Assert.Equal("a script cannot take an argument of type `String`",
            Assert.Throws<ArgumentException>(() => unit.invoke("half", "text")).Message);
        Assert.Throws<InvalidCastException>(() => unit.invoke<Tensor>("half", 1.0));
        Assert.Equal(3, unit.invoke<Tensor>("product", x, ones(3, 1))[0].item<float>());
    }

    [Fact]
    public void A_disposed_unit_and_empty_names_are_told()
    {
        var compiled = jit.compile(Script);
        compiled.invoke("half", 1.0);
        Assert.Throws<ArgumentException>(() => compiled.invoke("", 1.0));
        compiled.Dispose();
        compiled.Dispose();
        Assert.Throws<ObjectDisposedException>(() => compiled.invoke("half", 1.0));
        Assert.Throws<ArgumentException>(() => jit.compile(""));
    }

    private string Error(string name, params object[] arguments)
    {
        var message = Assert.Throws<ExternalException>(() => unit.invoke(name, arguments)).Message;
        Assert.DoesNotContain("frame #", message);
        return message;
    }
}
