using MathNet.Numerics;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// Bayesian optimization: a Gaussian process over the decisions says what each architecture may be worth, and the one with the
/// largest expected improvement is next (Jones, Schonlau and Welch, 1998; Snoek, Larochelle and Adams, "Practical Bayesian
/// optimization of machine learning algorithms", 2012). Decisions that do not exist count as a value of their own.
/// </summary>
public sealed class BayesianOptimization : IStrategy
{
    /// <summary>The best so many have their mutants in the pool.</summary>
    private const int Elite = 5;

    /// <summary>How often the kernel is chosen anew, in evaluations.</summary>
    private const int RefitEvery = 10;

    /// <summary>More observations than these would take minutes each: the best and the latest are kept.</summary>
    private const int MostObservations = 500;

    private static readonly KernelSettings[] Kernels =
    [
        .. from share in new[] { 0.0, 0.5 }
           from scale in new[] { 1.0, 3.0, 9.0 }
           from noise in new[] { 1e-3, 0.03, 0.3 }
           select new KernelSettings(share, scale, noise),
    ];

    private readonly DecisionSpace space;
    private readonly BayesPlan plan;
    private readonly StableRandom random;
    private readonly DistinctSampler sampler;
    private readonly DistanceTable table;
    private readonly double variables;
    private KernelSettings kernel = Kernels[0];
    private int proposed;
    private int nextFit;

    public BayesianOptimization(DecisionSpace space, BayesPlan plan, long seed)
    {
        (this.space, this.plan) = (space, plan);
        random = new StableRandom(seed);
        sampler = new DistinctSampler(space, random);
        table = new DistanceTable(space, MostObservations);
        variables = Math.Max(1, space.Variables.Count(v => v.IsOpen));
    }

    public IReadOnlyList<Proposal> Propose(int most)
    {
        var candidates = new List<Candidate>();
        while (candidates.Count < most && (proposed < plan.Initial || table.Count < 2) && sampler.Next() is { } drawn)
        {
            candidates.Add(drawn);
            proposed++;
        }
        if (candidates.Count < most && table.Count >= 2)
            candidates.AddRange(Acquire(most - candidates.Count));
        return [.. candidates.Select(c => new Proposal(c))];
    }

    public void Tell(IReadOnlyList<Result> results)
    {
        foreach (var result in results)
            if (result.Fitness is not null)
                table.Add(result.Proposal.Candidate, result.Value);
    }

    private IEnumerable<Candidate> Acquire(int most)
    {
        var pool = Pool();
        if (pool.Count == 0)
            pool = [.. Enumerable.Range(0, most).Select(_ => sampler.Next()).OfType<Candidate>()];
        var process = Fit();
        var best = table.Values.Max();
        var distances = new double[table.Count];
        var chosen = pool
            .Select(c => (Candidate: c, Gain: process is null ? 0 : Improvement(process, c, best, distances)))
            .OrderByDescending(c => c.Gain)
            .Take(most)
            .Select(c => c.Candidate)
            .ToList();
        chosen.ForEach(sampler.Exclude);
        return chosen;
    }

    private double Improvement(GaussianProcess process, Candidate candidate, double best, Span<double> distances)
    {
        table.To(candidate, distances);
        var (mean, deviation) = process.Predict(distances);
        if (deviation <= 0)
            return 0;
        var z = (mean - best) / deviation;
        var density = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
        return deviation * (z * 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2)) + density);
    }

    /// <summary>The kernel under which what was seen is likeliest, and from time to time whether it still is.</summary>
    private GaussianProcess? Fit()
    {
        var values = table.Values;
        if (table.Count < nextFit && GaussianProcess.Fit(kernel, variables, table.Rows, values) is { } fitted)
            return fitted;
        nextFit = table.Count + RefitEvery;
        GaussianProcess? best = null;
        foreach (var settings in Kernels)
            if (GaussianProcess.Fit(settings, variables, table.Rows, values) is { } process
                && (best is null || process.LogLikelihood > best.LogLikelihood))
                (best, kernel) = (process, settings);
        return best;
    }

    /// <summary>Architectures not seen yet, each once.</summary>
    private List<Candidate> Pool()
    {
        var pool = new List<Candidate>(plan.Pool);
        var inPool = new HashSet<Candidate>();
        var elite = table.Best(Elite);
        for (var i = 0; i < plan.Pool; i++)
        {
            var candidate = i % 2 == 0 ? space.Draw(random) : Mutant(elite[i / 2 % elite.Count]);
            if (!sampler.HasSeen(candidate) && inPool.Add(candidate))
                pool.Add(candidate);
        }
        return pool;
    }

    /// <summary>One change, or now and then several.</summary>
    private Candidate Mutant(Candidate parent)
    {
        var child = Variation.Mutate(space, parent, random);
        while (random.NextBelow(3) == 0)
            child = Variation.Mutate(space, child, random);
        return child;
    }
}

/// <summary>Architectures with what they are worth, and the distances between them.</summary>
internal sealed class DistanceTable(DecisionSpace space, int most)
{
    private readonly List<Candidate> candidates = [];
    private readonly List<double> values = [];
    private double[][] rows = [];

    public int Count => candidates.Count;

    /// <summary>Row i has the distances to the architectures 0 to i.</summary>
    public double[][] Rows => rows;

    public double[] Values => [.. values];

    public void Add(Candidate candidate, double value)
    {
        if (candidates.Count == most)
            RemoveWorst();
        candidates.Add(candidate);
        values.Add(value);
        var row = new double[candidates.Count];
        To(candidate, row);
        rows = [.. rows, row];
    }

    /// <summary>The distances to all architectures.</summary>
    public void To(Candidate candidate, Span<double> distances)
    {
        for (var i = 0; i < distances.Length; i++)
            distances[i] = space.Distance(candidate, candidates[i]);
    }

    public List<Candidate> Best(int count) =>
        [.. Enumerable.Range(0, Count).OrderByDescending(i => values[i]).Take(count).Select(i => candidates[i])];

    /// <summary>Of the older half: it tells least about where to look.</summary>
    private void RemoveWorst()
    {
        var worst = Enumerable.Range(0, Count / 2).MinBy(i => values[i]);
        candidates.RemoveAt(worst);
        values.RemoveAt(worst);
        rows = [.. rows.Where((_, i) => i != worst).Select((r, i) => i < worst ? r : (double[])[.. r[..worst], .. r[(worst + 1)..]])];
    }
}
