using System.Collections.Immutable;
using System.Globalization;

namespace NasDsl.IR;

/// <summary>
/// A tensor's shape for one example: `[channels, height, width]` for an image, `[features]` for a vector,
/// `[steps, features]` for a sequence, `[steps] of vocabulary` for the ids of tokens. The batch dimension comes before it
/// and is never written.
/// </summary>
public sealed class Shape : IEquatable<Shape>
{
    public Shape(params ReadOnlySpan<long> dimensions) => Dimensions = [.. dimensions];

    private Shape(ImmutableArray<long> dimensions, long? vocabulary) => (Dimensions, Vocabulary) = (dimensions, vocabulary);

    public ImmutableArray<long> Dimensions { get; }

    /// <summary>How many different tokens there are, where the elements are ids of tokens (64-bit integers).</summary>
    public long? Vocabulary { get; }

    public int Rank => Dimensions.Length;

    /// <summary>True for `[channels, height, width]`.</summary>
    public bool IsImage => Rank == 3;

    /// <summary>True for `[steps, features]`.</summary>
    public bool IsSequence => Rank == 2;

    /// <summary>True for `[steps] of vocabulary`.</summary>
    public bool IsTokens => Vocabulary is not null;

    /// <summary>The channels of an image; the features of a vector, and of each step of a sequence.</summary>
    public long Channels => Dimensions[ChannelDimension];

    public long Height => Dimensions[1];

    public long Width => Dimensions[2];

    /// <summary>The steps of a sequence.</summary>
    public long Steps => Dimensions[0];

    /// <summary>The number of elements of one example.</summary>
    public long Elements => Dimensions.Aggregate(1L, (product, d) => product * d);

    /// <summary>Which dimension holds the channels or features, the batch not counted.</summary>
    public int ChannelDimension => IsSequence ? 1 : 0;

    public Shape WithChannels(long channels) => new(Dimensions.SetItem(ChannelDimension, channels), Vocabulary);

    public Shape WithLast(long features) => new([.. Dimensions.AsSpan()[..^1], features]);

    /// <summary>The shape of as many ids of tokens of a vocabulary.</summary>
    public Shape OfTokens(long vocabulary) => new(Dimensions, vocabulary);

    public bool Equals(Shape? other) =>
        other is not null && Vocabulary == other.Vocabulary && Dimensions.AsSpan().SequenceEqual(other.Dimensions.AsSpan());

    /// <summary>The smallest shape that holds all of these: the largest size in each dimension; they have one rank.</summary>
    public static Shape Bounding(IEnumerable<Shape> shapes) => shapes.Aggregate((a, b) =>
        a.Rank == b.Rank
            ? new Shape([.. a.Dimensions.Zip(b.Dimensions, Math.Max)], a.Vocabulary)
            : a.Elements >= b.Elements ? a : b);

    public override bool Equals(object? obj) => Equals(obj as Shape);

    public override int GetHashCode() => Dimensions.Aggregate(Vocabulary is { } v ? (int)v : 17, HashCode.Combine);

    public override string ToString()
    {
        var dimensions = $"[{string.Join(", ", Dimensions.Select(d => d.ToString(CultureInfo.InvariantCulture)))}]";
        return Vocabulary is { } size ? string.Create(CultureInfo.InvariantCulture, $"{dimensions} of {size}") : dimensions;
    }
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
