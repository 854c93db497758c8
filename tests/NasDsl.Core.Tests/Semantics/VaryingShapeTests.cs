using System.Numerics;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Tests.Diagnostics;

namespace NasDsl.Tests.Semantics;

/// <summary>Programs whose shapes depend on choices: what the compiler says of all architectures holds for each.</summary>
public class VaryingShapeTests
{
    private const string Tail = " |> global_avg_pool |> linear(4)";

    public static TheoryData<string, long> Programs => new()
    {
        // A width, tied to itself by its name.
        { "network N(x: [3, 8, 8]) { w = choose { 4, 8 }\n y = x |> conv(w, 3)\n output y + (y |> conv(w, 1))" + Tail + " }", 2 },
        // Two widths, joined.
        { "network N(x: [3, 8, 8]) { a = x |> conv(choose { 4, 8 }, 3)\n b = x |> conv(choose 2..3, 3)\n output concat([a, b])" + Tail + " }", 4 },
        // One decision under two names.
        { "network N(x: [3, 8, 8]) { a = x |> conv(choose { 4, 8 } as w, 3)\n b = x |> conv(choose { 4, 8 } as w, 1)\n output a + b" + Tail + " }", 2 },
        // Any parts of a list, and how many there are.
        { "network N(x: [3, 8, 8]) { output concat(choose 1..3 of [x, x |> conv(5, 1), x |> conv(7, 1)])" + Tail + " }", 7 },
        { "network N(x: [3, 8, 8]) { output x + sum(choose any of [x |> relu, x |> tanh, x |> neg])" + Tail + " }", 8 },
        { "network N(x: [3, 8, 8]) { output sum(choose any of [x |> relu, x |> tanh]) |> conv(4, 3)" + Tail + " }", 4 },
        { "network N(x: [3, 8, 8]) { output mean(choose 2 of [x |> relu, x |> tanh, x |> neg])" + Tail + " }", 3 },
        // A depth; what lies in the later layers exists for some depths only.
        {
            "op B(x) = x |> conv(6, choose { 1, 3 })\n"
            + "network N(x: [3, 8, 8]) { n = choose 0..3\n output x |> repeat(n) B" + Tail + " }", 1 + 2 + 4 + 8
        },
        { "op B(x) = x |> conv(6, choose { 1, 3 })\nnetwork N(x: [3, 8, 8]) { c = chain x { B * choose_n }\n output c" + Tail + " }\nconst choose_n = choose { 1, 2 }", 2 + 4 },
        // A condition that follows from a choice, and one from two.
        {
            "network N(x: [8, 8, 8]) { w = choose { 4, 8, 16 }\n y = x |> conv(w, 3)\n"
            + " z = if w == 8 then x + y else (y |> choose { relu, tanh })\n output z" + Tail + " }", 1 + 2 + 2
        },
        {
            "op R(w)(x) { y = x |> conv(w, 3)\n output if channels_of(x) == w then x + y else y }\n"
            + "network N(x: [8, 8, 8]) { c = chain x { R(choose { 4, 8 } as a), R(choose { 4, 8 } as b), R(8) }\n output c" + Tail + " }", 4
        },
        // An order, and what hangs on the place.
        { "network N(x: [3, 16, 16]) { s = choose order of [1, 2, 4]\n output x |> conv(s[0], 3) |> conv(s[1] + 1, 3, s[2])" + Tail + " }", 6 },
        // Resolutions.
        { "network N(x: [3, 16, 16]) { a = x |> conv(4, 3, choose { 1, 2 })\n output x |> resize(a) |> conv(4, 1) |> relu" + Tail + " }", 2 },
        // Loose ends, through choices of one and of several.
        {
            "network N(x: [4, 8, 8]) {\n nodes n[3] from x = (choose 1 of n |> choose { relu, tanh }) + (choose 1 of n)\n"
            + " output concat(loose(n))" + Tail + " }", 1 * 2 * (2 * 2 * 2) * (3 * 2 * 3)
        },
        { "network N(x: [4, 8, 8]) {\n nodes n[3] from x = sum(choose 1..2 of [..n, x |> neg])\n output mean(loose(n))" + Tail + " }", 3 * 6 * 10 },
        // Several outputs, and one that varies.
        {
            "op Two(w)(x) { output narrow = x |> conv(w, 1), wide = x |> conv(2 * w, 1) }\n"
            + "network N(x: [3, 8, 8]) { y = x |> Two(choose { 2, 3 })\n output concat([y.narrow, ..y])" + Tail + " }", 2
        },
        // A blend is no decision.
        { "network N(x: [3, 8, 8]) { output x |> blend { bn, instance_norm } |> choose { relu, tanh }" + Tail + " }", 2 },
    };

