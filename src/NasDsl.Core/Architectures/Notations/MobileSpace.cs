using System.Collections.Immutable;
using System.Globalization;
using NasDsl.IR;

namespace NasDsl.Architectures.Notations;

/// <summary>
/// A chain of blocks that each decide once, for all of their layers, on `kernel`, `ratio`, `width`, `skip`, `layers` and `kind`: the
/// form of MnasNet.
/// </summary>
internal sealed record MobileSpace(ImmutableArray<MobileBlock> Blocks)
{
    /// <summary>Null, with a clause that says why, where the space is none.</summary>
    public static MobileSpace? Find(SearchSpace space, out string problem)
    {
        problem = "it has no decisions";
        var blocks = ImmutableArray.CreateBuilder<MobileBlock>();
        foreach (var group in space.Decisions.GroupBy(d => Split(d.Name).Block))
        {
            if (MobileBlock.Find(space.Network, group.Key, [.. group], out problem) is not { } block)
                return null;
            if (blocks.Count > 0 && !block.Node.Inputs.SequenceEqual([blocks[^1].Node.Id]))
                problem = $"`{block.Node.Name}` does not follow on `{blocks[^1].Node.Name}`";
            else if (blocks.Count == 0 && space.Network.CasesOf(block.Node.Inputs[0]) is not null)
                problem = $"the input of `{block.Node.Name}` varies";
            if (problem.Length > 0)
                return null;
            blocks.Add(block);
        }
        return blocks.Count > 0 ? new MobileSpace(blocks.ToImmutable()) : null;
    }

    /// <summary>`body[0]` and `kernel` for `body[0].kernel`.</summary>
    public static (string Block, string Role) Split(string decision)
    {
        var at = decision.LastIndexOf('.');
        return at < 0 ? ("", decision) : (decision[..at], decision[(at + 1)..]);
    }
}

/// <param name="Stride">Of the first layer; null where the image is too small to tell.</param>
/// <param name="Slots">In the order of the notation.</param>
internal sealed record MobileBlock(Node Node, long? Stride, ImmutableArray<MobileSlot> Slots)
{
    private const string Width = "width";

    /// <summary>The decisions by the last part of their names, with the letters of the part that tells each.</summary>
    private static readonly (string Role, string Letters)[] Roles =
        [("layers", "r"), ("kernel", "k"), ("kind", "e"), (Width, "o"), ("ratio", "se"), ("skip", "noskip")];

    /// <summary>Filters of the input, where the block is the first one.</summary>
    public long Input => Node.Layer.Inputs[0].Channels;

    public MobileSlot Slot(string letters) => Slots.First(s => s.Letters == letters);

    public static MobileBlock? Find(Graph network, string name, ImmutableArray<Decision> decisions, out string problem)
    {
        problem = $"`{decisions[0].Name}` is no decision of an item of a chain";
        var node = network.Nodes.FirstOrDefault(n => n.Name == name && n.Chain is not null);
        if (node is not { Layer.Inputs: [{ IsImage: true } from], Shape.IsImage: true })
            return null;
        var slots = ImmutableArray.CreateBuilder<MobileSlot>();
        foreach (var (role, letters) in Roles)
        {
            var decision = decisions.FirstOrDefault(d => MobileSpace.Split(d.Name).Role == role);
            problem = decision is { Kind: DecisionKind.One, Parent: null, Scope: null }
                ? ""
                : $"`{name}` does not decide on {string.Join(", ", Roles.Select(r => $"`{r.Role}`"))}";
            if (decision is null || problem.Length > 0)
                return null;
            slots.Add(new MobileSlot(decision, letters, [.. decision.Alternatives.Select(a => PartOf(role, a.Label, decision, node))]));
        }
        problem = decisions.Length > Roles.Length
            ? $"`{name}` decides on more than {string.Join(", ", Roles.Select(r => $"`{r.Role}`"))}"
            : (node.Varies?.Variables ?? []).Any(v => MobileSpace.Split(v.Decision ?? "") != (name, Width))
                ? $"the shape of `{name}` does not follow from its `{Width}`"
                : "";
        // A single row of pixels does not show whether it was halved.
        long? stride = from.Height == 1 ? null : (from.Height + node.Shape.Height - 1) / node.Shape.Height;
        return problem.Length == 0 ? new MobileBlock(node, stride, slots.ToImmutable()) : null;
    }

    /// <summary>How the notation spells an alternative: empty where it says nothing, null where it cannot.</summary>
    private static string? PartOf(string role, string label, Decision decision, Node node) => role switch
    {
        "layers" => $"r{label}",
        "kernel" => $"k{label}",
        "ratio" => label == "0" ? "" : $"se{label}",
        "skip" => label switch { "none" => "noskip", "identity" => "", _ => null },
        "kind" => label == "dw" ? "e1" : label.StartsWith("mb", StringComparison.Ordinal) && IsNumber(label[2..]) ? $"e{label[2..]}" : null,
        _ => FormattableString.Invariant(
            $"o{(node.Varies?.Of(Architecture.Empty.With(decision.Name, label)) ?? node.Shape).Channels}"),
    };

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}

/// <summary>A decision of a block.</summary>
/// <param name="Letters">Of the part of a stage that tells it.</param>
/// <param name="Parts">For each alternative that part: empty where the stage leaves it out, null where there is none.</param>
internal sealed record MobileSlot(Decision Decision, string Letters, ImmutableArray<string?> Parts)
{
    public string? PartIn(Architecture architecture) => Parts[Index(architecture)];

    public string LabelIn(Architecture architecture) => Decision.Alternatives[Index(architecture)].Label;

    private int Index(Architecture architecture) =>
        Decision.Alternatives.Select(a => a.Label).ToList().IndexOf(architecture.Choices[Decision.Name][0]);
}
