using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Testing;
using NasDsl.Text;

namespace NasDsl.Tests.Examples;

/// <summary>A file of the folder `examples`.</summary>
/// <param name="Count">How many architectures its space has, in digits; those of a graph with operations that it does not use apart.</param>
/// <param name="Overrides">
/// Network parameters that make children small enough to run many of them, and to train one on images of 28 x 28 pixels shrunk by a
/// whole number and ten classes: `C=4 N=1 size=8`.
/// </param>
internal sealed record Example(string File, string Count, string Overrides)
{
    public static Example Of(string file) => Examples.All.FirstOrDefault(e => e.File == file)
        ?? throw new InvalidOperationException($"`examples/{file}` has no row in the table of `{nameof(Examples)}.cs`: add one");

    /// <summary>The program with the <see cref="Overrides"/>, or as it stands.</summary>
    public Compilation Compile(bool overridden = true)
    {
        var folder = new ExampleFolder();
        var compilation = Compilation.Create(folder.Source(File), folder);
        Assert.Empty(compilation.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => $"{File}: {d.Code} {d.Message}"));
        return overridden ? compilation.WithArguments(Arguments(compilation)) : compilation;
    }

    private Dictionary<string, double> Arguments(Compilation compilation)
    {
        var values = Overrides.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(o => o.Split('=')).ToDictionary(
            o => o[0], o => double.Parse(o[1], CultureInfo.InvariantCulture));
        Assert.Subset(compilation.NetworkParameters.ToHashSet(), values.Keys.ToHashSet());
        return values;
    }
}

/// <summary>
/// What tests know about the examples: one line each. A new file in the folder needs a line, which its tests then take up.
/// </summary>
internal static class Examples
{
    public static ImmutableArray<Example> All { get; } =
    [
        new("amoebanet.nas", "309834464941077422470594560000", "N=1 F=4 size=8"), // (720^2 8^10)^2
        new("bats.nas", "1076746950455072400", "C=4 N=1 groups=2 size=8"), // as DARTS
        new("darts.nas", "1076746950455072400", "C=4 N=1 size=8"), // for each of two cells 1 * 3 * 6 * 10 pairs of inputs and 7^8 operations
        new("darts_rnn.nas", "2642411520", "hidden=16 steps=5 vocabulary=200"), // 8! inputs, 4^8 functions
        new("dpc.nas", "418414128120", "filters=8 channels=6 height=14 width=14 classes=5"), // 5! inputs, 81^5 branches
        new("efficientnet.nas", "8192", "width=0.25 depth=0.4 resolution=32 classes=10"), // 2^7 kernels, 2^6 expansions
        new("enas_macro.nas", "160618186625454535808756219904", "F=4 depth=6 size=16"), // 6^12 2^66
        new("enas_micro.nas", "25628906250000000000000000", "N=1 F=4 size=8"), // (720^2 5^10)^2
        new("enas_rnn.nas", "669692775628800", "hidden=16 steps=5 vocabulary=200"), // 11! inputs, 4^12 functions
        new("mixnet.nas", "102400000000000", "first=8 second=8 width=0.25 layers=1 size=32 classes=10"), // (5 2 2)^10 5 2
        new("mnasnet.nas", "1247968747541495808", "width=0.25 size=32 classes=10"), // 432^5 288^2
        new("nao.nas", "180793864878183473986263490560000", "N=1 F=4 size=8"), // (720^2 11^10)^2
        new("nas_fpn.nas", "1062233948160000000", "filters=8 size=32 channels=4"), // (5 6 7 8 9 10 11)^2 2^7 5^2 5!
        new("nas_rl.nas", "2251799813685248", "depth=3 size=8"), // 64^6 2^15
        new("nasbench101.nas", "139359042", "C=4 N=1 size=8"), // 573,494 matrices of 7 vertices that join input and output by at most 9 edges, 3^5 operations
        new("nasbench201.nas", "15625", "C=4 N=1 size=8"), // 5^6
        new("nasbench_macro.nas", "6561", "C=4 size=8"), // 3^8
        new("nasbot.nas", "2625000", "depth=2 size=8"), // 21 50^3
        new("nasnet.nas", "5229943396058757337940161399357440000", "N=1 F=4 size=8"), // (720^2 13^10 2^5)^2
        new("ofa.nas", "21758655492572485851", "width=0.25 size=32 classes=10"), // (9^2 + 9^3 + 9^4)^5
        new("petridish.nas", "2977579097571204", "C=4 N=1 size=8"), // (63 (1 + 511 (1 + 1694)))^2
        new("pnas.nas", "556627761561600", "N=1 F=4 size=8"), // 720^2 8^10
        new("proxylessnas.nas", "221502229807900608", "width=0.25 size=32 classes=10"), // 6^6 7^15
        new("transnas_micro.nas", "4096", "C=4 classes=10 size=32"), // 4^6
    ];

    /// <summary>The names of all files in the folder, known here or not.</summary>
    public static TheoryData<string> Files => [.. Names];

    public static IEnumerable<string> Names => Directory.GetFiles(RepositoryRoot.PathOf("examples"), "*.nas")
        .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}

/// <summary>Imports from the folder of the examples.</summary>
internal sealed class ExampleFolder : ISourceResolver
{
    public SourceText Source(string file) => new(RepositoryRoot.ReadText("examples", file), file);

    public string Locate(string path, string importer) => path;

    public string IdentityOf(string fileName) => fileName;

    public SourceReading Read(string fileName) => new(Source(fileName), null);
}
