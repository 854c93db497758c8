using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.Text;
using NasDsl.Tests.Architectures;

namespace NasDsl.Tests.Diagnostics;

/// <summary>Compiles programs for tests.</summary>
internal static class TestCompiler
{
    /// <summary>Compiles a program of one file, or of several as in <see cref="ProgramFiles"/>.</summary>
    public static Compilation Compile(string program) => ProgramFiles.Compile(program);

    /// <summary>Compiles a program in which the places of the diagnostics expected stand between `[|` and `|]`.</summary>
    public static CheckedProgram Check(string marked)
    {
        var text = MarkedText.Parse(marked, "test.nas");
        return new CheckedProgram(text, ProgramFiles.Compile(text.Source.Content));
    }

    /// <summary>Compiles a program that is right: no error, no warning.</summary>
    public static Compilation Accept(string program)
    {
        var compilation = Compile(program);
        Assert.True(compilation.Diagnostics.IsEmpty, CheckedProgram.Describe(compilation));
        return compilation;
    }
}

/// <summary>A marked program and what the compiler says of it.</summary>
internal sealed class CheckedProgram(MarkedText text, Compilation compilation)
{
    public static string Describe(Compilation compilation) => string.Join("\n", compilation.Diagnostics.Select(d =>
        $"{d.Code} {PlaceOf(compilation, d.Span)} {d.Message}"));

    /// <summary>File, line, column and text of a place.</summary>
    private static string PlaceOf(Compilation compilation, TextSpan span)
    {
        var source = compilation.Sources.Of(span);
        return $"{source.FileName} {source.PositionOf(span.Start)} `{source[span]}`";
    }

    /// <summary>These codes at the marked places, in source order, in the house style, and no others.</summary>
    public CheckedProgram HasOnly(params string[] codes)
    {
        text.AssertHas(compilation.Diagnostics, compilation.Sources, codes);
        foreach (var diagnostic in compilation.Diagnostics)
            AssertStyle(diagnostic);
        return this;
    }

    /// <summary>The only diagnostic offers to put <paramref name="replacement"/> somewhere, and is gone after that.</summary>
    public CheckedProgram WithFix(string replacement)
    {
        var diagnostic = Assert.Single(compilation.Diagnostics);
        var fix = Assert.Single(diagnostic.Fixes);
        Assert.Equal(replacement, fix.Replacement);
        var place = text.PlaceOf(fix.Span, compilation.Sources);
        var mended = text.Source.Content.Remove(place.Start, place.Length).Insert(place.Start, fix.Replacement);
        var after = TestCompiler.Compile(mended);
        Assert.True(after.Diagnostics.All(d => d.Code != diagnostic.Code), Describe(after));
        return this;
    }

    public CheckedProgram WithoutFix()
    {
        Assert.All(compilation.Diagnostics, d => Assert.Empty(d.Fixes));
        return this;
    }

    public CheckedProgram WithMessage(string part)
    {
        Assert.Contains(part, Assert.Single(compilation.Diagnostics).Message);
        return this;
    }

    public CheckedProgram WithHelp(string part)
    {
        Assert.Contains(part, Assert.Single(compilation.Diagnostics).Help);
        return this;
    }

    public CheckedProgram WithLabel(string label)
    {
        Assert.Equal(label, Assert.Single(compilation.Diagnostics).Label);
        return this;
    }

    /// <summary>Lower case, no final period, code in backticks, a line that says what to do.</summary>
    private void AssertStyle(Diagnostic diagnostic)
    {
        foreach (var line in new[] { diagnostic.Message, diagnostic.Help, diagnostic.Label }.OfType<string>())
        {
            Assert.NotEqual("", line);
            Assert.False(char.IsUpper(line[0]), line);
            Assert.False(line.EndsWith('.'), line);
            Assert.True(line.Count(c => c == '`') % 2 == 0, line);
            Assert.DoesNotContain('\n', line);
        }

        Assert.False(string.IsNullOrWhiteSpace(diagnostic.Help), $"{diagnostic.Code} says not what to do");
        Assert.All(
            diagnostic.Fixes.Select(f => f.Span).Append(diagnostic.Span).Concat(diagnostic.Related.Select(r => r.Span)),
            s => Assert.True(s.Start >= 0 && s.End <= compilation.Sources.Of(s).End));
    }
}
