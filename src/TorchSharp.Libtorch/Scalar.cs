using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number with the type it came with: ATen's `Scalar`.</summary>
public sealed class Scalar : IDisposable
{
    private readonly object value;

    private Scalar(object value, ScalarType type)
    {
        this.value = value;
        Type = type;
    }

    public ScalarType Type { get; }

    public static implicit operator Scalar(byte value) => new((long)value, ScalarType.Byte);

    public static implicit operator Scalar(sbyte value) => new((long)value, ScalarType.Int8);

    public static implicit operator Scalar(short value) => new((long)value, ScalarType.Int16);

    public static implicit operator Scalar(int value) => new((long)value, ScalarType.Int32);

    public static implicit operator Scalar(long value) => new(value, ScalarType.Int64);

    public static implicit operator Scalar(float value) => new((double)value, ScalarType.Float32);

    public static implicit operator Scalar(double value) => new(value, ScalarType.Float64);

    public static implicit operator Scalar(bool value) => new(value, ScalarType.Bool);

    public static implicit operator Scalar(Half value) => new((double)value, ScalarType.Float16);

    /// <summary>Nothing native is held, so there is nothing to release.</summary>
    public void Dispose()
    {
    }

    internal Argument ToArgument() => value switch
    {
        long integer => integer,
        bool flag => flag,
        double real => real,
        _ => throw new InvalidOperationException($"a scalar cannot hold a {value.GetType().Name}"),
    };

    internal double Real => value switch
    {
        long integer => integer,
        bool flag => flag ? 1 : 0,
        _ => (double)value,
    };

    internal long Integer => value switch
    {
        double real => (long)real,
        bool flag => flag ? 1 : 0,
        _ => (long)value,
    };
}

/// <summary>Conversions between .NET numbers and <see cref="Scalar"/>.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this sbyte value) => value;

    public static Scalar ToScalar(this short value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;

    public static Scalar ToScalar(this Half value) => value;

    public static float ToSingle(this Scalar value) => (float)value.Real;

    public static double ToDouble(this Scalar value) => value.Real;

    public static Half ToHalf(this Scalar value) => (Half)value.Real;

    public static bool ToBoolean(this Scalar value) => value.Real != 0;

    public static byte ToByte(this Scalar value) => (byte)value.Integer;

    public static sbyte ToSByte(this Scalar value) => (sbyte)value.Integer;

    public static short ToInt16(this Scalar value) => (short)value.Integer;

    public static int ToInt32(this Scalar value) => (int)value.Integer;

    public static long ToInt64(this Scalar value) => value.Integer;
}
