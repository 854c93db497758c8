using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// Goes through the architectures of a space from the best on. A step makes one more decision; each is followed by the best
/// way to make the next decision and by its own next best, so that the queue holds few and the first that is complete is
/// the best of those left (costs are never negative). What has the same decisions left and the same counts so far leads
/// to the same ends, so only the best such beginnings are followed.
/// </summary>
internal sealed class BestFirstSearch
{
    private readonly DecisionTree tree;
    private readonly DecisionWeights weights;
    private readonly SearchGoal goal;
    private readonly int limit;
    private readonly Dictionary<string, DecisionOptions> options = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Step, (double Cost, long Order)> queue = new();
    private readonly Dictionary<(OpenDecisions?, string Counts), int> visits = [];
    private readonly OpenDecisions.Factory open = new();
    private long pushed;
    private int examined;
    private bool isComplete = true;

    public BestFirstSearch(SearchSpace space, DecisionWeights weights, SearchGoal goal, int limit)
    {
        tree = DecisionTree.Of(space);
        this.weights = weights;
        this.goal = goal;
        this.limit = limit;
    }

    public DerivationResult Run()
    {
        if (Follow(null, open.Push(null, tree.Roots), goal.NoCounts, 0) is { } trivial)
            return trivial;
        for (var steps = 0; steps < limit && queue.TryDequeue(out var step, out var priority); steps++)
        {
            var choices = OptionsOf(step.Decision);
            if (step.Option + 1 < choices.Items.Length)
                Push(step with { Option = step.Option + 1 });
            var labels = choices.Items[step.Option].Labels;
            var left = step.Open;
            foreach (var label in labels.Reverse())
                left = open.Push(left, tree.Children(step.Decision, label));
            if (Follow(step, left, goal.Add(step.Counts, step.Decision, labels), priority.Cost) is { } found)
                return found;
        }
        var isExhausted = queue.Count == 0 && isComplete;
        return new DerivationResult(isExhausted ? DerivationOutcome.NoneSatisfies : DerivationOutcome.GaveUp, null, examined);
    }

    /// <summary>Puts the next decision into the queue, or examines the architecture if there is none.</summary>
    private DerivationResult? Follow(Step? step, OpenDecisions? left, ImmutableArray<int> counts, double cost)
    {
        if (!goal.CanStillHold(counts) || HasBeenFollowed(left, counts))
            return null;
        if (left is not null)
        {
            if (OptionsOf(left.Next).Items.Length > 0)
                Push(new Step(step, left.Rest, left.Next, 0, counts, cost));
            return null;
        }
        var architecture = Collect(step);
        examined++;
        return goal.Accept(architecture) ? new DerivationResult(DerivationOutcome.Found, architecture, examined) : null;
    }

    private bool HasBeenFollowed(OpenDecisions? left, ImmutableArray<int> counts)
    {
        if (goal.MostVisits is not { } most)
            return false;
        var key = (left, string.Join(',', counts));
        var count = visits[key] = visits.GetValueOrDefault(key) + 1;
        isComplete &= goal.IsCountsOnly || count <= most;
        return count > most;
    }

    private void Push(Step step) =>
        queue.Enqueue(step, (step.CostBefore + OptionsOf(step.Decision).Items[step.Option].Cost, pushed++));

    private Architecture Collect(Step? last)
    {
        var choices = Architecture.Empty.Choices.ToBuilder();
        for (var step = last; step is not null; step = step.Before)
            choices[step.Decision.Name] = OptionsOf(step.Decision).Items[step.Option].Labels;
        return new Architecture(choices.ToImmutable());
    }

    private DecisionOptions OptionsOf(Decision decision)
    {
        if (options.TryGetValue(decision.Name, out var known))
            return known;
        var found = DecisionOptions.Of(decision, weights);
        isComplete &= found.IsComplete;
        return options[decision.Name] = found;
    }

    /// <param name="Open">The decisions still to make after this one.</param>
    /// <param name="Counts">What the goal counts, before this decision.</param>
    private sealed record Step(
        Step? Before, OpenDecisions? Open, Decision Decision, int Option, ImmutableArray<int> Counts, double CostBefore);
}

/// <summary>The decisions still to make, next one first; equal lists are one object.</summary>
internal sealed class OpenDecisions
{
    private OpenDecisions(Decision next, OpenDecisions? rest) => (Next, Rest) = (next, rest);

    public Decision Next { get; }

    public OpenDecisions? Rest { get; }

    public sealed class Factory
    {
        private readonly Dictionary<(string, OpenDecisions?), OpenDecisions> known = [];

        /// <summary>Puts <paramref name="decisions"/> before <paramref name="rest"/>.</summary>
        public OpenDecisions? Push(OpenDecisions? rest, ImmutableArray<Decision> decisions)
        {
            foreach (var decision in decisions.Reverse())
            {
                if (!known.TryGetValue((decision.Name, rest), out var list))
                    known[(decision.Name, rest)] = list = new OpenDecisions(decision, rest);
                rest = list;
            }
            return rest;
        }
    }
}
