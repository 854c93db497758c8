using System.Buffers.Binary;
using NasDsl.IR;

namespace NasDsl.Analysis;

/// <summary>
/// A hash of what an architecture computes: two architectures whose children are the same up to names and up to what commutes
/// have the same one.
/// </summary>
/// <remarks>
/// Inputs of `sum`, `add`, `mean`, `mul`, `max` and `min` are a bag, sums of sums are one sum, identities are not there, zeros add nothing
/// to a sum, and what reaches no output does not count. `concat` keeps its order: what follows has other weights for each channel.
/// A zero passes through what maps zero to zero, and not through a normalization, which learns what to make of it. Two layers with
/// weights of their own are never one, so `y + y` and `conv(x) + conv(x)` differ even where both convolutions are alike.
/// Equal graphs have equal hashes. Graphs that differ have different ones unless colour refinement (Weisfeiler and Leman, 1968) cannot tell
/// them apart; it tells apart all cells of NAS-Bench-201 that differ.
/// </remarks>
public sealed class CanonicalHash
{
    private const int Digits = 32;

    private readonly Dictionary<Function, CanonicalGraph> functions = new(ReferenceEqualityComparer.Instance);

    private CanonicalHash()
    {
    }

    /// <summary>32 hexadecimal digits.</summary>
    /// <exception cref="ArgumentException">It is no architecture of the space.</exception>
    public static string Of(SearchSpace space, Architecture architecture) =>
        OfChild(ArchitectureResolver.Resolve(space, architecture));

    /// <summary>The hash of a space with nothing left to decide.</summary>
    public static string OfChild(SearchSpace child)
    {
        var color = new CanonicalHash().Canonical(child.Network).Color;
        Span<byte> bytes = stackalloc byte[Digits / 2];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, color);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>A cell that is used several times is looked at once.</summary>
    internal CanonicalGraph Of(Function function)
    {
        if (!functions.TryGetValue(function, out var graph))
            functions[function] = graph = Canonical(function.Graph);
        return graph;
    }

    private CanonicalGraph Canonical(Graph graph) => CanonicalGraph.Of(new CanonicalGraphBuilder(this).Build(graph));
}
