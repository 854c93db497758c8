using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>An architecture in some notation, or why there is none.</summary>
public sealed record NotationResult(string? Text, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// A published way to write architectures down. It knows a space by its decisions and labels, not by the name of a file: what
/// has the form of the published space has the notation.
/// </summary>
public abstract class Notation
{
    /// <summary>No architecture needs as much; what is longer is another kind of file.</summary>
    public const int LongestText = 100_000;

    /// <summary>Every notation, in the order in which they are listed.</summary>
    public static ImmutableArray<Notation> All { get; } =
    [
        new DartsNotation(), new NasNetNotation(), new EnasMicroNotation(), new EnasMacroNotation(),
        new NasBench101Notation(), new NasBench201Notation(), new TransNasNotation(), new NasBenchMacroNotation(),
        new MobileNotation(), new PyramidNotation(),
    ];

    /// <summary>The word on the command line: `nasbench201`.</summary>
    public abstract string Name { get; }

    /// <summary>What it is called in a sentence: `a NAS-Bench-201 string`.</summary>
    public abstract string Title { get; }

    public static Notation? Find(string name) => All.FirstOrDefault(n => n.Name == name);

    /// <summary>The notations that the space has.</summary>
    public static ImmutableArray<Notation> Of(SearchSpace space) => [.. All.Where(n => n.Misfit(space) is null)];

    /// <summary>Why architectures of the space cannot be written so: a clause. Null where they can.</summary>
    public abstract string? Misfit(SearchSpace space);

    /// <summary>The architecture that a text describes; reports all that does not fit the space, with places in the text.</summary>
    public abstract ArchitectureResult Read(SourceText source, SearchSpace space);

    /// <summary>
    /// The text of an architecture, ending in a line feed. What is written is read as the same architecture; in a notation of graphs, as
    /// the same graph without what lies on no path.
    /// </summary>
    public abstract NotationResult Write(SearchSpace space, Architecture architecture);
}

/// <summary>A notation for spaces of the form <typeparamref name="TForm"/>.</summary>
internal abstract class Notation<TForm> : Notation
    where TForm : class
{
    public sealed override string? Misfit(SearchSpace space) => Find(space, out var problem) is null ? problem : null;

    public sealed override ArchitectureResult Read(SourceText source, SearchSpace space)
    {
        var diagnostics = new DiagnosticBag();
        if (source.Content.Length > LongestText)
            diagnostics.Add(Diagnose.NotationTooLong(Title, LongestText));
        else if (Find(space, out var problem) is not { } form)
            diagnostics.Add(NoSuchForm(space, problem));
        else if (Read(source, form, diagnostics) is { } architecture && !diagnostics.HasErrors)
            return Checked(architecture, space);
        return new ArchitectureResult(null, diagnostics.ToImmutable());
    }

    public sealed override NotationResult Write(SearchSpace space, Architecture architecture)
    {
        if (Find(space, out var problem) is not { } form)
            return new NotationResult(null, [NoSuchForm(space, problem)]);
        if (ArchitectureValidator.Validate(space, architecture) is { IsEmpty: false } diagnostics)
            return new NotationResult(null, diagnostics);
        if (Unsayable(form, architecture) is { IsEmpty: false } problems)
            return new NotationResult(null, problems);
        return new NotationResult($"{Write(form, architecture)}\n", []);
    }

    /// <summary>The space in the form that the notation describes; null, with a clause that says why, where it has another.</summary>
    protected abstract TForm? Find(SearchSpace space, out string problem);

    /// <summary>Null where something was reported.</summary>
    protected abstract Architecture? Read(SourceText source, TForm form, DiagnosticBag diagnostics);

    protected abstract string Write(TForm form, Architecture architecture);

    /// <summary>What an architecture takes that the notation has no word for; nothing in most notations.</summary>
    protected virtual ImmutableArray<Diagnostic> Unsayable(TForm form, Architecture architecture) => [];

    protected virtual Diagnostic NoSuchForm(SearchSpace space, string problem) =>
        Diagnose.NotationDoesNotFit(space.Name, Title, problem);

    private static ArchitectureResult Checked(Architecture architecture, SearchSpace space) =>
        ArchitectureValidator.Validate(space, architecture) is { IsEmpty: false } problems
            ? new ArchitectureResult(null, problems)
            : new ArchitectureResult(architecture, []);
}
