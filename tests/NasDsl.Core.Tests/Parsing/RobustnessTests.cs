using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NasDsl.Tests.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Tests.Parsing;

/// <summary>Whatever the text, the compiler answers with diagnostics inside it: it throws nothing and comes to an end.</summary>
public class RobustnessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void Mutated_programs_are_answered() =>
        Prop.ForAll(MutatedSources.Arbitrary(), text => { AssertAnswered(text); }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Random_text_is_answered() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text => { AssertAnswered(text ?? ""); })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Every_beginning_of_a_program_is_answered()
    {
        for (var length = 0; length < MutatedSources.Example.Length; length += 23)
            AssertAnswered(MutatedSources.Example[..length]);
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("{ a = ", "relu", "}")]
    [InlineData("F(", "1", ")")]
    [InlineData("n[", "1", "]")]
    [InlineData("-", "1", "")]
    [InlineData("not ", "true", "")]
    [InlineData("2 ^ ", "2", "")]
    [InlineData("if true then 1 else ", "2", "")]
    [InlineData("if ", "true", " then true else true")]
    [InlineData("repeat(2) (", "relu", ")")]
    [InlineData("chain x { ", "relu", "}")]
    [InlineData("choose { ", "relu", "}")]
    [InlineData("choose 1 of [", "1", "]")]
    [InlineData("x |> choose { a = ", "relu", "}")]
    [InlineData("[s for s in ", "[1]", "]")]
    public void Deep_nesting_is_answered(string open, string inner, string close)
    {
        foreach (var depth in new[] { 20, 190, 5000 })
        {
            var expression = string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));
            AssertAnswered($"const K = {expression}\nop F(x) {{ output x |> cnov(K) }}");
            AssertAnswered($"op F(x) {{ y = {expression}\noutput y }}");
            AssertAnswered($"const K = {string.Concat(Enumerable.Repeat(open, depth))}");
        }
    }

    [Theory]
    [InlineData("1", " + ", "1")]
    [InlineData("1", " - ", "1")]
    [InlineData("1", " * ", "1")]
    [InlineData("x", " |> ", "relu")]
    [InlineData("relu", " >> ", "relu")]
    [InlineData("true", " and ", "true")]
    [InlineData("f", ".", "g")]
    [InlineData("f", "", "(1)")]
    [InlineData("[1", ", ", "1")]
    public void Long_chains_are_answered(string first, string between, string next)
    {
        foreach (var length in new[] { 300, 3000 })
        {
            var text = new StringBuilder(first);
            for (var i = 0; i < length; i++)
                text.Append(between).Append(next);
            AssertAnswered($"op F(x) {{ y = {text}\noutput x }}\nop G(x) {{ output x }}");
        }
    }

    [Fact]
    public void A_long_sum_is_no_nesting() =>
        TestCompiler.Accept("const K = 0" + string.Concat(Enumerable.Repeat(" + 1 - 1", 250)));

    [Fact]
    public void A_long_pipe_is_no_nesting() => TestCompiler.Accept(
        $"network N(image: [3, 8, 8]) {{ a = sum([image{string.Concat(Enumerable.Repeat(" |> relu", 20000))}, image]) output a |> global_avg_pool |> linear(2) }}");

    [Fact]
    public void A_declaration_that_is_too_deep_hides_no_error_in_another()
    {
        var program = $"const K = 0{string.Concat(Enumerable.Repeat(" + 1", 20000))}\nop G(x) {{ output x |> cnov }}";
        Assert.Contains(TestCompiler.Compile(program).Diagnostics, d => d.Code == "NAS2003");
    }

    [Theory]
    [InlineData("const K = 1e99999999999999999999")]
    [InlineData("const K = 999999999999999999999999999999999999999999999999999999999999999M")]
    [InlineData("op F(x) { nodes n[1e300] = x output n[0] }")]
    [InlineData("op F(x) { y = [i for i in -1e308..1e308] output x }")]
    [InlineData("op F(x) { y = [i for i in 5..1] output x }")]
    [InlineData("network N(x: [3, 8, 8]) { a = [[[k for k in 0..900] for j in 0..900] for i in 0..900] output x }")]
    [InlineData("network N(x: [3, 8, 8]) { nodes n[5000] = sum([x, ..n]) output n[-1] }")]
    [InlineData("network N(x: [3, 8, 8]) { a = [x |> choose { relu, tanh } for i in 0..9000] b = [x |> choose { relu, tanh } for i in 0..9000] output sum(a) + sum(b) }")]
    [InlineData("const K = 2 ^ 2 ^ 2 ^ 2 ^ 2 ^ 2")]
    [InlineData("const K = (0 - 8) ^ (1 / 3)")]
    [InlineData("const S = \"\\")]
    [InlineData("/**/ /* /* */ const K = 3 */")]
    [InlineData("\uFEFFconst K = 3")]
    public void Extremes_are_answered(string program) => AssertAnswered(program);

    /// <summary>Without a budget, twenty declarations of two uses each would be a million layers.</summary>
    [Fact]
    public void Exponential_reuse_is_answered()
    {
        var program = new StringBuilder("op F0(x) { output x |> relu }\n");
        for (var i = 1; i <= 60; i++)
            program.AppendLine($"op F{i}(x) {{ a = x |> F{i - 1} output a |> F{i - 1} }}");
        program.AppendLine("network N(x: [3, 8, 8]) { output x |> F60 }\nconstraint params(N) <= 1M");
        Assert.Equal("NAS3015", Assert.Single(AssertAnswered(program.ToString()).Diagnostics).Code);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("\n\r\n\t")]
    public void Any_line_end_will_do(string lineEnd)
    {
        var lines = MutatedSources.Example.Split('\n').Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal));
        TestCompiler.Accept(string.Join(lineEnd, lines));
    }

    [Fact]
    public void A_long_misspelled_name_is_answered() =>
        AssertAnswered($"const {new string('a', 200_000)} = 1\nconst B = {new string('b', 200_000)}");

    private static Compilation AssertAnswered(string program)
    {
        var watch = Stopwatch.StartNew();
        var compilation = Compilation.Create(new SourceText(program, "test.nas"));
        var length = compilation.Source.Content.Length;
        foreach (var diagnostic in compilation.Diagnostics)
        {
            Assert.True(diagnostic.Span.Start >= 0 && diagnostic.Span.Length >= 0 && diagnostic.Span.End <= length, $"{diagnostic}");
            Assert.All(diagnostic.Fixes, f => Assert.True(f.Span.Start >= 0 && f.Span.End <= length, $"{diagnostic}"));
            Assert.False(string.IsNullOrWhiteSpace(diagnostic.Help), $"{diagnostic}");
        }

        Assert.True(compilation.HasErrors || compilation.Network is null || compilation.Space is not null);
        Assert.True(watch.Elapsed < Patience, $"{watch.Elapsed} for {program[..Math.Min(200, program.Length)]}");
        return compilation;
    }
}
