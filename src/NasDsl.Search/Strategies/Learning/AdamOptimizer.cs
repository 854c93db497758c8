using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NasDsl.Search;

/// <summary>Adam (Kingma and Ba, 2015) over one array of parameters, with the published decay rates.</summary>
internal sealed class AdamOptimizer(int parameters, double learningRate)
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly double[] first = new double[parameters];
    private readonly double[] second = new double[parameters];
    private int steps;

    /// <summary>The two moments, one behind the other, and the number of steps.</summary>
    public double[] State
    {
        get => [.. first, .. second, steps];
        set
        {
            value.AsSpan(0, first.Length).CopyTo(first);
            value.AsSpan(first.Length, second.Length).CopyTo(second);
            steps = (int)value[^1];
        }
    }

    /// <summary>Moves against the gradients and sets these to zero.</summary>
    public void Step(double[] values, double[] gradients)
    {
        steps++;
        var rate = learningRate * Math.Sqrt(1 - Math.Pow(Beta2, steps)) / (1 - Math.Pow(Beta1, steps));
        var v = MemoryMarshal.Cast<double, Vector256<double>>(values.AsSpan());
        var g = MemoryMarshal.Cast<double, Vector256<double>>(gradients.AsSpan());
        var m = MemoryMarshal.Cast<double, Vector256<double>>(first.AsSpan());
        var s = MemoryMarshal.Cast<double, Vector256<double>>(second.AsSpan());
        for (var i = 0; i < v.Length; i++)
        {
            m[i] += (g[i] - m[i]) * (1 - Beta1);
            s[i] += (g[i] * g[i] - s[i]) * (1 - Beta2);
            v[i] -= m[i] * rate / (Vector256.Sqrt(s[i]) + Vector256.Create(Epsilon));
        }
        for (var i = v.Length * Vector256<double>.Count; i < values.Length; i++)
        {
            first[i] += (gradients[i] - first[i]) * (1 - Beta1);
            second[i] += (gradients[i] * gradients[i] - second[i]) * (1 - Beta2);
            values[i] -= first[i] * rate / (Math.Sqrt(second[i]) + Epsilon);
        }
        Array.Clear(gradients);
    }
}
