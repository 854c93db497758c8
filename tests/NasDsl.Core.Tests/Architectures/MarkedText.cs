using System.Collections.Immutable;
using System.Text;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Tests.Architectures;

/// <summary>A text in which the places of the diagnostics expected stand between `[|` and `|]`.</summary>
internal sealed record MarkedText(SourceText Source, ImmutableArray<TextSpan> Spans)
{
    public static MarkedText Parse(string marked, string fileName)
    {
        var text = new StringBuilder();
        var spans = ImmutableArray.CreateBuilder<TextSpan>();
        var start = 0;
        for (var i = 0; i < marked.Length; i++)
        {
            var mark = i + 1 < marked.Length ? marked[i..(i + 2)] : "";
            if (mark == "[|")
                start = text.Length;
            else if (mark == "|]")
                spans.Add(TextSpan.FromBounds(start, text.Length));
            else
            {
                text.Append(marked[i]);
                continue;
            }
            i++;
        }
        return new MarkedText(new SourceText(text.ToString(), fileName), spans.ToImmutable());
    }

    /// <summary>Where a place of a program's file stands in this text, which may hold several files under `// file name` lines.</summary>
    public TextSpan PlaceOf(TextSpan span, SourceSet sources)
    {
        var source = sources.Of(span);
        var header = $"// file {source.FileName}\n";
        var start = Source.Content.IndexOf(header, StringComparison.Ordinal);
        return new TextSpan((start < 0 ? 0 : start + header.Length) + span.Start - source.Start, span.Length);
    }

    /// <summary>Exactly these codes at exactly the marked places, in the order of this text; messages in the house style.</summary>
    public void AssertHas(ImmutableArray<Diagnostic> diagnostics, SourceSet sources, params string[] codes) =>
        AssertHas([.. diagnostics.Select(d => d with { Span = PlaceOf(d.Span, sources) }).OrderBy(d => d.Span.Start)], codes);

    /// <summary>Exactly these codes at exactly the marked places, in source order; messages in the house style.</summary>
    public void AssertHas(ImmutableArray<Diagnostic> diagnostics, params string[] codes)
    {
        var found = string.Join("\n", diagnostics.Select(d => $"{d.Code} `{Source[d.Span]}` {d.Message}"));
        var expected = string.Join("\n", codes.Zip(Spans, (code, span) => $"{code} `{Source[span]}` "));
        Assert.True(
            codes.SequenceEqual(diagnostics.Select(d => d.Code)) && Spans.SequenceEqual(diagnostics.Select(d => d.Span)),
            $"expected\n{expected}\nfound\n{found}");
        Assert.All(diagnostics, d => Assert.False(d.Message.EndsWith('.') || char.IsUpper(d.Message[0]), d.Message));
    }
}
