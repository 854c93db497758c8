using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>The matrices of NAS-Bench-101: <see cref="NasBench101"/>.</summary>
internal sealed class NasBench101Notation : Notation
{
    public override string Name => "nasbench101";

    public override string Title => "a NAS-Bench-101 cell";

    public override string? Misfit(SearchSpace space) => NasBench101.Misfit(space);

    public override ArchitectureResult Read(SourceText source, SearchSpace space) => NasBench101.Read(source, space);

    public override NotationResult Write(SearchSpace space, Architecture architecture)
    {
        var (text, diagnostics) = NasBench101.Write(space, architecture);
        return new NotationResult(text, diagnostics);
    }
}
