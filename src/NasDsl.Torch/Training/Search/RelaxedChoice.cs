using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>Samples of one relaxed decision of n alternatives, from its alphas as logits.</summary>
/// <param name="Count">how many are taken, least and most; null for exactly one.</param>
internal sealed record RelaxedChoice(string Name, Parameter Alpha, (int Minimum, int Maximum)? Count)
{
    /// <summary>The decisions of a supernet, in a fixed order.</summary>
    public static IReadOnlyList<RelaxedChoice> Of(SupernetModel model, SupernetPaths paths) =>
    [
        .. model.Alphas.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => new RelaxedChoice(
            item.Key, item.Value, paths.Counts.TryGetValue(item.Key, out var count) ? count : null)),
    ];

    public int Alternatives => (int)Alpha.shape[^1];

    /// <summary>Whether each alternative is there or not, independently of the others.</summary>
    public bool IsOpen => Count is var (least, most) && least != most;

    /// <summary>How many alternatives are taken where that is fixed.</summary>
    public int Size => Math.Min(Count?.Minimum ?? 1, Alternatives);

    /// <summary>
    /// The alphas with noise added, [n]: Gumbel's, so that the largest ones are a sample without replacement from the softmax (Maddison,
    /// Mnih and Teh, 2017), or the logistic one, so that those above zero are a sample of the sigmoids.
    /// </summary>
    public Tensor Perturbed(SeededRandom random)
    {
        var noise = new double[Alternatives];
        for (var i = 0; i < noise.Length; i++)
            noise[i] = IsOpen ? Gumbel(random) - Gumbel(random) : Gumbel(random);
        return Alpha + tensor(noise, dtype: Alpha.dtype, device: Alpha.device);
    }

    /// <summary>
    /// The relaxed sample [n]: a softmax, its sum the number of alternatives taken (for several, one softmax after another, each with less
    /// of what the ones before took: Xie and Ermon, 2019), or sigmoids.
    /// </summary>
    public Tensor Soft(Tensor perturbed, double temperature)
    {
        if (IsOpen)
            return (perturbed / temperature).sigmoid();
        var left = perturbed;
        var sum = (left / temperature).softmax(0);
        var last = sum;
        for (var i = 1; i < Size; i++)
        {
            left = left + (1 - last).clamp(1e-20).log();
            last = (left / temperature).softmax(0);
            sum = sum + last;
        }
        return sum;
    }

    /// <summary>The places that a perturbed sample takes, in order.</summary>
    public int[] Hard(Tensor perturbed)
    {
        var order = Descending(perturbed, out var values);
        var size = Count is var (least, most) && least != most
            ? Math.Clamp(values.Count(value => value > 0), least, Math.Min(most, Alternatives))
            : Size;
        return [.. order.Take(size).Order()];
    }

    /// <summary>The places from the largest value down.</summary>
    public static int[] Descending(Tensor values, out double[] numbers)
    {
        var read = numbers = values.detach().to(ScalarType.Float64).cpu().data<double>().ToArray();
        return [.. Enumerable.Range(0, read.Length).OrderByDescending(i => read[i])];
    }

    /// <summary>1 at the places, 0 elsewhere, [n].</summary>
    public Tensor OneAt(IReadOnlyCollection<int> places) => tensor(
        Enumerable.Range(0, Alternatives).Select(i => places.Contains(i) ? 1.0 : 0.0).ToArray(), dtype: Alpha.dtype, device: Alpha.device);

    /// <summary>The value of one tensor with the gradient of another (Bengio, Léonard and Courville, 2013).</summary>
    public static Tensor StraightThrough(Tensor value, Tensor gradient) => value + (gradient - gradient.detach());

    private static double Gumbel(SeededRandom random) => -Math.Log(-Math.Log(Math.Max(random.NextDouble(), double.Epsilon)));
}
