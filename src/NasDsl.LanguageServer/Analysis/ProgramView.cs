using System.Collections.Immutable;
using NasDsl.LanguageServer.Documents;
using NasDsl.Parsing;
using NasDsl.Semantics;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Analysis;

/// <summary>Everything the compiler knows about a file as the editor has it now.</summary>
internal sealed class ProgramView
{
    private const int MostDimensions = 12;

    private readonly Lazy<SymbolIndex> symbols;

    private readonly Lazy<ImmutableArray<long>> dimensions;

    private ProgramView(SourceText source, WorkspaceFiles files, CompilationCache? cache, ImmutableArray<long> before, CancellationToken cancellation)
    {
        dimensions = new(() => Facts.Layers.Select(l => l.Output).Where(s => s.Rank > 1).Select(s => s.Channels)
            .Concat(before).Distinct().Take(MostDimensions).ToImmutableArray());
        Compilation = Compilation.Create(source, files, Facts, cache, cancellation);
        symbols = new(() => new SymbolIndex(Compilation.Modules));
    }

    /// <summary>The channels of the tensors of the program; with those from before it was broken, while something is typed.</summary>
    public ImmutableArray<long> Dimensions => dimensions.Value;

    public FactRecorder Facts { get; } = new();

    public Compilation Compilation { get; }

    public SymbolIndex Symbols => symbols.Value;

    public SourceText Source => Compilation.Source;

    public FileSyntax Syntax => Compilation.Syntax;

    /// <param name="cache">What was parsed of the file before, or null.</param>
    /// <param name="before">The dimensions that were known before the last edit.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ProgramView Of(
        SourceText source, WorkspaceFiles files, CompilationCache? cache = null, ImmutableArray<long>? before = null, CancellationToken cancellation = default) =>
        new(source, files, cache, before ?? [], cancellation);

    /// <summary>The file of a place; of the standard library null, which the user has no files of.</summary>
    public SourceText? SourceOf(TextSpan span) => span.IsInLibrary ? null : Compilation.Sources.Of(span);

    public DeclarationSyntax? DeclarationAt(int offset) => Syntax.Declarations.FirstOrDefault(d => SyntaxChildren.Holds(d.Span, offset));

    /// <summary>The text of a piece of syntax, of the library's too.</summary>
    public string TextOf(TextSpan span) =>
        span.IsInLibrary ? Standard.StandardLibrary.Shared.SourceOf(span)[span] : Compilation.Sources.Of(span)[span];
}
