using System.Text.RegularExpressions;

namespace NasDsl.Emit;

/// <summary>
/// How the weights of a supernet and of its children correspond: a child's weight has the supernet's name without
/// the steps into a relaxed choice, `body.0.n0_edge_p.candidates.4.op.1.weight` and `body.0.n0_edge_p.op.1.weight`.
/// </summary>
public static partial class WeightNames
{
    /// <summary>The name that a supernet's weight has in a child that took the alternative it belongs to.</summary>
    public static string InChild(string supernetName) => CandidateStep().Replace(supernetName, "");

    /// <summary>True for the architecture weights, which no child has.</summary>
    public static bool IsAlpha(string supernetName) => supernetName.StartsWith("alpha_", StringComparison.Ordinal);

    /// <summary>The labels' positions on the way to a supernet's weight: 4 for the name above.</summary>
    public static IReadOnlyList<int> Candidates(string supernetName) =>
        [.. CandidateStep().Matches(supernetName).Where(m => m.Groups[1].Success).Select(m => int.Parse(m.Groups[1].ValueSpan, provider: null))];

    [GeneratedRegex(@"\.candidates\.(\d+)|\.elastic(?=\.|$)")]
    private static partial Regex CandidateStep();
}
