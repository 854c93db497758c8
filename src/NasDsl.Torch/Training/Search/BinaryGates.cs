using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// The binarized paths of one decision (Cai, Zhu and Han, 2019, section 3.2). Of the alternatives two are sampled without replacement;
/// they compete by the softmax of their two alphas, and a gate is open for one of them. Of several alternatives that are taken at once,
/// one competes with one that is left out; where each may be there or not, each competes with its absence.
/// </summary>
/// <param name="Weights">the gates [n], 0 or 1, with the gradients of the probabilities.</param>
/// <param name="Places">what is computed.</param>
/// <param name="Pair">the two that compete; null where each competes with its absence, or there is nothing to decide.</param>
internal sealed record BinaryGates(Tensor Weights, int[] Places, (int First, int Second)? Pair)
{
    public static BinaryGates Of(RelaxedChoice choice, SeededRandom random)
    {
        var perturbed = choice.Perturbed(random);
        if (choice.IsOpen)
            return new BinaryGates(
                RelaxedChoice.StraightThrough(choice.OneAt(choice.Hard(perturbed)), choice.Alpha.sigmoid()),
                [.. Enumerable.Range(0, choice.Alternatives)], null);
        var order = RelaxedChoice.Descending(perturbed, out _);
        if (choice.Size >= choice.Alternatives)
            return new BinaryGates(choice.OneAt(order), [.. order.Order()], null);

        var (first, second) = (order[random.Next(choice.Size)], order[choice.Size]);
        var logits = stack([choice.Alpha[first], choice.Alpha[second]]);
        var probabilities = logits.softmax(0);
        var open = random.NextDouble() < probabilities[0].to(ScalarType.Float64).item<double>() ? first : second;
        int[] rest = [.. order.Take(choice.Size).Where(place => place != first)];
        var soft = choice.OneAt(rest) + choice.OneAt([first]) * probabilities[0] + choice.OneAt([second]) * probabilities[1];
        return new BinaryGates(
            RelaxedChoice.StraightThrough(choice.OneAt([.. rest, open]), soft), [.. rest.Append(first).Append(second).Order()], (first, second));
    }

    /// <summary>
    /// Moves the alphas of the two that competed alike, so that together they are as likely as they were: the others were not asked.
    /// </summary>
    /// <param name="before">the alphas before their step.</param>
    public void Rescale(RelaxedChoice choice, double[] before)
    {
        if (Pair is not var (first, second))
            return;
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        RelaxedChoice.Descending(choice.Alpha, out var after);
        var shift = LogSum(before[first], before[second]) - LogSum(after[first], after[second]);
        choice.Alpha.add_(choice.OneAt([first, second]) * shift);
    }

    private static double LogSum(double a, double b) => Math.Max(a, b) + Math.Log(1 + Math.Exp(-Math.Abs(a - b)));
}
