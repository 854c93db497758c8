using System.Collections.Concurrent;
using System.IO.Compression;
using NasDsl.Analysis;
using NasDsl.Architectures.Notations;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Tests.Diagnostics;
using NasDsl.Tests.Semantics;
using NasDsl.Text;

namespace NasDsl.Tests.Architectures.Notations;

/// <summary>The spaces that the notations were made for, and what every notation must do.</summary>
internal static class NotationSpaces
{
    /// <summary>Two cells whose nodes each combine two inputs, with the five operations of ENAS.</summary>
    public const string Pairs = """
        opset Operations(stride = 1) {
          sep_conv_3x3 = sep_conv(3, stride)
          sep_conv_5x5 = sep_conv(5, stride)
          avg_pool_3x3 = avg_pool(3, stride)
          max_pool_3x3 = max_pool(3, stride)
          identity     = skip(stride)
        }
        cell Normal(width)(a, b) {
          p = a |> fit(b, width)
          q = b |> relu_conv_bn(width, 1)
          nodes n[NODES] = sum([choose 1 of [s |> choose Operations for s in [p, q, ..n]] for k in 0..1])
          output concat(n)
        }
        cell Reduction(width)(a, b) {
          p = a |> fit(b, width)
          q = b |> relu_conv_bn(width, 1)
          nodes n[NODES] = (choose [p, q, ..n] |> choose Operations) + (choose [p, q, ..n] |> choose Operations)
          output concat(n)
        }
        network N(x: [3, 16, 16]) { output chain x { Normal(8), Reduction(8), Normal(8) } |> global_avg_pool |> linear(10) }

        """;

    private static readonly ConcurrentDictionary<string, SearchSpace> Examples = new(StringComparer.Ordinal);

    public static SearchSpace NasBench201 { get; } = Example("nasbench201");

    public static SearchSpace NasBenchMacro { get; } = Example("nasbench_macro");

    public static SearchSpace TransNasMicro { get; } = Example("transnas_micro");

    public static SearchSpace PairSpace(int nodes) =>
        Spaces.Of(Pairs.Replace("NODES", nodes.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));

    public static SearchSpace Example(string name) =>
        Examples.GetOrAdd(name, n => SpaceOf(RepositoryRoot.ReadText("examples", $"{n}.nas")));

    /// <summary>The space of a program that may name what later versions carry out.</summary>
    public static SearchSpace SpaceOf(string program)
    {
        var compilation = TestCompiler.Compile(program);
        Assert.True(compilation.Diagnostics.All(d => d.Code == "NAS5002"), CheckedProgram.Describe(compilation));
        return compilation.Space ?? throw new InvalidOperationException("the program has no network");
    }

    public static Notation Named(string name) => Notation.Find(name) ?? throw new InvalidOperationException($"no notation {name}");

    public static Architecture Read(string notation, SearchSpace space, string text)
    {
        var read = Named(notation).Read(new SourceText(text, "text"), space);
        Assert.True(read.Architecture is not null, string.Join("\n", read.Diagnostics.Select(d => d.Message)));
        Assert.Empty(ArchitectureValidator.Validate(space, read.Architecture));
        return read.Architecture;
    }

    public static string Write(string notation, SearchSpace space, Architecture architecture)
    {
        var written = Named(notation).Write(space, architecture);
        Assert.True(written.Text is not null, string.Join("\n", written.Diagnostics.Select(d => d.Message)));
        Assert.EndsWith("\n", written.Text);
        return written.Text[..^1];
    }

    /// <summary>Architectures drawn at random survive being written and read again.</summary>
    public static void AssertRoundTrips(string notation, SearchSpace space, int count = 100)
    {
        var sampler = ArchitectureSampler.For(space, 1);
        for (var i = 0; i < count; i++)
        {
            var architecture = sampler.Next();
            Assert.Equal(architecture, Read(notation, space, Write(notation, space, architecture)));
        }
    }

    public static void AssertHas(string notation, SearchSpace space, string marked, params string[] codes)
    {
        var text = MarkedText.Parse(marked, "text");
        text.AssertHas(Named(notation).Read(text.Source, space).Diagnostics, codes);
    }

    /// <summary>The rows of a gzipped CSV without its header.</summary>
    public static List<string[]> Table(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedFiles.PathOf(path)), CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(','))];
    }
}
