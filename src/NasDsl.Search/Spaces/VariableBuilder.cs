using System.Collections.Immutable;
using System.Numerics;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Search;

/// <summary>Makes variables of decisions, and says what share of the architectures lies behind each of their values.</summary>
internal sealed class VariableBuilder(SpaceCounter counter)
{
    private readonly Dictionary<string, (int First, ImmutableArray<string> Labels, DecisionKind Kind)> placed =
        new(StringComparer.Ordinal);

    private int next;

    public ImmutableArray<DecisionVariable> Build(SearchSpace space)
    {
        var variables = ImmutableArray.CreateBuilder<DecisionVariable>();
        foreach (var decision in space.Decisions)
        {
            // What leads to no architecture is not offered, and what lies inside it never exists.
            ImmutableArray<string> labels =
                [.. decision.Choosable.Select(a => a.Label).Where(l => !counter.CountInside(decision, l).IsZero)];
            placed[decision.Name] = (next, labels, decision.Kind);
            if (counter.CountOf(decision).IsZero)
                continue;
            var variable = Make(decision, labels, ConditionOf(decision));
            if (variable.Length > 0)
                variables.Add(variable);
            next += variable.Length;
        }
        return variables.ToImmutable();
    }

    private DecisionVariable Make(
        Decision decision, ImmutableArray<string> labels, ImmutableArray<(int Slot, ImmutableArray<bool> Taken)> condition)
    {
        if (decision.Kind == DecisionKind.Real)
            return new RealVariable(decision, next, decision.Interval ?? new RealInterval(0, 1, false), condition);
        if (decision.Kind == DecisionKind.Order)
            return new OrderVariable(decision, next, labels, condition);
        ImmutableArray<BigInteger> weights = [.. labels.Select(l => counter.CountInside(decision, l))];
        if (decision.Kind == DecisionKind.One)
            return new OneVariable(decision, next, labels, Sampling.Shares(weights), condition);

        var sums = SuffixSums(weights);
        var most = Math.Min(decision.Maximum, labels.Length);
        return new SubsetVariable(
            decision, next, labels,
            Sampling.Shares(sums[0][decision.Minimum..(most + 1)]),
            [.. weights.Select((w, i) => SharesWith(w, sums[i], sums[i + 1]))],
            condition);
    }

    /// <summary>For each start i and size k the sum, over all subsets of k weights from i on, of their product.</summary>
    private static BigInteger[][] SuffixSums(ImmutableArray<BigInteger> weights)
    {
        var sums = new BigInteger[weights.Length + 1][];
        sums[^1] = new BigInteger[weights.Length + 1];
        sums[^1][0] = BigInteger.One;
        for (var i = weights.Length - 1; i >= 0; i--)
        {
            sums[i] = (BigInteger[])sums[i + 1].Clone();
            for (var k = 1; k < sums[i].Length; k++)
                sums[i][k] += weights[i] * sums[i + 1][k - 1];
        }
        return sums;
    }

    private static ImmutableArray<double> SharesWith(BigInteger weight, BigInteger[] all, BigInteger[] rest) =>
        [.. all.Select((sum, k) => k == 0 ? 0 : Sampling.Ratio(weight * rest[k - 1], sum))];

    /// <summary>The slots that say whether the decision exists, each with the numbers under which it does.</summary>
    private ImmutableArray<(int Slot, ImmutableArray<bool> Taken)> ConditionOf(Decision decision)
    {
        if (decision.Parent is not { } parent)
            return [];
        var (first, labels, kind) = placed[parent.Decision];
        return kind == DecisionKind.One
            ? [(first, [.. labels.Select(parent.Includes)])]
            : [.. labels.Select((l, i) => (l, i)).Where(p => parent.Includes(p.l)).Select(p => (first + p.i, ImmutableArray.Create(false, true)))];
    }
}
