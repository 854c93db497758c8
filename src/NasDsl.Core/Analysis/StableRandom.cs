using System.Numerics;

namespace NasDsl.Analysis;

/// <summary>
/// Random numbers that are the same for a seed on every machine and every version of .NET: xoshiro256** (Blackman and
/// Vigna, 2021), its state filled by SplitMix64 (Steele, Lea and Flood, 2014).
/// </summary>
public sealed class StableRandom
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    public StableRandom(long seed)
    {
        var state = unchecked((ulong)seed);
        s0 = SplitMix(ref state);
        s1 = SplitMix(ref state);
        s2 = SplitMix(ref state);
        s3 = SplitMix(ref state);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="bound"/>), by rejection: no value is favoured.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public BigInteger NextBelow(BigInteger bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var bits = (bound - 1).GetBitLength();
        while (true)
        {
            var value = BigInteger.Zero;
            for (var left = bits; left > 0; left -= 64)
                value = left >= 64 ? (value << 64) | NextBits() : (value << (int)left) | (NextBits() >> (int)(64 - left));
            if (value < bound)
                return value;
        }
    }

    /// <inheritdoc cref="NextBelow(BigInteger)"/>
    /// <remarks>The same numbers as for a large bound, without its arithmetic.</remarks>
    public int NextBelow(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        if (bound == 1)
            return 0;
        var unused = BitOperations.LeadingZeroCount((ulong)(bound - 1));
        while (true)
            if (NextBits() >> unused is var value && value < (ulong)bound)
                return (int)value;
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
