using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>A small symmetric matrix of float64.</summary>
internal sealed class SymmetricMatrix(double[,] values)
{
    private const int MostSweeps = 100;

    public static SymmetricMatrix Of(Tensor matrix)
    {
        var size = (int)matrix.shape[0];
        using var dense = matrix.contiguous();
        var flat = dense.data<double>().ToArray();
        var values = new double[size, size];
        Buffer.BlockCopy(flat, 0, values, 0, flat.Length * sizeof(double));
        return new SymmetricMatrix(values);
    }

    /// <summary>By cyclic Jacobi rotations (Golub and Van Loan, "Matrix computations", 8.5), in no order.</summary>
    public double[] Eigenvalues()
    {
        var a = (double[,])values.Clone();
        var size = a.GetLength(0);
        for (var sweep = 0; sweep < MostSweeps && OffDiagonal(a) > 1e-22 * Math.Max(1, Diagonal(a)); sweep++)
            for (var p = 0; p < size; p++)
                for (var q = p + 1; q < size; q++)
                    Rotate(a, p, q);
        return [.. Enumerable.Range(0, size).Select(i => a[i, i])];
    }

    private static double OffDiagonal(double[,] a)
    {
        var sum = 0.0;
        for (var i = 0; i < a.GetLength(0); i++)
            for (var j = i + 1; j < a.GetLength(0); j++)
                sum += a[i, j] * a[i, j];
        return sum;
    }

    private static double Diagonal(double[,] a) => Enumerable.Range(0, a.GetLength(0)).Sum(i => a[i, i] * a[i, i]);

    /// <summary>Makes the element (p, q) zero.</summary>
    private static void Rotate(double[,] a, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var c = 1 / Math.Sqrt(t * t + 1);
        var s = t * c;
        for (var k = 0; k < a.GetLength(0); k++)
            (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
        for (var k = 0; k < a.GetLength(0); k++)
            (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
    }
}
