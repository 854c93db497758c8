using System.Collections.Immutable;
using System.Globalization;

namespace NasDsl.IR;

/// <summary>
/// A tensor's shape for one example: `[channels, height, width]` for an image, `[features]` for a vector. The batch
/// dimension comes before it and is never written.
/// </summary>
public sealed class Shape : IEquatable<Shape>
{
    public Shape(params ReadOnlySpan<long> dimensions) => Dimensions = [.. dimensions];

    public ImmutableArray<long> Dimensions { get; }

    public int Rank => Dimensions.Length;

    /// <summary>True for `[channels, height, width]`.</summary>
    public bool IsImage => Rank == 3;

    public long Channels => Dimensions[0];

    public long Height => Dimensions[1];

    public long Width => Dimensions[2];

    /// <summary>The number of elements of one example.</summary>
    public long Elements => Dimensions.Aggregate(1L, (product, d) => product * d);

    public Shape WithChannels(long channels) => new([channels, .. Dimensions.AsSpan()[1..]]);

    public Shape WithLast(long features) => new([.. Dimensions.AsSpan()[..^1], features]);

    /// <summary>The smallest shape that holds all of these: the largest size in each dimension; they have one rank.</summary>
    public static Shape Bounding(IEnumerable<Shape> shapes) => shapes.Aggregate((a, b) =>
        a.Rank == b.Rank
            ? new Shape([.. a.Dimensions.Zip(b.Dimensions, Math.Max)])
            : a.Elements >= b.Elements ? a : b);

    public bool Equals(Shape? other) => other is not null && Dimensions.AsSpan().SequenceEqual(other.Dimensions.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as Shape);

    public override int GetHashCode() => Dimensions.Aggregate(17, HashCode.Combine);

    public override string ToString() =>
        $"[{string.Join(", ", Dimensions.Select(d => d.ToString(CultureInfo.InvariantCulture)))}]";
}

/// <summary>Several shapes, equal where each is.</summary>
public sealed class ShapeList(ImmutableArray<Shape> items) : IEquatable<ShapeList>
{
    public ImmutableArray<Shape> Items => items;

    public bool Equals(ShapeList? other) => other is not null && items.AsSpan().SequenceEqual(other.Items.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as ShapeList);

    public override int GetHashCode() => items.Aggregate(17, HashCode.Combine);

    public override string ToString() => string.Join(", ", items);
}