    [Theory, MemberData(nameof(Programs))]
    public void Every_architecture_has_the_shapes_that_were_foretold(string program, long count)
    {
        var space = SpaceOf(program);
        var architectures = ArchitectureEnumerator.All(space).ToList();

        Assert.Equal(count, (long)SpaceCounter.For(space).Architectures);
        Assert.Equal(count, architectures.Distinct().LongCount());
        foreach (var architecture in architectures)
        {
            Assert.Empty(ArchitectureValidator.Validate(space, architecture));
            CompareShapes(space.Network, ArchitectureResolver.Resolve(space, architecture).Network, architecture);
        }
    }

    [Fact]
    public void A_decision_hangs_on_every_depth_that_has_its_layer()
    {
        var space = SpaceOf("op B(x) = x |> conv(6, choose { 1, 3 })\nnetwork N(x: [3, 8, 8]) { n = choose 1..3\n output x |> repeat(n) B" + Tail + " }");

        Assert.Equal(
            ["n: 1 2 3", "output: 1 3", "output#2: 1 3 if n takes 2 or 3", "output.3: 1 3 if n takes 3"],
            space.Decisions.Select(d => $"{d.Name}: {string.Join(' ', d.Alternatives.Select(a => a.Label))}{(d.Parent is { } p ? $" if {p}" : "")}")
                .Select(t => t.Replace(".output", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_smallest_clash_is_named()
    {
        var diagnostic = Assert.Single(TestCompiler.Compile(
            "network N(x: [3, 8, 8]) {\n  unrelated = choose { 1, 3 }\n  a = x |> conv(choose { 4, 8 }, unrelated)\n  b = x |> conv(4, 3)\n"
            + "  output a + b" + Tail + "\n}").Diagnostics);

        Assert.Equal("NAS3104", diagnostic.Code);
        Assert.Equal("in `output` where `a` is `8`", diagnostic.Label);
    }

    [Fact]
    public void Many_widths_joined_in_many_ways_are_still_one_diagram()
    {
        const string program = """
            network N(depth = 12)(x: [3, 8, 8]) {
              nodes n[depth] from x = concat(choose 1..4 of n) |> conv(choose { 24, 36, 48, 64 }, choose { 1, 3 })
              output concat(loose(n)) |> conv(8, 1) |> global_avg_pool |> linear(4)
            }
            """;
        var compilation = TestCompiler.Compile(program.Replace("1..4 of n", "1..1 of n", StringComparison.Ordinal));

        Assert.False(compilation.HasErrors, CheckedProgram.Describe(compilation));
        Assert.True(compilation.Space is { } space && SpaceCounter.For(space).Architectures > BigInteger.Pow(8, 12));
    }

    [Fact]
    public void A_real_number_is_drawn_from_its_interval_and_kept()
    {
        var space = SpaceOf("network N(x: [3, 8, 8]) { output x |> flatten |> dropout(choose 0.1..0.4) |> linear(4) }");
        var architecture = ArchitectureSampler.For(space, seed: 7).Next();
        var rate = Assert.IsType<OperationLayer>(
            ((SequenceLayer)ArchitectureResolver.Resolve(space, architecture).Network.Nodes[0].Layer).Layers[1]).Arguments.Real("rate");

        Assert.InRange(rate, 0.1, 0.4);
        Assert.Equal(rate, double.Parse(architecture.Choices["output"][0], System.Globalization.CultureInfo.InvariantCulture));
        Assert.NotEmpty(ArchitectureValidator.Validate(space, architecture.With("output", "0.5")));
    }

    private static SearchSpace SpaceOf(string program)
    {
        var compilation = TestCompiler.Compile(program);
        Assert.False(compilation.HasErrors, CheckedProgram.Describe(compilation));
        return compilation.Space ?? throw new InvalidOperationException("no space");
    }

    /// <summary>A child's node has the shape that the space's node of that name was said to have.</summary>
    private static void CompareShapes(Graph space, Graph child, Architecture architecture)
    {
        foreach (var node in child.Nodes)
            if (space.Nodes.FirstOrDefault(n => n.Name == node.Name) is { } origin)
                Assert.Equal(origin.Varies is { } varies ? varies.Of(architecture) : origin.Shape, node.Shape);
        foreach (var (_, layer) in child.Nodes.Select(n => (n.Name, n.Layer)).Where(p => p.Layer is CallLayer))
            Assert.All(((CallLayer)layer).Function.Graph.Nodes, n => Assert.Null(n.Varies));
    }
}
