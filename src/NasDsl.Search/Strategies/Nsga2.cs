using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// Search on several goals at once (Deb, Pratap, Agarwal and Meyarivan, "A fast and elitist multiobjective genetic algorithm:
/// NSGA-II", 2002): parents and children compete by the front that they lie on, and within a front by how lonely they are. Uniform crossover of
/// decisions, and each decision mutates with probability one in as many as there are.
/// </summary>
public sealed class Nsga2 : IStrategy
{
    private const int PublishedPopulation = 100;

    private readonly DecisionSpace space;
    private readonly Nsga2Plan plan;
    private readonly StableRandom random;
    private readonly DistinctSampler sampler;
    private readonly int size;
    private readonly List<Result> children = [];
    private List<Ranked> parents = [];
    private int asked;

    /// <param name="evaluations">How long the run may be.</param>
    public Nsga2(DecisionSpace space, Nsga2Plan plan, int evaluations, long seed)
    {
        (this.space, this.plan) = (space, plan);
        random = new StableRandom(seed);
        sampler = new DistinctSampler(space, random);
        size = plan.Population ?? Math.Clamp(evaluations / 10, 4, PublishedPopulation);
    }

    public IReadOnlyList<Proposal> Propose(int most)
    {
        if (asked >= size)
            Select();
        var proposals = Ask(most);
        if (proposals.Count > 0 || children.Count == 0)
            return proposals;
        // The space has fewer architectures than the population: the first generation is what there is.
        Select();
        return Ask(most);
    }

    public void Tell(IReadOnlyList<Result> results) => children.AddRange(results);

    private List<Proposal> Ask(int most)
    {
        var proposals = new List<Proposal>(most);
        while (proposals.Count < most && asked < size && Next() is { } candidate)
        {
            proposals.Add(new Proposal(candidate));
            asked++;
        }
        return proposals;
    }

    /// <summary>The best of parents and children are the next parents.</summary>
    private void Select()
    {
        parents = [.. Pareto.Rank([.. parents.Select(p => p.Result), .. children])
            .OrderBy(r => r.Front).ThenByDescending(r => r.Distance).Take(size)];
        children.Clear();
        asked = 0;
    }

    private Candidate? Next()
    {
        if (parents.Count == 0)
            return sampler.Next();
        var first = Tournament();
        var child = random.NextDouble() < plan.Crossover ? Variation.Cross(space, first, Tournament(), random) : first;
        return Variation.MutateEach(space, child, plan.Mutation ?? 1.0 / Math.Max(1, space.OpenIn(child).Count()), random);
    }

    /// <summary>The better of two.</summary>
    private Candidate Tournament()
    {
        var (a, b) = (parents[random.NextBelow(parents.Count)], parents[random.NextBelow(parents.Count)]);
        var isBetter = a.Front != b.Front ? a.Front < b.Front : a.Distance >= b.Distance;
        return (isBetter ? a : b).Result.Proposal.Candidate;
    }
}

/// <param name="Front">0 for what nothing dominates, 1 for what only front 0 dominates, ...</param>
/// <param name="Distance">How far apart its neighbours on the front are, summed over the goals; infinite at the ends.</param>
public sealed record Ranked(Result Result, int Front, double Distance);

/// <summary>Comparing by several goals.</summary>
public static class Pareto
{
    /// <summary>At least as good in every goal and better in one; what failed is dominated by all that did not.</summary>
    public static bool Dominates(Result a, Result b)
    {
        if (a.Fitness is not { } first)
            return false;
        if (b.Fitness is not { } second)
            return true;
        var isBetter = false;
        for (var i = 0; i < first.Length; i++)
        {
            if (first[i] < second[i])
                return false;
            isBetter |= first[i] > second[i];
        }
        return isBetter;
    }

    /// <summary>What nothing dominates, each architecture once, best on the first goal first.</summary>
    public static ImmutableArray<Result> FrontOf(IEnumerable<Result> results)
    {
        Result[] all = [.. results.Where(r => r.Fitness is not null).DistinctBy(r => r.Proposal.Candidate)];
        return [.. all.Where(r => !all.Any(o => Dominates(o, r))).OrderByDescending(r => r.Value)];
    }

    /// <summary>Front and crowding distance of each, in the order given.</summary>
    public static ImmutableArray<Ranked> Rank(IReadOnlyList<Result> results)
    {
        var fronts = Fronts(results);
        var distances = new double[results.Count];
        for (var front = 0; front <= fronts.DefaultIfEmpty(-1).Max(); front++)
            Crowd(results, [.. Enumerable.Range(0, results.Count).Where(i => fronts[i] == front)], distances);
        return [.. results.Select((r, i) => new Ranked(r, fronts[i], distances[i]))];
    }

    private static int[] Fronts(IReadOnlyList<Result> results)
    {
        var fronts = new int[results.Count];
        Array.Fill(fronts, -1);
        for (var (front, left) = (0, results.Count); left > 0; front++)
        {
            var members = Enumerable.Range(0, results.Count)
                .Where(i => fronts[i] < 0 && !Enumerable.Range(0, results.Count).Any(j => fronts[j] < 0 && Dominates(results[j], results[i])))
                .ToList();
            foreach (var i in members)
                fronts[i] = front;
            left -= members.Count;
        }
        return fronts;
    }

    private static void Crowd(IReadOnlyList<Result> results, int[] members, double[] distances)
    {
        var goals = members.Select(i => results[i].Fitness?.Length ?? 0).DefaultIfEmpty(0).Max();
        for (var goal = 0; goal < goals; goal++)
        {
            var order = members.OrderBy(i => Value(i, goal)).ToArray();
            var range = Value(order[^1], goal) - Value(order[0], goal);
            distances[order[0]] = distances[order[^1]] = double.PositiveInfinity;
            for (var i = 1; i + 1 < order.Length && range > 0; i++)
                distances[order[i]] += (Value(order[i + 1], goal) - Value(order[i - 1], goal)) / range;
        }

        double Value(int i, int goal) => results[i].Fitness is { } fitness ? fitness[goal] : double.NegativeInfinity;
    }
}
