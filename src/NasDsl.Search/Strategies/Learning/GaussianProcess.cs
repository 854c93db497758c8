using MathNet.Numerics.LinearAlgebra;

namespace NasDsl.Search;

/// <summary>
/// What the kernel of a <see cref="GaussianProcess"/> is made of, of the distance D between two architectures, the sum over V decisions of how
/// much these differ: share (1 - D/V) + (1 - share) exp(-D / scale).
/// </summary>
/// <remarks>
/// The first part sees each decision for itself, the second all together. Both are kernels for every kind of decision, one that
/// does not exist being a value of its own: matches of categories, Hamming for subsets, Kendall and Mallows for orders (Jiao and Vert,
/// 2015), the triangle and Laplace's for real numbers.
/// </remarks>
internal sealed record KernelSettings(double Share, double Scale, double Noise);

/// <summary>Regression with a Gaussian process (Rasmussen and Williams, 2006, algorithm 2.1) over architectures.</summary>
internal sealed class GaussianProcess
{
    private readonly KernelSettings kernel;
    private readonly double variables;
    private readonly double[][] factor;
    private readonly double[] solved;
    private readonly double mean;
    private readonly double variance;

    private GaussianProcess(KernelSettings kernel, double variables, double[][] factor, double[] solved, double mean, double variance) =>
        (this.kernel, this.variables, this.factor, this.solved, this.mean, this.variance) =
            (kernel, variables, factor, solved, mean, variance);

    /// <summary>The logarithm of the likelihood of the values, the variance chosen as the likeliest, up to a constant.</summary>
    public double LogLikelihood { get; private init; }

    /// <param name="distances">Between all pairs of architectures.</param>
    /// <param name="values">What they are worth.</param>
    /// <param name="variables">The largest distance there can be.</param>
    /// <returns>Null where the kernel matrix is not positive definite in floating point.</returns>
    public static GaussianProcess? Fit(KernelSettings kernel, double variables, double[][] distances, ReadOnlySpan<double> values)
    {
        var n = values.Length;
        var mean = 0.0;
        foreach (var value in values)
            mean += value / n;
        var covariance = Matrix<double>.Build.Dense(
            n, n, (i, j) => Kernel(kernel, variables, i >= j ? distances[i][j] : distances[j][i]) + (i == j ? kernel.Noise : 0));
        if (FactorOf(covariance) is not { } lower)
            return null;
        double[][] factor = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, i + 1).Select(j => lower[i, j]).ToArray())];
        var solved = new double[n];
        for (var i = 0; i < n; i++)
            solved[i] = values[i] - mean;
        Solve(factor, solved);
        var quadratic = Vectors.Dot(solved, solved);
        var variance = Math.Max(quadratic / n, double.Epsilon);
        var logDeterminant = factor.Select((row, i) => Math.Log(row[i])).Sum();
        return new GaussianProcess(kernel, variables, factor, solved, mean, variance)
        {
            LogLikelihood = -0.5 * n * Math.Log(variance) - logDeterminant,
        };
    }

    /// <summary>Mean and standard deviation of what an architecture is worth, noise left aside.</summary>
    /// <param name="distances">To the architectures that the process was fitted to; used up.</param>
    public (double Mean, double Deviation) Predict(Span<double> distances)
    {
        for (var i = 0; i < distances.Length; i++)
            distances[i] = Kernel(kernel, variables, distances[i]);
        Solve(factor, distances);
        var expected = mean + Vectors.Dot(distances, solved);
        var left = Math.Max(0, 1 - Vectors.Dot(distances, distances));
        return (expected, Math.Sqrt(variance * left));
    }

    private static double Kernel(KernelSettings kernel, double variables, double distance) =>
        kernel.Share * (1 - distance / variables) + (1 - kernel.Share) * Math.Exp(-distance / kernel.Scale);

    private static Matrix<double>? FactorOf(Matrix<double> covariance)
    {
        try
        {
            return covariance.Cholesky().Factor;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Solves L x = b for a lower triangle, in place.</summary>
    private static void Solve(double[][] lower, Span<double> b)
    {
        for (var i = 0; i < b.Length; i++)
            b[i] = (b[i] - Vectors.Dot(lower[i].AsSpan(0, i), b[..i])) / lower[i][i];
    }
}
