using System.Globalization;
using System.Text.Json.Nodes;
using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.LanguageServer.Rpc;

namespace NasDsl.LanguageServer.Features;

/// <summary>What `nasc info` says of a space, as far as it takes no time: for previews.</summary>
internal static class SpaceFacts
{
    private const int Samples = 200;

    public static JsonObject Of(Compilation compilation, SearchSpace space)
    {
        var facts = Json.Object(
            ("network", space.Arguments.Items.IsEmpty ? space.Name : $"{space.Name}({space.Arguments})"),
            ("doc", space.Doc),
            ("architectures", SpaceCounter.For(space).Architectures.ToString(CultureInfo.InvariantCulture)),
            ("strategy", compilation.Strategy?.Name),
            ("constraints", Json.Array(compilation.Constraints.Select(c => (JsonNode?)c.Text))),
            ("decisions", Json.Array(space.Decisions.Select(Of))));
        try
        {
            if (DagLayers.In(space.Network).IsEmpty && compilation.SupernetSpace is { } supernet)
                facts["supernet"] = Of(supernet);
            if (compilation.TrainSpace is { } trained && CostRange.Of(trained, Samples) is { } children)
                facts["children"] = Of(trained, children);
        }
        catch (OverflowException)
        {
            // Costs that do not fit 64 bits are left out; `nasc info` says so.
        }

        return facts;
    }

    private static JsonObject Of(SearchSpace supernet)
    {
        var cost = CostModel.Of(supernet);
        return Json.Object(
            ("parameters", cost.Parameters), ("macs", cost.Macs), ("alphas", RelaxationPlan.For(supernet).AlphaCount));
    }

    private static JsonObject Of(SearchSpace trained, CostRange range) => Json.Object(
        ("network", trained.Arguments.Items.IsEmpty ? trained.Name : $"{trained.Name}({trained.Arguments})"),
        ("samples", range.Samples),
        ("parameters", Of(range.Parameters)),
        ("macs", Of(range.Macs)));

    private static JsonObject Of(QuantityRange range) => Json.Object(
        ("minimum", range.Minimum), ("mean", double.IsFinite(range.Mean) ? range.Mean : null), ("maximum", range.Maximum));

    private static JsonObject Of(Decision decision) => Json.Object(
        ("name", decision.Name),
        ("kind", decision.Kind.ToString().ToLowerInvariant()),
        ("minimum", decision.Minimum),
        ("maximum", decision.Maximum),
        ("scope", decision.Scope),
        ("alternatives", Json.Array(decision.Alternatives.Select(a => (JsonNode?)a.Label))),
        ("interval", decision.Interval is { } i
            ? string.Create(CultureInfo.InvariantCulture, $"{i.Minimum:R}..{i.Maximum:R}{(i.IsLogarithmic ? " log" : "")}")
            : null),
        ("parent", decision.Parent?.ToString()));
}
