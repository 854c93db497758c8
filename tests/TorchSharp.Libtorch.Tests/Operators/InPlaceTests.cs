using System.Reflection;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Operators;

/// <summary>A method with a trailing underscore leaves in its tensor what the method without one returns.</summary>
public class InPlaceTests
{
    public static TheoryData<string> Methods
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var (inPlace, _) in Pairs)
                data.Add(inPlace.ToString() ?? "");
            return data;
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void In_place_agrees_with_out_of_place(string signature)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        var (inPlace, outOfPlace) = Pairs.Single(pair => pair.InPlace.ToString() == signature);
        var self = rand(3, 3, float64).mul(0.8).add(inPlace.Name == "acosh_" ? 1.1 : 0.1);
        var arguments = inPlace.GetParameters().Select(parameter => Argument(parameter, inPlace.Name)).ToArray();

        var expected = outOfPlace.Invoke(self, arguments) as Tensor;
        var changed = self.clone();
        var returned = inPlace.Invoke(changed, arguments);

        Assert.Same(changed, returned);
        Assert.True(expected is not null && changed.allclose(expected.to(float64)));
    }

    [Fact]
    public void The_pairs_are_not_missed() => Assert.True(Pairs.Count() > 90);

    private static IEnumerable<(MethodInfo InPlace, MethodInfo OutOfPlace)> Pairs =>
        from method in typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.Name.EndsWith('_') && !Random.Contains(method.Name)
        let types = method.GetParameters().Select(parameter => parameter.ParameterType).ToArray()
        let plain = typeof(Tensor).GetMethod(method.Name[..^1], types)
        where plain is not null && plain.ReturnType == typeof(Tensor)
        select (method, plain);

    private static readonly string[] Random = ["bernoulli_"];

    private static object? Argument(ParameterInfo parameter, string method) => parameter.Name switch
    {
        "dim" or "dim1" when method.StartsWith("squeeze", StringComparison.Ordinal) => null,
        "index" => tensor(new long[] { 0, 2, 1, 2, 1, 0, 1, 0, 2 }, 3, 3) is var columns && method.StartsWith("index", StringComparison.Ordinal)
            ? columns[0]
            : columns,
        "mask" => tensor(new[] { true, false, true }),
        _ when parameter.ParameterType == typeof(Tensor) && method.StartsWith("logical", StringComparison.Ordinal) =>
            tensor(new[] { 1.0, 0.0, 1.0 }),
        _ when parameter.ParameterType == typeof(Tensor) => rand(3, 3, float64).add(0.1),
        _ when parameter.ParameterType == typeof(Scalar) => (Scalar)(parameter.Name == "max" ? 0.7 : 0.4),
        _ when parameter.HasDefaultValue => parameter.DefaultValue,
        _ when parameter.ParameterType == typeof(long) => parameter.Position == 1 ? 1L : 0L,
        _ => throw new InvalidOperationException($"no argument for {parameter} of {method}"),
    };
}
