using System.Collections.Immutable;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>
/// How a supernet holds a tensor. Either it has the very shape that the architecture gives it, and its channels are the first
/// ones of those that it can have; or its parts have places of their own, with zeros where a part is smaller or not there.
/// </summary>
/// <param name="Shape">The largest shape; with parts, the shape that the tensor always has.</param>
/// <param name="Varies">The shape by architecture where it varies and there are no parts.</param>
/// <param name="Parts">The parts in the order of their places; none for a tensor as the architecture has it.</param>
internal sealed record Layout(Shape Shape, Cases<Shape>? Varies, ImmutableArray<Part> Parts)
{
    public bool HasPlaces => !Parts.IsEmpty;

    public long Channels => ChannelsOf(Shape);

    public static Layout Of(Shape shape, Cases<Shape>? varies = null) => new(shape, varies, []);

    /// <summary>The dimension that is concatenated: the features of a sequence, the channels of everything else.</summary>
    public static long ChannelsOf(Shape shape) => shape.Rank == 2 ? shape.Dimensions[^1] : shape.Channels;

    public static Shape WithChannels(Shape shape, long channels) =>
        shape.Rank == 2 ? shape.WithLast(channels) : shape.WithChannels(channels);

    /// <summary>Where the channels of a child's tensor are in the supernet's.</summary>
    public ImmutableArray<long> Kept(Architecture architecture)
    {
        if (!HasPlaces)
            return Range(0, ChannelsOf(Varies?.Of(architecture) ?? Shape));
        return
        [
            .. Parts.Where(p => p.When.All(w => w.Of(architecture))).SelectMany(p =>
                Range(p.Start, p.Varies is { } varies ? p.Factor * ChannelsOf(varies.Of(architecture)) : p.Size)),
        ];
    }

    /// <summary>The tensor as a vector: each channel becomes so many features.</summary>
    public Layout Flattened(long factor) => new(
        new Shape(Channels * factor),
        null,
        [.. Parts.Select(p => p with { Start = p.Start * factor, Size = p.Size * factor, Factor = p.Factor * factor })]);

    public bool Equals(Layout? other) =>
        other is not null && Shape.Equals(other.Shape) && ReferenceEquals(Varies, other.Varies) && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => HashCode.Combine(Shape, Parts.Length);

    private static ImmutableArray<long> Range(long start, long count) =>
        [.. Enumerable.Range(0, (int)count).Select(i => start + i)];
}

/// <summary>A part with a place of its own.</summary>
/// <param name="Start">Its first channel.</param>
/// <param name="Size">The channels that are kept for it.</param>
/// <param name="When">It is there where all of these hold.</param>
/// <param name="Varies">Its shape where that varies: its channels, times <paramref name="Factor"/>, are the first of its place.</param>
internal sealed record Part(long Start, long Size, ImmutableArray<Cases<bool>> When, Cases<Shape>? Varies, long Factor = 1)
{
    public bool Equals(Part? other) =>
        other is not null
        && (Start, Size, Factor) == (other.Start, other.Size, other.Factor)
        && ReferenceEquals(Varies, other.Varies)
        && When.AsSpan().SequenceEqual(other.When.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Start, Size, Factor);
}
