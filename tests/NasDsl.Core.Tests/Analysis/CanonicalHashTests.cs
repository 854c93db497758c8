using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Tests.Semantics;

namespace NasDsl.Tests.Analysis;

public class CanonicalHashTests
{
    private static readonly string[] Operations = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];

    [Theory]
    [InlineData("y = sum([a, b])", "y = sum([b, a])")]
    [InlineData("y = a + b", "y = sum([b, a])")]
    [InlineData("y = (a, b) |> max", "y = (b, a) |> max")]
    [InlineData("y = a * b", "y = b * a")]
    [InlineData("y = sum([a, sum([b, a |> zero])])", "y = a + b")]
    [InlineData("y = mean([a, b])", "y = mean([b, a])")]
    [InlineData("y = (a + b) + a", "y = a + (a + b)")]
    [InlineData("y = a |> identity |> skip", "y = a")]
    [InlineData("y = sum([a])", "y = a")]
    [InlineData("y = sum([a |> zero |> avg_pool(3) |> relu, b])", "y = b")]
    [InlineData("y = a * (b |> zero)", "y = b |> zero")]
    [InlineData("y = (a |> relu) + (a |> relu)", "z = a |> relu\ny = z + z")]
    [InlineData("m = a |> conv(8, 1)\nn = b |> conv(8, 1)\ny = concat([m, n])", "n = b |> conv(8, 1)\nm = a |> conv(8, 1)\ny = concat([m, n])")]
    public void What_commutes_or_does_nothing_does_not_count(string one, string other) => Assert.Equal(Hash(one), Hash(other));

    [Theory]
    [InlineData("y = a - b", "y = b - a")]
    [InlineData("y = concat([a, b])", "y = concat([b, a])")]
    [InlineData("y = a + b", "y = a * b")]
    [InlineData("y = a + a", "y = a")]
    [InlineData("y = a |> conv(8, 3)", "y = a |> conv(8, 5)")]
    [InlineData("y = a |> relu >> conv(8, 3)", "y = a |> conv(8, 3) >> relu")]
    [InlineData("z = a |> conv(8, 3)\ny = z + z", "y = (a |> conv(8, 3)) + (a |> conv(8, 3))")]
    [InlineData("y = (a |> zero |> bn) + b", "y = b")]
    [InlineData("y = mean([a, a |> zero])", "y = a")]
    [InlineData("y = (a, a |> zero) |> max", "y = a")]
    public void What_computes_something_else_differs(string one, string other) => Assert.NotEqual(Hash(one), Hash(other));

    [Fact]
    public void Which_of_two_alike_layers_is_read_twice_does_not_count_but_that_one_is_does()
    {
        const string layers = "m = a |> conv(8, 3)\nn = a |> conv(8, 3)\n";
        Assert.Equal(Hash($"{layers}y = concat([m + m, n])"), Hash($"{layers}y = concat([n + n, m])"));
        Assert.NotEqual(Hash($"{layers}y = concat([m + m, n])"), Hash($"{layers}y = concat([m + n, n])"));
    }

    [Fact]
    public void A_cell_that_gives_its_input_back_is_not_there_and_one_of_zeros_is_zero()
    {
        const string cell = "cell C(a, b) { output sum([a |> choose { none = zero, skip, relu }, b |> choose { none = zero, skip, relu }]) }";
        var space = Spaces.OfBody("s = x |> conv(8, 3)\noutput s + C(s, x |> conv(8, 1))", cell);
        var hashes = new Dictionary<string, string>();
        foreach (var first in new[] { "none", "skip", "relu" })
            hashes[first] = CanonicalHash.Of(space, Architecture.Empty.With("C.output.edge[a]", first).With("C.output.edge[b]", "none"));

        Assert.Equal(CanonicalHash.OfChild(Spaces.OfBody("output x |> conv(8, 3)")), hashes["none"]);
        Assert.Equal(CanonicalHash.OfChild(Spaces.OfBody("s = x |> conv(8, 3)\noutput s + s")), hashes["skip"]);
        Assert.Equal(3, hashes.Values.Distinct().Count());
    }

    [Fact]
    public void Names_and_the_order_of_statements_do_not_count_and_the_hash_is_the_same_everywhere()
    {
        var one = CanonicalHash.OfChild(Spaces.OfBody("left = x |> relu\nright = x |> tanh\noutput left + right"));
        var other = CanonicalHash.OfChild(Spaces.OfBody("b = x |> tanh\na = x |> relu\noutput b + a"));

        Assert.Equal(one, other);
        Assert.Equal("f7ee29a3deb1de9e755ff3c1bdafaf76", one);
    }

    /// <summary>
    /// Of the 15,625 cells of NAS-Bench-201 its authors count 6,466 by the string that their program makes of a cell: zeros stay in sums
    /// as a mark, so `0 + x` is not `x`; sums of sums are compared term by term; what reads a zero is zero.
    /// The string knows no sharing: `y + y` and `conv(x) + conv(x)` are the same to it. Ours drops zeros in sums, but lets none through
    /// a normalization: 5,545 by such strings; and it tells shared tensors from separate ones: 5,875.
    /// </summary>
    [Fact]
    public void The_cells_of_NAS_Bench_201_fall_into_classes()
    {
        var published = new HashSet<string>();
        var unfolded = new HashSet<string>();
        var ours = new Dictionary<string, string>();
        var space = Spaces.Of(RepositoryRoot.ReadText("examples", "nasbench201.nas").Replace("N = 5", "N = 1", StringComparison.Ordinal));
        for (var code = 0; code < 15_625; code++)
        {
            var o = Enumerable.Range(0, 6).Select(i => Operations[code / (int)Math.Pow(5, i) % 5]).ToArray();
            var hash = CanonicalHash.Of(space, space.Decisions.Zip(o).Aggregate(Architecture.Empty, (a, d) => a.With(d.First.Name, d.Second)));
            var tree = Unfolded(o);
            published.Add(Published(o));
            unfolded.Add(tree);
            Assert.Equal(tree, ours.TryAdd(hash, tree) ? tree : ours[hash]);
        }
        Assert.Equal((6_466, 5_545, 5_875), (published.Count, unfolded.Count, ours.Count));
    }

    /// <summary>The authors' rule (their `to_unique_str` with zeros considered), on the operations of the six edges.</summary>
    private static string Published(string[] operations)
    {
        var nodes = new List<string> { "0" };
        foreach (var edges in Nodes(operations))
        {
            nodes.Add(string.Join('+', edges.Select((o, i) => o == "none" || nodes[i] == "#" ? "#"
                : o == "skip_connect" ? nodes[i] : $"({nodes[i]})@{o}").Order(StringComparer.Ordinal)));
        }
        return nodes[^1];
    }

    /// <summary>Sums as bags of terms; the pooling of nothing is nothing, a normalized convolution of nothing is a learned constant.</summary>
    private static string Unfolded(string[] operations)
    {
        var nodes = new List<string[]> { new[] { "x" } };
        foreach (var edges in Nodes(operations))
        {
            nodes.Add([.. edges.SelectMany((o, i) => o == "none" || (o == "avg_pool_3x3" && nodes[i].Length == 0) ? []
                : o == "skip_connect" ? nodes[i] : [$"{o}({string.Join('+', nodes[i])})"]).Order(StringComparer.Ordinal)]);
        }
        return string.Join('+', nodes[^1]);
    }

    private static IEnumerable<string[]> Nodes(string[] o) => [[o[0]], [o[1], o[2]], [o[3], o[4], o[5]]];

    private static string Hash(string body)
    {
        var space = Spaces.OfBody($"a = x |> conv(8, 3) |> relu\nb = x |> conv(8, 5) |> tanh\n{body}\noutput concat([y |> conv(4, 1), a, b])");
        return CanonicalHash.OfChild(space);
    }
}
