using MathNet.Numerics;
using NasDsl.Analysis;

namespace NasDsl.Search;

/// <summary>How likely the values of one decision are, around a value that was seen.</summary>
internal abstract class DecisionKernel(DecisionVariable variable)
{
    public DecisionVariable Variable => variable;

    /// <param name="seen">Candidates for which the decision exists.</param>
    /// <param name="dimensions">How many decisions there are in all.</param>
    /// <param name="least">The smallest bandwidth.</param>
    public static DecisionKernel Of(DecisionVariable variable, IReadOnlyList<Candidate> seen, int dimensions, double least)
    {
        // Scott's rule of thumb, as in the paper.
        var scale = 1.06 * Math.Pow(Math.Max(1, seen.Count), -1.0 / (4 + dimensions));
        return variable is RealVariable
            ? new NumberKernel(variable, Math.Max(least, scale * NumberKernel.Deviation(variable, seen)))
            : new ChoiceKernel(
                variable, [.. Enumerable.Range(0, variable.Length).Select(i => Math.Max(least, scale * ChoiceKernel.Deviation(variable, i, seen)))]);
    }

    /// <summary>The logarithm of the density of a value around one that was seen.</summary>
    public abstract double LogDensity(ReadOnlySpan<int> own, ReadOnlySpan<int> seen);

    /// <summary>Replaces the value that was seen, which <paramref name="slots"/> hold, by one near it.</summary>
    /// <param name="factor">How much wider than the kernel.</param>
    public abstract void Move(StableRandom random, Span<int> slots, double factor);

    /// <summary>The logarithm of the density where every value is equally likely.</summary>
    public abstract double LogUniform { get; }
}

/// <summary>
/// The kernel of Aitchison and Aitken ("Multivariate binary discrimination by the kernel method", 1976) for each slot: the same number with
/// 1 - h, each other one with h / (k - 1). What no value of the decision is, such as a subset of the wrong size, is passed over.
/// </summary>
internal sealed class ChoiceKernel(DecisionVariable variable, double[] bandwidths) : DecisionKernel(variable)
{
    private const int Attempts = 100;

    private readonly double[] same = [.. bandwidths.Select(b => Math.Log(1 - Limited(b, variable.Options)))];
    private readonly double[] other = [.. bandwidths.Select(b => Math.Log(Limited(b, variable.Options) / (variable.Options - 1)))];

    public override double LogUniform => -Variable.Length * Math.Log(Variable.Options);

    /// <summary>
    /// Of two alternatives the standard deviation of 0 and 1, of more what does not depend on how they are numbered: half the chance
    /// that two differ is the variance.
    /// </summary>
    public static double Deviation(DecisionVariable variable, int index, IReadOnlyList<Candidate> seen)
    {
        if (seen.Count == 0)
            return 0;
        var counts = new int[variable.Options];
        foreach (var candidate in seen)
            counts[candidate[variable.First + index]]++;
        return Math.Sqrt(0.5 * (1 - counts.Sum(c => (double)c * c / seen.Count / seen.Count)));
    }

    public override double LogDensity(ReadOnlySpan<int> own, ReadOnlySpan<int> seen)
    {
        var sum = 0.0;
        for (var i = 0; i < own.Length; i++)
            sum += own[i] == seen[i] ? same[i] : other[i];
        return sum;
    }

    public override void Move(StableRandom random, Span<int> slots, double factor)
    {
        var own = slots.Slice(Variable.First, Variable.Length);
        var seen = own.ToArray();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            for (var i = 0; i < own.Length; i++)
                own[i] = random.NextDouble() < Limited(factor * bandwidths[i], Variable.Options) ? Other(random, seen[i]) : seen[i];
            if (Variable.IsValid(own))
                return;
        }
        seen.CopyTo(own);
        Variable.Change(random, slots);
    }

    private int Other(StableRandom random, int than)
    {
        var other = random.NextBelow(Variable.Options - 1);
        return other < than ? other : other + 1;
    }

    /// <summary>Beyond (k - 1) / k what was seen would be less likely than the rest.</summary>
    private static double Limited(double bandwidth, int options) => Math.Min(bandwidth, (options - 1.0) / options);
}

/// <summary>A normal distribution around what was seen, cut off at the ends of the interval; levels are scaled to [0, 1].</summary>
internal sealed class NumberKernel(DecisionVariable variable, double bandwidth) : DecisionKernel(variable)
{
    private const double Last = RealVariable.Levels - 1;

    public override double LogUniform => 0;

    public static double Deviation(DecisionVariable variable, IReadOnlyList<Candidate> seen)
    {
        if (seen.Count == 0)
            return 0;
        var mean = seen.Average(c => c[variable.First] / Last);
        return Math.Sqrt(seen.Average(c => Math.Pow(c[variable.First] / Last - mean, 2)));
    }

    public override double LogDensity(ReadOnlySpan<int> own, ReadOnlySpan<int> seen)
    {
        var (x, center) = (own[0] / Last, seen[0] / Last);
        var z = (x - center) / bandwidth;
        var inside = Cumulative((1 - center) / bandwidth) - Cumulative(-center / bandwidth);
        return -0.5 * z * z - Math.Log(Math.Sqrt(2 * Math.PI) * bandwidth * inside);
    }

    public override void Move(StableRandom random, Span<int> slots, double factor)
    {
        var center = slots[Variable.First] / Last;
        double x;
        do
            x = center + factor * bandwidth * Sampling.Normal(random);
        while (x is < 0 or > 1);
        slots[Variable.First] = (int)Math.Round(x * Last);
    }

    private static double Cumulative(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));
}
