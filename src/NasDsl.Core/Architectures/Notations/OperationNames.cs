using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Architectures.Notations;

/// <summary>
/// Names under which papers and their programs list the same operation. Notations that count operations need to know which
/// one a label means, and ones that name them take any of its names.
/// </summary>
internal static class OperationNames
{
    public const string None = "none";
    public const string Skip = "skip_connect";
    public const string Conv1 = "conv_1x1";
    public const string Conv3 = "conv_3x3";
    public const string Conv5 = "conv_5x5";
    public const string Avg3 = "avg_pool_3x3";
    public const string Max3 = "max_pool_3x3";
    public const string Sep3 = "sep_conv_3x3";
    public const string Sep5 = "sep_conv_5x5";
    public const string Mobile3 = "mb3_k3";
    public const string Mobile6 = "mb6_k5";

    private static readonly string[][] Groups =
    [
        [None, "zero", "zeroize"],
        [Skip, "skip", "identity", "id"],
        [Conv1, "nor_conv_1x1", "conv1x1", "conv1"],
        [Conv3, "nor_conv_3x3", "conv3x3", "conv3"],
        [Conv5, "nor_conv_5x5", "conv5x5", "conv5"],
        [Avg3, "avg_pool3x3", "avg_pool", "avg3", "avg_3", "avg"],
        [Max3, "max_pool3x3", "max_pool", "max3", "max_3", "max"],
        [Sep3, "sep_conv3x3", "sep_conv_3", "sep3", "sep_3", "sep3x3", "sep_3x3"],
        [Sep5, "sep_conv5x5", "sep_conv_5", "sep5", "sep_5", "sep5x5", "sep_5x5"],
        ["sep_conv_7x7", "sep_conv7x7", "sep7", "sep_7", "sep_7x7"],
        ["dil_conv_3x3", "dil_conv3x3", "dil3", "dil_3", "dil_3x3"],
        ["dil_conv_5x5", "dil_conv5x5", "dil5", "dil_5", "dil_5x5"],
        [Mobile3, "mb3", "mb3_3x3", "ir_3x3_t3"],
        [Mobile6, "mb6", "mb6_5x5", "ir_5x5_t6"],
    ];

    private static readonly Dictionary<string, string> Canonical = Groups
        .SelectMany(g => g.Select(name => (Name: name, Of: g[0])))
        .ToDictionary(n => n.Name, n => n.Of, StringComparer.OrdinalIgnoreCase);

    /// <summary>The alternative of a decision that is called or means <paramref name="name"/>; the literal name comes first.</summary>
    public static Alternative? Find(Decision decision, string name) =>
        decision.Alternatives.FirstOrDefault(a => a.Label == name)
        ?? decision.Alternatives.FirstOrDefault(a => Means(a.Label, name));

    /// <summary>
    /// The labels of a decision in the order of the published operations; null unless it has exactly these.
    /// </summary>
    public static ImmutableArray<string>? InOrder(Decision decision, ReadOnlySpan<string> published)
    {
        if (decision.Alternatives.Length != published.Length)
            return null;
        var labels = ImmutableArray.CreateBuilder<string>();
        foreach (var name in published)
        {
            if (Find(decision, name) is not { } alternative)
                return null;
            labels.Add(alternative.Label);
        }
        return labels.Distinct().Count() == published.Length ? labels.ToImmutable() : null;
    }

    private static bool Means(string label, string name) =>
        Canonical.TryGetValue(label, out var a) && Canonical.TryGetValue(name, out var b) && a == b;
}
