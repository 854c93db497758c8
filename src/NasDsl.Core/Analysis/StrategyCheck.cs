using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Analysis;

/// <summary>What a strategy asks of a space.</summary>
public static class StrategyCheck
{
    /// <summary>
    /// The decisions that a differentiable strategy cannot relax, with the operation in the way: some of a list that is not
    /// added up.
    /// </summary>
    public static IEnumerable<(Decision Decision, string Operation)> NotRelaxable(SearchSpace space) =>
        LayerTree.Graphs(space.Network)
            .SelectMany(g => g.Nodes)
            .Where(n => n.Subset is { Kind: not DecisionKind.Order } && n.Layer is not OperationLayer { Operation.Name: "sum" })
            .Select(n => (Decision: n.Subset, Name: n.Layer is OperationLayer layer ? layer.Operation.Name : "this"))
            .Where(p => p.Decision is not null)
            .Select(p => (p.Decision ?? throw new InvalidOperationException(), p.Name))
            .DistinctBy(p => p.Item1.Name);

    /// <summary>The other decisions that a differentiable strategy cannot relax, with the reason.</summary>
    public static IEnumerable<(Decision Decision, string Reason)> NotWeighable(SearchSpace space)
    {
        var reported = NotRelaxable(space).Select(p => p.Decision.Name).ToHashSet();
        var plan = RelaxationPlan.For(space);
        foreach (var decision in space.Decisions.Where(d => !reported.Contains(d.Name)))
            if (ReasonOf(plan.ObstacleOf(decision)) is { } reason)
                yield return (decision, reason);
    }

    /// <summary>The decisions of <see cref="NotWeighable"/> as diagnostics.</summary>
    public static IEnumerable<Diagnostic> CannotWeigh(SearchSpace space, string strategy) => NotWeighable(space)
        .Select(p => Diagnose.CannotWeigh(p.Decision.Span, strategy, p.Decision.Name, p.Reason));

    private static string? ReasonOf(Obstacle? obstacle) => obstacle switch
    {
        Obstacle.Shapes => "its alternatives give tensors of different shapes",
        Obstacle.Parts => "it tells which parts of a list are there",
        Obstacle.Order => "it takes an order",
        Obstacle.Real => "it takes a real number",
        _ => null,
    };

    /// <summary>What keeps the space from having a supernet, as a diagnostic; null where it has one.</summary>
    public static Diagnostic? NotASupernet(SearchSpace space)
    {
        try
        {
            SupernetResolver.Resolve(space);
            return null;
        }
        catch (NotASupernetException e)
        {
            return Diagnose.NotASupernet(e.Decision?.Span ?? new TextSpan(0, 0), space.Name, e.Decision?.Name, e.Message);
        }
    }

    /// <summary>Whether the network has a place on which an auxiliary tower can hang.</summary>
    public static bool HasFeatures(SearchSpace space) => FeatureTap.Find(space.Network) is not null;
}
