using System.Collections.Immutable;

namespace NasDsl.IR;

/// <summary>
/// A network with all static values computed and every decision named: what each later stage works on. An architecture
/// picks an alternative for each decision that exists for it.
/// </summary>
/// <param name="Name">The network's name.</param>
/// <param name="Source">The source file's name, without folder.</param>
/// <param name="Arguments">The network's static arguments: `C: 16, N: 2`.</param>
/// <param name="Decisions">Every decision once, in the order of first use; parents before what lies inside.</param>
public sealed record SearchSpace(
    string Name,
    string Source,
    string? Doc,
    ArgumentList Arguments,
    Graph Network,
    ImmutableArray<Decision> Decisions);
