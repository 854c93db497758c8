using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>The genotypes of DARTS: <see cref="DartsGenotype"/>.</summary>
internal sealed class DartsNotation : Notation
{
    public override string Name => "darts";

    public override string Title => "a DARTS genotype";

    public override string? Misfit(SearchSpace space) => DartsSpace.Find(space, out var problem) is null ? problem : null;

    public override ArchitectureResult Read(SourceText source, SearchSpace space) => DartsGenotype.Read(source, space);

    public override NotationResult Write(SearchSpace space, Architecture architecture)
    {
        var (text, diagnostics) = DartsGenotype.Write(space, architecture);
        return new NotationResult(text, diagnostics);
    }
}
