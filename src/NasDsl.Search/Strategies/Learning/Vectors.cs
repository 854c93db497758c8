using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NasDsl.Search;

/// <summary>
/// Sums over spans of equal length, four elements at a time on every machine: the order of additions, and so the result, does
/// not depend on how wide its registers are.
/// </summary>
internal static class Vectors
{
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector256<double>>(b);
        var sums = Vector256<double>.Zero;
        for (var i = 0; i < va.Length; i++)
            sums += va[i] * vb[i];
        var sum = Vector256.Sum(sums);
        for (var i = va.Length * Vector256<double>.Count; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Adds <paramref name="factor"/> times <paramref name="a"/> to <paramref name="to"/>.</summary>
    public static void AddScaled(ReadOnlySpan<double> a, double factor, Span<double> to)
    {
        var va = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var vt = MemoryMarshal.Cast<double, Vector256<double>>(to);
        for (var i = 0; i < va.Length; i++)
            vt[i] += va[i] * factor;
        for (var i = va.Length * Vector256<double>.Count; i < a.Length; i++)
            to[i] += a[i] * factor;
    }

    /// <summary>The softmax of what is allowed, 0 for the rest; in place.</summary>
    public static void Softmax(Span<double> logits, ReadOnlySpan<bool> allowed)
    {
        var largest = double.NegativeInfinity;
        for (var i = 0; i < logits.Length; i++)
            if (allowed[i])
                largest = Math.Max(largest, logits[i]);
        var sum = 0.0;
        for (var i = 0; i < logits.Length; i++)
            sum += logits[i] = allowed[i] ? Math.Exp(logits[i] - largest) : 0;
        foreach (ref var logit in logits)
            logit /= sum;
    }
}
