using NasDsl.Tests.Formatting;
using NasDsl.Parsing;
using NasDsl.Syntax;
using NasDsl.Testing;
using NasDsl.Text;

namespace NasDsl.Tests.Parsing;

/// <summary>What is parsed piece by piece is what is parsed as a whole, whatever one types.</summary>
public sealed class ParseCacheTests
{
    private static readonly string[] Typed =
        ["", " ", "\n", "x", "{", "}", "(", "\"", "/*", "*/", "// note\n", "/// doc\n", "cell A(x) {\n", "\nconst K = 3\n", "op", "import \"a.nas\"\n", "|> relu", "\t", "é", "1e", "..", ")"];

    public static TheoryData<string> Examples => [.. Directory.GetFiles(RepositoryRoot.PathOf("examples"), "*.nas").Select(f => Path.GetFileName(f)).Order()];

    [Theory, MemberData(nameof(Examples))]
    public void Whatever_is_typed_the_syntax_is_the_same(string file)
    {
        var text = RepositoryRoot.ReadText($"examples/{file}");
        var random = new Random(text.Length);
        var cache = new ParseCache();
        AssertSame(cache, text);
        for (var i = 0; i < 40; i++)
        {
            // Most edits are undone by the next one, so that there is something sound to go on from.
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(3) == 0 ? random.Next(20) : 0, text.Length - at);
            var edited = text.Remove(at, length).Insert(at, Typed[random.Next(Typed.Length)]);
            AssertSame(cache, edited);
            if (random.Next(4) == 0)
                text = edited;
            else
                AssertSame(cache, text);
        }
    }

    [Theory]
    [InlineData("const A = 1 /// of A\nconst B = 2\n")]
    [InlineData("/// of A\n\n// note\n/// more\nconst A = 1\n/// nothing's\n")]
    [InlineData("/*\nconst A = 1\n*/\nconst B = 2\n")]
    [InlineData("const A = 1 const B = 2\nconst A = 1\n")]
    [InlineData("op F(x)(y)(z) = z\nop G(x) = x\n")]
    [InlineData("const A = [\nimport\n]\n")]
    [InlineData("\r\nconst A = 1\r\n\r\n/// B\r\nconst B = 2\r\n")]
    [InlineData("scale = 3\nscale A(x) { a = 1 }\n")]
    [InlineData("")]
    [InlineData("\n\n")]
    public void Cuts_are_no_part_of_the_language(string text) => AssertSame(new ParseCache(), text);

    private static void AssertSame(ParseCache cache, string text)
    {
        var source = new SourceText(text, "a.nas").At(17);
        var (whole, pieces) = (NasSyntaxParser.Parse(source), cache.Parse(source));
        Assert.Equal(SyntaxText.Of(whole.File), SyntaxText.Of(pieces.File));
        Assert.Equal(SyntaxText.SpansOf(whole.File), SyntaxText.SpansOf(pieces.File));
        Assert.Equal(whole.Diagnostics.Select(d => $"{d.Code} {d.Span} {d.Message}"), pieces.Diagnostics.Select(d => $"{d.Code} {d.Span} {d.Message}"));
    }
}
