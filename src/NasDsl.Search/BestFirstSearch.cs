using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// Goes through the architectures of a space from the best on. A step makes one more decision; each is followed by the best
/// way to make the next decision and by its own next best, so that the queue holds few and the first that is complete is
/// the best of those left (costs are never negative).
/// </summary>
internal sealed class BestFirstSearch
{
    private readonly DecisionTree tree;
    private readonly DecisionWeights weights;
    private readonly Func<Architecture, bool> accept;
    private readonly int limit;
    private readonly Dictionary<string, DecisionOptions> options = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Step, (double Cost, long Order)> queue = new();
    private long pushed;
    private int examined;
    private bool sawAllOptions = true;

    public BestFirstSearch(SearchSpace space, DecisionWeights weights, Func<Architecture, bool> accept, int limit)
    {
        tree = DecisionTree.Of(space);
        this.weights = weights;
        this.accept = accept;
        this.limit = limit;
    }

    public DerivationResult Run()
    {
        var roots = ImmutableStack.CreateRange(tree.Roots.Reverse());
        if (Follow(null, roots, 0) is { } trivial)
            return trivial;
        for (var steps = 0; steps < limit && queue.TryDequeue(out var step, out var priority); steps++)
        {
            var choices = OptionsOf(step.Decision);
            if (step.Option + 1 < choices.Items.Length)
                Push(step with { Option = step.Option + 1 });
            var open = step.Open;
            foreach (var label in choices.Items[step.Option].Labels.Reverse())
                foreach (var child in tree.Children(step.Decision, label).Reverse())
                    open = open.Push(child);
            if (Follow(step, open, priority.Cost) is { } found)
                return found;
        }
        var isExhausted = queue.Count == 0 && sawAllOptions;
        return new DerivationResult(isExhausted ? DerivationOutcome.NoneSatisfies : DerivationOutcome.GaveUp, null, examined);
    }

    /// <summary>Puts the next decision into the queue, or examines the architecture if there is none.</summary>
    private DerivationResult? Follow(Step? step, ImmutableStack<Decision> open, double cost)
    {
        if (!open.IsEmpty)
        {
            var next = open.Peek();
            if (OptionsOf(next).Items.Length > 0)
                Push(new Step(step, open.Pop(), next, 0, cost));
            return null;
        }
        var architecture = Collect(step);
        examined++;
        return accept(architecture) ? new DerivationResult(DerivationOutcome.Found, architecture, examined) : null;
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
        sawAllOptions &= found.IsComplete;
        return options[decision.Name] = found;
    }

    /// <param name="Open">The decisions still to make after this one.</param>
    private sealed record Step(Step? Before, ImmutableStack<Decision> Open, Decision Decision, int Option, double CostBefore);
}
