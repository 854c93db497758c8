using System.Globalization;
using System.Text;

namespace NasDsl.Tests.Emit;

/// <summary>Writes programs at random: op sets, ops, cells and a network that uses them, right in most cases.</summary>
internal sealed class RandomPrograms(Random random)
{
    private static readonly string[] Pointwise = ["relu", "tanh", "sigmoid", "silu", "gelu", "identity"];

    public string Next()
    {
        var width = random.Next(1, 4) * 2;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"const W = {width}");
        text.AppendLine(CultureInfo.InvariantCulture, $"opset Ops(k = 3) {{ {string.Join(", ", Entries())} }}");
        text.AppendLine(CultureInfo.InvariantCulture, $"op Step(k)(x) {{ kind = {Choice("k")} output x |> kind }}");
        text.AppendLine(CultureInfo.InvariantCulture, $"cell Cell(a, b) {{ nodes n[{random.Next(1, 4)}] from {Pick("a", "b")} = {Node()} output {Pick("sum", "concat", "mean")}(n) |> conv(W, 1) }}");
        text.AppendLine(CultureInfo.InvariantCulture, $"network Net(depth = {random.Next(1, 3)})(x: [{random.Next(1, 4)}, {random.Next(6, 10)}, {random.Next(6, 10)}]) {{");
        text.AppendLine(CultureInfo.InvariantCulture, $"  stem = x |> conv(W, {Pick("1", "3")}) |> {Pick("bn", "relu", "bn >> relu")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  body = chain stem {{ Step({Pick("1", "3", "5")}) * depth, {Pick("Cell", "Cell * 2", "Step(3)")}, {Pick("Cell", "repeat(2) Step(1)", "factorized_reduce(W)")} }}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  output body |> {Pick("global_avg_pool", "flatten")} |> linear({random.Next(1, 6)}{Pick("", ", bias: false")})");
        text.AppendLine("}");
        return text.ToString();
    }

    private IEnumerable<string> Entries() => new[]
    {
        "none = zero", "skip", "conv_k = conv(W, k)", "sep = sep_conv(k)", "pool = max_pool(3) >> bn(affine: false)", "act = relu >> conv(W, 1)",
        "inner = conv(W, 1) >> choose { relu, tanh }", "deep = repeat(2) relu_conv_bn(W, k)",
    }.OrderBy(_ => random.Next()).Take(random.Next(2, 6));

    private string Choice(string k) => Pick(
        $"choose Ops({k})",
        $"choose {{ p = relu_conv_bn(W, choose {{ 1, 3 }}), q = conv(W, {k}) }}",
        $"choose {{ {string.Join(", ", Pointwise.OrderBy(_ => random.Next()).Take(2))} }}");

    private string Node() => Pick(
        "n[-1] |> choose Ops",
        "sum([s |> choose Ops for s in n])",
        "sum(choose 1 of [s |> choose Ops for s in n])",
        "sum(choose 1 of [s |> relu for s in [a, b, ..n]])",
        "(n[-1] |> choose Ops(5)) + (n[0] |> Step(3))",
        "mean([n[-1] |> Step(1), n[0]])");

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
