using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>The evaluator offers one way to evaluate only, and the strategy needs several budgets.</summary>
public sealed class NoBudgetsException(string strategy) : Exception($"`{strategy}` needs an evaluator with several budgets")
{
    public string Strategy => strategy;
}

/// <summary>From plans to strategies.</summary>
public static class StrategyFactory
{
    /// <param name="evaluations">How long the run may be; some settings follow from it.</param>
    /// <param name="budgets">What can be spent on one evaluation, from little to all; empty where there is only one way.</param>
    /// <exception cref="NoBudgetsException">The strategy needs budgets.</exception>
    public static IStrategy Create(
        StrategyPlan plan, DecisionSpace space, int evaluations, ImmutableArray<double> budgets, long seed) => plan switch
    {
        HalvingPlan halving => Halving(halving, space, budgets, seed),
        _ when budgets is [.., var all] => new FullBudget(Create(plan, space, evaluations, [], seed), all),
        RandomPlan => new RandomSearch(space, seed),
        GridPlan => new GridSearch(space),
        LocalPlan local => new LocalSearch(space, local, seed),
        EvolutionPlan evolution => new RegularizedEvolution(space, evolution, evaluations, seed),
        Nsga2Plan nsga2 => new Nsga2(space, nsga2, evaluations, seed),
        ReinforcePlan reinforce => new Reinforce(space, reinforce, evaluations, seed),
        PpoPlan ppo => new Ppo(space, ppo, evaluations, seed),
        BayesPlan bayes => new BayesianOptimization(space, bayes, seed),
        PnasPlan pnas => new Pnas(space, pnas, evaluations, seed),
        _ => throw new ArgumentException($"no strategy `{plan.Name}` is known", nameof(plan)),
    };

    private static IStrategy Halving(HalvingPlan plan, DecisionSpace space, ImmutableArray<double> budgets, long seed)
    {
        if (budgets.Length < 2)
            throw new NoBudgetsException(plan.Name);
        ICandidateSource source = plan is BohbPlan bohb ? new DensitySource(space, bohb, seed) : new RandomSource(space, seed);
        return plan.Kind == HalvingKind.Asynchronous
            ? new AsynchronousHalving(source, budgets, plan)
            : new BracketSearch(source, budgets, plan);
    }

    /// <summary>A strategy that knows of no budgets spends all on each evaluation.</summary>
    private sealed class FullBudget(IStrategy inner, double budget) : IStrategy
    {
        public IReadOnlyList<Proposal> Propose(int most) => [.. inner.Propose(most).Select(p => p with { Budget = budget })];

        public void Tell(IReadOnlyList<Result> results) => inner.Tell(results);
    }
}
