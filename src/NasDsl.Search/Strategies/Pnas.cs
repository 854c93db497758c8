using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>
/// Progressive search (Liu et al., "Progressive neural architecture search", 2018): a beam of architectures decided so far grows by one
/// binding after another, and an ensemble of predictors, trained on all that was evaluated, says which to evaluate.
/// </summary>
/// <remarks>
/// The published search grows cells by nodes and trains the smaller cells as they are. A space of decisions has no smaller networks: here a
/// prefix of the decisions, in the order of the program, is evaluated with the rest drawn at random, and the predictors learn what to
/// expect of a prefix. Where the run is too short for a stage of ten evaluations for each binding, a stage decides several. Of the two
/// published predictors this is the one of fully connected layers.
/// </remarks>
public sealed class Pnas : IStrategy
{
    private const int PublishedBeam = 256, LeastOfStage = 10, MostExpansions = 2000;

    private readonly DecisionSpace space;
    private readonly StableRandom random;
    private readonly DistinctSampler sampler;
    private readonly PredictorEnsemble predictors;
    private readonly Queue<Candidate> pending = new();
    private readonly List<(Candidate Candidate, double Value)> known = [];
    private readonly ImmutableArray<int> stages;
    private readonly int beam;
    private List<int[]> prefixes;
    private int stage = -1;

    /// <param name="evaluations">How long the run may be.</param>
    public Pnas(DecisionSpace space, PnasPlan plan, int evaluations, long seed)
    {
        this.space = space;
        random = new StableRandom(seed);
        sampler = new DistinctSampler(space, random);
        predictors = new PredictorEnsemble(space, plan.Ensemble, random);
        stages = StagesOf(space, Math.Max(1, evaluations / LeastOfStage));
        beam = plan.Beam ?? Math.Clamp(evaluations / stages.Length, 1, PublishedBeam);
        prefixes = [space.NewSlots()];
    }

    public IReadOnlyList<Proposal> Propose(int most)
    {
        if (pending.Count == 0)
            Advance();
        var proposals = new List<Proposal>(most);
        while (proposals.Count < most && pending.TryDequeue(out var candidate))
            proposals.Add(new Proposal(candidate));
        return proposals;
    }

    public void Tell(IReadOnlyList<Result> results)
    {
        foreach (var result in results)
            if (result.Fitness is not null)
                known.Add((result.Proposal.Candidate, result.Value));
    }

    /// <summary>After how many variables each stage ends: behind a binding, such as a node of a cell with its edges.</summary>
    internal static ImmutableArray<int> StagesOf(DecisionSpace space, int most)
    {
        var ends = Enumerable.Range(1, space.Variables.Length)
            .Where(i => i == space.Variables.Length || BindingOf(space.Variables[i].Decision) != BindingOf(space.Variables[i - 1].Decision))
            .ToArray();
        var count = Math.Clamp(most, 1, Math.Max(1, ends.Length));
        return ends.Length == 0 ? [0] : [.. Enumerable.Range(1, count).Select(s => ends[(s * ends.Length + count - 1) / count - 1])];
    }

    /// <summary>`Normal.n[2]` of `Normal.n[2].edge[p]`, and `layer[3]` of `layer[3]`.</summary>
    private static string BindingOf(Decision decision)
    {
        var parts = decision.Name.Split('.');
        return string.Join('.', parts.Take(parts[0] == decision.Scope ? 2 : 1));
    }

    private void Advance()
    {
        var from = stage < 0 ? 0 : stages[stage];
        var isLast = stage == stages.Length - 1;
        stage = Math.Min(stage + 1, stages.Length - 1);
        var to = stages[stage];
        // Behind the last stage the search goes on around what is best.
        var grown = isLast ? Neighbours() : prefixes.SelectMany(p => Expansions(p, from, to)).ToList();
        Sampling.Shuffle(random, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(grown));
        if (known.Count > 1)
        {
            predictors.Train([.. known.Select(k => (Prefix(k.Candidate, to), k.Value))]);
            grown = [.. grown.Select(g => (Prefix: g, Value: predictors.Predict(g))).OrderByDescending(g => g.Value).Select(g => g.Prefix)];
        }
        Enqueue(grown);
    }

    /// <summary>The first prefixes, as many as the beam is wide: each with a completion that is new, and in turn until there are enough.</summary>
    private void Enqueue(List<int[]> grown)
    {
        prefixes = [.. grown.Take(beam)];
        const int tries = 10;
        for (var round = 0; round < tries && pending.Count < beam; round++)
            foreach (var prefix in round == 0 ? grown : prefixes)
            {
                if (pending.Count == beam)
                    break;
                if (space.Complete((int[])prefix.Clone(), random) is var candidate && space.IsAllowed(candidate) && !sampler.HasSeen(candidate))
                {
                    sampler.Exclude(candidate);
                    pending.Enqueue(candidate);
                }
            }
        if (pending.Count == 0 && sampler.Next() is { } other)
            pending.Enqueue(other);
    }

    private List<int[]> Neighbours() =>
    [
        .. known.OrderByDescending(k => k.Value).Take(beam)
            .SelectMany(k => Variation.Neighbours(space, k.Candidate, random)).Distinct()
            .Where(c => !sampler.HasSeen(c)).Select(c => c.Slots.ToArray()),
    ];

    /// <summary>All ways to decide the next variables; where there are too many, random ones.</summary>
    private List<int[]> Expansions(int[] prefix, int from, int to)
    {
        var most = Math.Max(1, MostExpansions / prefixes.Count);
        List<int[]> all = [prefix];
        for (var i = from; i < to; i++)
        {
            var variable = space.Variables[i];
            var next = new List<int[]>();
            foreach (var slots in all)
            {
                if (!variable.ExistsIn(slots))
                    next.Add(slots);
                else
                    next.AddRange(variable.Values().Take(most + 1).Select(v => With(slots, variable, v)));
                if (next.Count > most)
                    return [.. Enumerable.Range(0, most).Select(_ => Prefix(space.Complete((int[])prefix.Clone(), random), to))];
            }
            all = next;
        }
        return all;
    }

    private static int[] With(int[] slots, DecisionVariable variable, int[] value)
    {
        var copy = (int[])slots.Clone();
        value.CopyTo(copy, variable.First);
        return copy;
    }

    /// <summary>The first decisions alone.</summary>
    private int[] Prefix(Candidate candidate, int to)
    {
        var slots = candidate.Slots.ToArray();
        if (to < space.Variables.Length)
            slots.AsSpan(space.Variables[to].First).Fill(Candidate.Absent);
        return slots;
    }
}
