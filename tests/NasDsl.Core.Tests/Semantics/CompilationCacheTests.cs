using System.Text.RegularExpressions;
using NasDsl.Semantics;
using NasDsl.Testing;
using NasDsl.Tests.Diagnostics;
using NasDsl.Tests.Formatting;
using NasDsl.Text;

namespace NasDsl.Tests.Semantics;

/// <summary>What is kept from earlier compilations changes nothing of what is said, whatever is edited.</summary>
public sealed class CompilationCacheTests
{
    private const int Edits = 14;

    [Theory]
    [InlineData("darts.nas")]
    [InlineData("nasbench201.nas")]
    [InlineData("nasbench101.nas")]
    [InlineData("darts_rnn.nas")]
    [InlineData("ofa.nas")]
    [InlineData("transnas_micro.nas")]
    public void Whatever_is_edited_the_compilation_is_the_same(string file)
    {
        var text = RepositoryRoot.ReadText($"examples/{file}");
        var random = new Random(text.Length);
        var cache = new CompilationCache();
        AssertSame(cache, text);
        for (var i = 0; i < Edits; i++)
        {
            var edited = Edited(text, random);
            AssertSame(cache, edited);
            if (random.Next(3) == 0)
                text = edited;
        }
    }

    [Theory]
    // The op set that a cell chooses from changes, and with it what the cell decides.
    [InlineData("opset Ops { relu, identity }", "opset Ops { relu, missing }", "cell C(x) { output x |> choose Ops }")]
    [InlineData("const K = 3", "const K = [3]", "op F(x) = x |> conv(8, K)")]
    [InlineData("op F(k)(x) = x |> conv(8, k)", "op F(x) = x |> relu", "op G(x) = x |> F(3)")]
    // A name comes, or goes, that was looked up.
    [InlineData("op Conv(x) = x |> relu", "op Conw(x) = x |> relu", "op G(x) = x |> Conv")]
    [InlineData("", "op missing(x) = x |> relu", "op G(x) = x |> missing")]
    [InlineData("const width = 4", "cell width(x) { output x }", "op G(x) {\n  width = 3\n  output x |> conv(width, 3)\n}")]
    [InlineData("", "cell width(x) { output x }", "op G(x) {\n  width = 3\n  output x |> conv(width, 3)\n}")]
    [InlineData("op F(x) = x", "op F(x) = x |> G", "op G(x) = x |> F")]
    [InlineData("op F(x) = x", "network F(x: [3, 4, 4]) { output x |> relu }", "op G(x) = x |> F")]
    // Names that nobody uses are of interest where there are no errors.
    [InlineData("op F(x) = x |> relu", "op F(x) = x |> missing", "op G(x) {\n  unused = 3\n  output x\n}")]
    public void What_a_declaration_needs_counts(string before, string after, string user)
    {
        var cache = new CompilationCache();
        foreach (var first in new[] { before, after, before })
        {
            AssertSame(cache, $"{user}\n\n{first}\n");
            AssertSame(cache, $"{first}\n\n{user}\n");
        }
    }

    [Fact]
    public void What_is_needed_of_what_is_needed_counts()
    {
        var cache = new CompilationCache();
        foreach (var name in new[] { "a", "z", "a" })
            AssertSame(cache, $"op B(x) {{ output x |> C }}\ncell A(x) {{\n  p = x |> B\n  output p.a\n}}\nop C(x) {{ output {name} = x |> relu, b = x }}\n");
    }

    [Fact]
    public void Where_an_alias_leads_counts()
    {
        var files = new ProgramFiles("// file one.nas\nop foo(x) = x |> relu\n// file two.nas\nop bar(x) = x |> relu");
        var cache = new CompilationCache();
        foreach (var file in new[] { "one", "two", "one" })
            AssertSame(cache, $"import \"one.nas\" as A\nimport \"two.nas\" as B\nimport \"{file}.nas\" as C\nop F(x) = x |> C.foo\n", files);
    }

    [Fact]
    public void A_declaration_that_nothing_touched_is_not_checked_again()
    {
        const string start = "opset Ops { relu, identity }\n\ncell C(x) { output x |> choose Ops }\n\n";
        var cache = new CompilationCache();
        var first = Compile(cache, $"{start}network N(x: [3, 4, 4]) {{ output x |> C |> conv(8, 3) }}\n");
        var cell = first.Compilation.Modules.Main.Find("C");
        Assert.NotNull(cell);
        var found = cache.Checked.Find(cell);
        var second = Compile(cache, $"{start}network N(x: [3, 4, 4]) {{ output x |> C |> conv(16, 3) }}\n");
        Assert.Same(cell, second.Compilation.Modules.Main.Find("C"));
        Assert.Same(found, cache.Checked.Find(cell));
        Compile(cache, $"{start.Replace("relu", "gelu", StringComparison.Ordinal)}network N(x: [3, 4, 4]) {{ output x |> C }}\n");
        Assert.NotSame(found, cache.Checked.Find(cell));
    }

    /// <summary>A number, a name or a whole declaration is another one, or goes.</summary>
    private static string Edited(string text, Random random)
    {
        var pattern = random.Next(3) switch
        {
            0 => @"\b\d+\b",
            1 => @"\b[A-Za-z_]\w+\b",
            _ => @"(?m)^(const|opset|op|cell|constraint|search|train)\b[^{}\n]*(\{[^{}]*\})?\n",
        };
        var places = Regex.Matches(text, pattern);
        if (places.Count == 0)
            return text + "\nconst Another = 1\n";
        var place = places[random.Next(places.Count)];
        var replacement = random.Next(4) == 0 ? "" : places[random.Next(places.Count)].Value;
        return text.Remove(place.Index, place.Length).Insert(place.Index, replacement);
    }

    private static (Compilation Compilation, FactRecorder Facts) Compile(CompilationCache? cache, string text, ISourceResolver? files = null)
    {
        var facts = new FactRecorder();
        return (Compilation.Create(new SourceText(text, "a.nas"), files, facts, cache), facts);
    }

    private static void AssertSame(CompilationCache cache, string text, ISourceResolver? files = null)
    {
        var (fresh, known) = (Compile(null, text, files), Compile(cache, text, files));
        Assert.Equal(
            fresh.Compilation.Diagnostics.Select(d => $"{d.Code} {d.Span} {d.Message}"), known.Compilation.Diagnostics.Select(d => $"{d.Code} {d.Span} {d.Message}"));
        foreach (var span in SyntaxText.SpansOf(fresh.Compilation.Syntax))
            Assert.Equal(TextOf(fresh.Facts.At(span)), TextOf(known.Facts.At(span)));
    }

    private static string TextOf(ExpressionFact? fact) => fact is null
        ? ""
        : $"{string.Join(' ', fact.Shapes)} | {string.Join(' ', fact.Values)} | {string.Join(' ', fact.Decisions.Select(d => d.Name))}";
}
