using System.Security.Cryptography;
using System.Text;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>
/// Tells whether an architecture file was made for this space: 16 hexadecimal digits of the SHA-256 of the network's name
/// and its decisions. Sizes (`C: 36`) and the order of things do not count, so that a searched architecture fits the
/// larger network that is trained.
/// </summary>
public static class Fingerprint
{
    private const int Digits = 16;

    public static string Of(SearchSpace space) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalText(space))))[..Digits];

    /// <summary>What the hash is taken of: a line for the network, a line for each decision by name.</summary>
    internal static string CanonicalText(SearchSpace space)
    {
        var text = new StringBuilder().Append("network ").Append(Quoted(space.Name)).Append('\n');
        foreach (var decision in space.Decisions.OrderBy(d => d.Name, StringComparer.Ordinal))
            text.Append(Line(decision)).Append('\n');
        return text.ToString();
    }

    private static string Line(Decision decision)
    {
        var alternatives = decision.Alternatives
            .OrderBy(a => a.Label, StringComparer.Ordinal)
            .Select(a => a.RelaxationOnly ? $"{Quoted(a.Label)}-" : Quoted(a.Label));
        var kind = decision.Kind switch
        {
            DecisionKind.One => "one",
            DecisionKind.Order => "order",
            DecisionKind.Real => FormattableString.Invariant($"{decision.Interval?.Minimum:R}..{decision.Interval?.Maximum:R}"),
            _ => FormattableString.Invariant($"{decision.Minimum}..{decision.Maximum}"),
        };
        var parent = decision.Parent is { } p
            ? $" in {Quoted(p.Decision)} = {string.Join(' ', p.Alternatives.Order(StringComparer.Ordinal).Select(Quoted))}"
            : "";
        var rule = decision.Dag is null ? "" : " as a graph";
        return $"{Quoted(decision.Name)} {kind} of {string.Join(' ', alternatives)}{rule}{parent}";
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
