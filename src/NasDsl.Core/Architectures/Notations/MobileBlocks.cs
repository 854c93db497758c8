using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Diagnostics;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>A stage of a mobile network as MnasNet and EfficientNet write it: `r3_k5_s22_e3_i24_o40_se0.25`.</summary>
/// <param name="Repeats">`r`: blocks in the stage.</param>
/// <param name="Kernel">`k`: the depthwise kernel.</param>
/// <param name="Stride">`s`: of the first block, written for both directions (`s22`). 1 where it is left out.</param>
/// <param name="Expand">`e`: the ratio by which a block widens its input.</param>
/// <param name="Input">`i`: input filters; null where the text leaves them out.</param>
/// <param name="Output">`o`: output filters.</param>
/// <param name="SqueezeExcite">`se`: the ratio of the squeeze-and-excitation; 0 where there is none.</param>
/// <param name="HasSkip">False for `noskip`: blocks add their input nowhere.</param>
public sealed record MobileStage(
    int Repeats, int Kernel, int Stride, int Expand, int? Input, int Output, double SqueezeExcite, bool HasSkip)
{
    public override string ToString()
    {
        var input = Input is { } i ? FormattableString.Invariant($"_i{i}") : "";
        var squeeze = SqueezeExcite > 0 ? FormattableString.Invariant($"_se{SqueezeExcite}") : "";
        return FormattableString.Invariant(
            $"r{Repeats}_k{Kernel}_s{Stride}{Stride}_e{Expand}{input}_o{Output}{squeeze}{(HasSkip ? "" : "_noskip")}");
    }
}

/// <summary>A stage and where its parts stand.</summary>
/// <param name="Parts">The places of the parts that the text gives, by their letters.</param>
internal sealed record LocatedStage(MobileStage Stage, TextSpan Span, ImmutableDictionary<string, TextSpan> Parts)
{
    public TextSpan SpanOf(string part) => Parts.GetValueOrDefault(part, Span);
}

/// <summary>Reads the stages of a mobile network (Tan et al., 2019): strings separated by blanks, commas or semicolons, quoted or not.</summary>
public sealed class MobileBlocks
{
    internal const string Title = "a list of mobile stages";
    private const string Between = "[](),;'\"";

    private readonly DiagnosticBag diagnostics;
    private readonly Dictionary<string, Located> fields = new(StringComparer.Ordinal);

    private MobileBlocks(DiagnosticBag diagnostics) => this.diagnostics = diagnostics;

    /// <summary>All stages; null where something was reported.</summary>
    public static ImmutableArray<MobileStage>? Read(SourceText source, DiagnosticBag diagnostics) =>
        ReadLocated(source, diagnostics)?.Select(s => s.Stage).ToImmutableArray();

    /// <summary>All stages with their places; null where something was reported.</summary>
    internal static ImmutableArray<LocatedStage>? ReadLocated(SourceText source, DiagnosticBag diagnostics)
    {
        var scanner = new NotationScanner(source, Title, diagnostics);
        var stages = ImmutableArray.CreateBuilder<LocatedStage>();
        scanner.SkipAny(Between);
        do
        {
            if (scanner.Word("a stage such as `r1_k3_s11_e1_i32_o16`", IsPart) is not { } text)
                return null;
            var parts = new MobileBlocks(diagnostics);
            if (parts.Stage(text) is { } stage)
                stages.Add(new LocatedStage(stage, text.Span, parts.fields.ToImmutableDictionary(f => f.Key, f => f.Value.Span)));
            scanner.SkipAny(Between);
        }
        while (!scanner.IsAtEnd);
        return diagnostics.HasErrors ? null : stages.ToImmutable();
    }

    /// <summary>One stage on each line.</summary>
    public static string Write(ImmutableArray<MobileStage> stages) => string.Join('\n', stages);

    private MobileStage? Stage(Located text)
    {
        var start = text.Span.Start;
        foreach (var part in text.Text.Split('_'))
        {
            Field(new Located(part, new TextSpan(start, part.Length)));
            start += part.Length + 1;
        }
        var missing = new[] { "r", "k", "e", "o" }.Where(f => !fields.ContainsKey(f)).ToList();
        if (missing.Count > 0 && !diagnostics.HasErrors)
            diagnostics.Add(Diagnose.MobileFieldsMissing(text.Span, missing));
        return diagnostics.HasErrors
            ? null
            : new MobileStage(
                Whole("r"), Whole("k"), fields.ContainsKey("s") ? Whole("s") % 10 : 1, Whole("e"), fields.ContainsKey("i") ? Whole("i") : null, Whole("o"),
                fields.TryGetValue("se", out var ratio) ? Number(ratio.Text) ?? 0 : 0, !fields.ContainsKey("noskip"));
    }

    private void Field(Located part)
    {
        var name = part.Text == "noskip" ? part.Text : string.Concat(part.Text.TakeWhile(char.IsAsciiLetter));
        var value = part.Text[name.Length..];
        var isRight = name switch
        {
            "r" or "k" or "e" or "o" or "i" => value.Length is > 0 and <= 6 && value.All(char.IsAsciiDigit) && value.Any(c => c != '0'),
            "s" => value.Length == 2 && value[0] == value[1] && value[0] is >= '1' and <= '9',
            "se" => Number(value) is > 0 and <= 1,
            "noskip" => true,
            _ => false,
        };
        if (!isRight)
            diagnostics.Add(Diagnose.MobileField(part.Span, part.Text));
        else if (!fields.TryAdd(name, part with { Text = value }))
            diagnostics.Add(Diagnose.MobileFieldTwice(part.Span, name));
    }

    private int Whole(string field) => int.Parse(fields[field].Text, CultureInfo.InvariantCulture);

    /// <summary>`0.25`, and `.25` as some papers print it.</summary>
    private static double? Number(string text) =>
        text.Length <= 6 && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.';
}
