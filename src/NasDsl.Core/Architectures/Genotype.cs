using System.Collections.Immutable;
using NasDsl.Text;

namespace NasDsl.Architectures;

/// <summary>A genotype as written: `Genotype(normal=[('sep_conv_3x3', 0), ...], normal_concat=range(2, 6), ...)`.</summary>
internal sealed record Genotype(GenotypeCell Normal, GenotypeCell Reduction);

/// <summary>One cell of a genotype: its edges, node after node, and the nodes that make its output.</summary>
internal sealed record GenotypeCell(GenotypeEdges Edges, GenotypeConcat Concat);

internal sealed record GenotypeEdges(ImmutableArray<GenotypeEdge> Items, TextSpan Span);

/// <summary>`('sep_conv_3x3', 0)`: an operation and the number of the tensor it is applied to.</summary>
internal sealed record GenotypeEdge(Located Operation, long Source, TextSpan SourceSpan);

internal sealed record GenotypeConcat(ImmutableArray<long> Nodes, TextSpan Span);
