using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>
/// `r1_k3_s11_e1_i32_o16_noskip; r2_k3_s22_e6_i16_o24; ...`: a stage for each block (Tan et al., 2019). `e1` is the depthwise separable
/// convolution, `e3` and `e6` are inverted bottlenecks; a regular convolution and a pooling beside the block have no word in it.
/// </summary>
internal sealed class MobileNotation : Notation<MobileSpace>
{
    public override string Name => "mnasnet";

    public override string Title => MobileBlocks.Title;

    protected override MobileSpace? Find(SearchSpace space, out string problem) => MobileSpace.Find(space, out problem);

    protected override Architecture? Read(SourceText source, MobileSpace form, DiagnosticBag diagnostics)
    {
        if (MobileBlocks.ReadLocated(source, diagnostics) is not { } stages)
            return null;
        if (stages.Length != form.Blocks.Length)
        {
            diagnostics.Add(Diagnose.NotationCount(
                stages[0].Span.Union(stages[^1].Span), "stages", "the network", form.Blocks.Length, stages.Length));
            return null;
        }
        var choices = new ChoiceBuilder(diagnostics);
        for (var i = 0; i < stages.Length; i++)
        {
            Take(form.Blocks[i], stages[i], choices, diagnostics);
            CheckInput(form.Blocks[i], stages[i], i == 0 ? form.Blocks[0].Input : stages[i - 1].Stage.Output, diagnostics);
        }
        return choices.Build();
    }

    protected override string Write(MobileSpace form, Architecture architecture)
    {
        var input = form.Blocks[0].Input;
        var stages = new List<string>();
        foreach (var block in form.Blocks)
        {
            string Part(string letters) => block.Slot(letters).PartIn(architecture) ?? "";
            var (stride, output) = (block.Stride ?? 1, Part("o"));
            string[] parts =
            [
                Part("r"), Part("k"), FormattableString.Invariant($"s{stride}{stride}"), Part("e"), FormattableString.Invariant($"i{input}"), output,
                Part("se"), Part("noskip"),
            ];
            stages.Add(string.Join('_', parts.Where(p => p.Length > 0)));
            input = long.Parse(output[1..], System.Globalization.CultureInfo.InvariantCulture);
        }
        return string.Join('\n', stages);
    }

    protected override ImmutableArray<Diagnostic> Unsayable(MobileSpace form, Architecture architecture) =>
    [
        .. form.Blocks.SelectMany(b => b.Slots)
            .Where(s => s.PartIn(architecture) is null)
            .Select(s => Diagnose.NotationCannotSay(Title, s.Decision.Name, s.LabelIn(architecture))),
    ];

    private static void Take(MobileBlock block, LocatedStage located, ChoiceBuilder choices, DiagnosticBag diagnostics)
    {
        foreach (var slot in block.Slots)
        {
            var part = PartOf(slot.Letters, located.Stage);
            var index = slot.Parts.IndexOf(part);
            if (index < 0)
                diagnostics.Add(Diagnose.UnknownStagePart(located.SpanOf(slot.Letters), slot.Decision.Name, part, slot.Parts));
            else
                choices.Take(slot.Decision, slot.Decision.Alternatives[index].Label);
        }
    }

    /// <summary>What is no decision: it must agree with the program.</summary>
    private static void CheckInput(MobileBlock block, LocatedStage located, long input, DiagnosticBag diagnostics)
    {
        if (located.Stage.Input is { } given && given != input)
            diagnostics.Add(Diagnose.StageDisagrees(located.SpanOf("i"), block.Node.Name, $"i{given}", FormattableString.Invariant($"i{input}")));
        if (block.Stride is { } stride && located.Parts.ContainsKey("s") && located.Stage.Stride != stride)
            diagnostics.Add(Diagnose.StageDisagrees(
                located.SpanOf("s"), block.Node.Name, FormattableString.Invariant($"s{located.Stage.Stride}{located.Stage.Stride}"),
                FormattableString.Invariant($"s{stride}{stride}")));
    }

    private static string PartOf(string letters, MobileStage stage) => letters switch
    {
        "r" => FormattableString.Invariant($"r{stage.Repeats}"),
        "k" => FormattableString.Invariant($"k{stage.Kernel}"),
        "e" => FormattableString.Invariant($"e{stage.Expand}"),
        "o" => FormattableString.Invariant($"o{stage.Output}"),
        "se" => stage.SqueezeExcite > 0 ? FormattableString.Invariant($"se{stage.SqueezeExcite}") : "",
        _ => stage.HasSkip ? "" : "noskip",
    };
}
