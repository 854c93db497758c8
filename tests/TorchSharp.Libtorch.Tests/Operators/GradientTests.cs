using System.Reflection;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Operators;

/// <summary>Every bound operator's derivative against central differences in double precision.</summary>
public class GradientTests
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var (index, @case) in GradientCases.All.Index())
                data.Add(index, @case.Operator);
            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Derivative_agrees_with_differences(int index, string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(index);
        var @case = GradientCases.All.ElementAt(index);
        var inputs = @case.Inputs.Select(input => input.Sample().requires_grad_()).ToArray();

        var output = @case.Function(inputs);
        Assert.Equal(float64, output.dtype);
        var weights = randn(output.shape, float64);
        var gradients = autograd.grad([(output * weights).sum()], inputs);

        using var unrecorded = no_grad();
        for (var i = 0; i < inputs.Length; i++)
        {
            var expected = Differences(() => (@case.Function(inputs) * weights).sum().ToDouble(), inputs[i], @case.Step);
            Assert.Equal(inputs[i].shape, gradients[i].shape);
            var found = gradients[i].contiguous().data<double>().ToArray();
            for (var k = 0; k < found.Length; k++)
                Assert.True(Math.Abs(found[k] - expected[k]) <= @case.Tolerance * (1 + Math.Abs(expected[k])),
                    $"{name}, input {i}, element {k}: derivative {found[k]}, difference quotient {expected[k]}");
        }
        Assert.True(Field(name).IsBound, $"the case for `{name}` does not call it");
    }

    [Fact]
    public void No_bound_operator_is_left_out()
    {
        var covered = GradientCases.All.Select(@case => @case.Operator)
            .Concat(NotDifferentiable.Reasons.Keys)
            .ToHashSet();
        var outOfPlace = Fields.Where(field => !field.Name.EndsWith('_')).Select(field => field.Name.TrimStart('@'));
        Assert.Empty(outOfPlace.Except(covered));
        Assert.Empty(covered.Except(Fields.Select(field => field.Name)));
        Assert.Empty(GradientCases.All.Select(@case => @case.Operator).Intersect(NotDifferentiable.Reasons.Keys));
    }

    private static IEnumerable<FieldInfo> Fields => typeof(Aten).GetFields(BindingFlags.Static | BindingFlags.Public);

    private static Operator Field(string name) =>
        Fields.Single(field => field.Name == name).GetValue(null) as Operator
        ?? throw new InvalidOperationException($"`{name}` is no operator");

    private static double[] Differences(Func<double> function, Tensor input, double step)
    {
        var elements = input.data<double>();
        var quotients = new double[elements.Count];
        using var flat = input.view(-1);
        var values = flat.data<double>();
        for (var k = 0; k < quotients.Length; k++)
        {
            using var scope = NewDisposeScope();
            var at = values[k];
            values[k] = at + step;
            var above = function();
            values[k] = at - step;
            var below = function();
            values[k] = at;
            quotients[k] = (above - below) / (2 * step);
        }
        return quotients;
    }
}
