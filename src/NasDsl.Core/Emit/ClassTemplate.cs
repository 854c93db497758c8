using System.Collections.Immutable;

namespace NasDsl.Emit;

/// <summary>A field with the expression that the constructor sets it to; both are <see cref="Template"/> texts.</summary>
internal sealed record FieldTemplate(string Type, string Name, string Construct)
{
    /// <summary>A line above it; null for none.</summary>
    public string? Comment { get; init; }
}

/// <summary>The text of one use of a declaration, its static values taken out as <paramref name="Holes"/>.</summary>
/// <param name="Forward">The statements of `forward`, the last one the return.</param>
internal sealed record ClassTemplate(
    ImmutableArray<string> Inputs,
    int OutputCount,
    ImmutableArray<FieldTemplate> Fields,
    ImmutableArray<string> Forward,
    ImmutableArray<Hole> Holes,
    ClassNeeds Needs)
{
    /// <summary>How all candidates are computed where the optimizer has found something better than one after the other.</summary>
    public MixedForward? Mixed { get; init; }

    /// <summary>How it is computed again for the backward pass; null where all that this needs is kept.</summary>
    public Recomputation? Recomputation { get; init; }

    /// <summary>The layers with weights inside, by where they are.</summary>
    public ImmutableArray<ModuleLeaf> Leaves { get; init; } = [];

    /// <summary>Uses with one shape can share a class.</summary>
    public string Shape => string.Join(
        '\n',
        [
            string.Join(',', Inputs), Needs.ToString(), $"{Recomputation}",
            .. Fields.Select(f => $"{f.Type} {f.Name} = {f.Construct}{f.Comment}"),
            .. Forward,
            .. Mixed?.Fields.Select(f => $"{f.Type} {f.Name} = {f.Construct}") ?? [],
            .. Mixed?.Lines ?? [],
            .. Holes.Select(h => h.Type),
        ]);
}

/// <summary>A second `forward`, for all candidates at once.</summary>
/// <param name="Fields">What it needs beside the modules: no modules themselves.</param>
/// <param name="Choice">A field that tells whether an architecture is taken: then only that is computed, as written.</param>
internal sealed record MixedForward(ImmutableArray<FieldTemplate> Fields, ImmutableArray<string> Lines, string Choice);

/// <summary>Only the inputs are kept for the backward pass.</summary>
/// <param name="HasChance">Whether random numbers are drawn, which must be the same again.</param>
internal sealed record Recomputation(bool HasChance);

/// <summary>What a class is given by the class around it, beside its numbers.</summary>
[Flags]
internal enum ClassNeeds
{
    None = 0,

    /// <summary>The decisions by name.</summary>
    Decisions = 1,

    /// <summary>The prefix of the names of its own decisions.</summary>
    Path = 2,

    /// <summary>The probability that a path is dropped.</summary>
    DropPath = 4,
}

/// <summary>A parameter of a generated constructor.</summary>
internal sealed record ConstructorParameter(string Type, string Name);

/// <summary>How one use of a declaration constructs its class.</summary>
/// <param name="Arguments">A literal for each of <paramref name="Parameters"/>.</param>
internal sealed record ClassUse(
    string ClassName,
    ImmutableArray<ConstructorParameter> Parameters,
    ImmutableArray<string> Arguments,
    ClassNeeds Needs);
