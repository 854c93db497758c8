using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>
/// Which decisions of a space become architecture weights (alphas) in a DARTS supernet (Liu, Simonyan and Yang, 2019).
/// </summary>
/// <remarks>
/// Every choice of one gets an alpha for each of its alternatives, `none` included. A choice of several inputs gets alphas
/// of its own only where an input cannot be switched off otherwise: where each input is an edge with a choice of operation
/// that has a zero candidate, the supernet sums over all edges, and an edge's strength (the largest softmax weight among
/// its candidates that are not zero) says which are kept. What <see cref="Relaxability"/> knows an obstacle for gets none.
/// </remarks>
public sealed class RelaxationPlan
{
    private static readonly ConditionalWeakTable<SearchSpace, RelaxationPlan> plans = [];

    private readonly DecisionTree tree;
    private readonly ImmutableHashSet<string> relaxed;
    private readonly ImmutableDictionary<string, Obstacle> obstacles;
    private readonly ImmutableHashSet<string> ofGraphs;

    private RelaxationPlan(SearchSpace space)
    {
        Space = space;
        tree = DecisionTree.Of(space);
        obstacles = Relaxability.Obstacles(space);
        ofGraphs = [.. DagLayers.In(space.Network).SelectMany(d => d.Decisions).Select(d => d.Name)];
        Decisions = [.. space.Decisions.Where(NeedsAlphas)];
        relaxed = [.. Decisions.Select(d => d.Name)];
    }

    public SearchSpace Space { get; }

    /// <summary>The decisions with alphas, in the order of the space.</summary>
    public ImmutableArray<Decision> Decisions { get; }

    /// <summary>The number of alphas: 224 for DARTS (2 cells, 14 edges, 8 candidates).</summary>
    public int AlphaCount => Decisions.Sum(d => d.Alternatives.Length);

    /// <summary>The plan of a space, the same each time it is asked for.</summary>
    public static RelaxationPlan For(SearchSpace space) => plans.GetValue(space, s => new RelaxationPlan(s));

    /// <summary>Whether every decision can be relaxed.</summary>
    public bool HasNoObstacles => obstacles.IsEmpty;

    /// <summary>What keeps a decision from being relaxed, if anything does.</summary>
    public Obstacle? ObstacleOf(Decision decision) =>
        obstacles.TryGetValue(decision.Name, out var obstacle) ? obstacle : null;

    public bool HasAlphas(Decision decision) => relaxed.Contains(decision.Name);

    /// <summary>
    /// The choice of operation whose weights say how strong input <paramref name="alternative"/> of
    /// <paramref name="subset"/> is, or null where the input has none with a zero candidate.
    /// </summary>
    public Decision? EdgeDecision(Decision subset, string alternative) =>
        tree.Children(subset, alternative)
            .FirstOrDefault(d => d.Kind == DecisionKind.One && d.Alternatives.Any(a => a.RelaxationOnly));

    /// <summary>
    /// How strong an edge is: the largest of the softmax <paramref name="weights"/> of its choice of operation, in the
    /// order of the decision's alternatives, among the candidates that are not zero (section 2.4 of the paper).
    /// </summary>
    public static double Strength(Decision edge, ReadOnlySpan<double> weights)
    {
        var strength = double.NegativeInfinity;
        for (var i = 0; i < edge.Alternatives.Length; i++)
            if (!edge.Alternatives[i].RelaxationOnly)
                strength = Math.Max(strength, weights[i]);
        return strength;
    }

    private bool NeedsAlphas(Decision decision) =>
        !obstacles.ContainsKey(decision.Name)
        && !ofGraphs.Contains(decision.Name)
        && (decision.Kind == DecisionKind.One || decision.Alternatives.Any(a => EdgeDecision(decision, a.Label) is null));
}
