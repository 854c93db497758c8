using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Parsing;
using NasDsl.Semantics;
using NasDsl.Standard;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl;

/// <summary>
/// A source file, the files that it imports, and everything the compiler knows about them. Immutable. Nothing here throws on a
/// bad file: look at <see cref="Diagnostics"/>.
/// </summary>
public sealed class Compilation
{
    private readonly ModuleSet modules;
    private readonly ModuleBinder binder;
    private readonly DiagnosticBag diagnostics;
    private readonly ImmutableSortedDictionary<string, double> arguments;
    private readonly string? chosen;

    private Compilation(
        ModuleSet modules, ImmutableSortedDictionary<string, double> arguments, string? chosen, FactRecorder? recorder = null,
        CheckCache? cache = null, CancellationToken cancellation = default)
    {
        this.modules = modules;
        this.arguments = arguments;
        this.chosen = chosen;
        diagnostics = new DiagnosticBag(modules.Standard.AtUse);
        diagnostics.AddRange(modules.Diagnostics);
        var uses = new DeclarationUses();
        cache?.Begin(modules);
        binder = new ModuleBinder(modules, modules.Main, diagnostics, uses, arguments, chosen, recorder, cache, cancellation);
        Bind(uses, cache, cancellation);
    }

    /// <summary>The file that is compiled.</summary>
    public SourceText Source => modules.Main.Source;

    /// <summary>All files of the program: what spans are looked up in.</summary>
    public SourceSet Sources => modules.Sources;

    internal ModuleSet Modules => modules;

    public FileSyntax Syntax => modules.Main.Syntax;

    /// <summary>Everything there is to say about the files, in the order of the files and in source order in each.</summary>
    public ImmutableArray<Diagnostic> Diagnostics => diagnostics.ToImmutable();

    public bool HasErrors => diagnostics.HasErrors;

    /// <summary>The network that is compiled: the one that `train` names, else the last of the file.</summary>
    public string? Network => binder.Network;

    /// <summary>The network as it is searched: with the defaults of its parameters. Null where there are errors.</summary>
    public SearchSpace? Space => binder.Space;

    /// <summary>
    /// The network as a supernet: as <see cref="Space"/>, with what the strategy changes in the cells. A space that no mixture
    /// stands for is searched by taking architectures; normalizations have their weights there as in the children.
    /// </summary>
    public SearchSpace? SupernetSpace => SupernetSpaceOf(Supernet.Affine, Supernet.Relaxes);

    /// <summary>The network as the supernet of another search of it.</summary>
    /// <param name="affine">What that search says of normalizations in cells.</param>
    /// <param name="relaxes">Whether that search weighs alternatives.</param>
    public SearchSpace? SupernetSpaceOf(bool affine, bool relaxes) => binder.SpaceOf(
        binder.MainNetwork, BoundArguments.None, cellsAreAffine: affine || (relaxes && !IsRelaxable), overridden: true);

    private bool IsRelaxable => Space is null || Relaxability.Obstacles(Space).IsEmpty;

    /// <summary>The network as it is trained and kept: with the arguments of `train`.</summary>
    public SearchSpace? TrainSpace => binder.TrainSpace;

    /// <summary>The `search` block of DARTS; where there is none, its defaults.</summary>
    public DartsPlan Search => binder.Supernet as DartsPlan ?? SupernetPlans.Darts;

    /// <summary>The `search` block of a strategy that trains a supernet; where there is none, the defaults of DARTS.</summary>
    public SupernetPlan Supernet => binder.Supernet;

    /// <summary>The `search` block of a strategy that samples architectures; null where it is another, or there is none.</summary>
    public StrategyPlan? Strategy => binder.Strategy;

    /// <summary>Where <see cref="Strategy"/> is named.</summary>
    public TextSpan StrategySpan => Syntax.Declarations.OfType<SearchSyntax>().Select(s => s.Strategy.Span).FirstOrDefault();

    /// <summary>The goals of `objective`, in their order; empty where there is none.</summary>
    public ImmutableArray<GoalPlan> Objective => binder.Objective;

    /// <summary>The `train` block, or the defaults.</summary>
    public TrainPlan Train => binder.Train;

    public ImmutableArray<ConstraintPlan> Constraints => binder.Constraints;

    /// <summary>
    /// What the file says about its search and the compiler cannot carry out yet, each once: warnings NAS5002, settings that are passed
    /// over left aside.
    /// </summary>
    public ImmutableArray<Diagnostic> NotCarriedOut =>
        [.. Diagnostics.Where(d => d.Descriptor == Descriptors.NotCarriedOut && d.Help != Diagnose.PassedOver && Sources.Of(d.Span) == Source)];

    /// <param name="source">The file to compile.</param>
    /// <param name="imports">Reads what it imports; without it an import is an error.</param>
    public static Compilation Create(SourceText source, ISourceResolver? imports = null) =>
        Create(source, imports, StandardLibrary.Shared);

    /// <summary>The same, noting on the way what is known at each expression of the files: for editors.</summary>
    /// <param name="cache">What is known of these files from before, or null.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, because the text is no longer what it was, say.</exception>
    public static Compilation Create(
        SourceText source, ISourceResolver? imports, FactRecorder recorder, CompilationCache? cache = null, CancellationToken cancellation = default) =>
        new(
            ModuleLoader.Load(source, imports, StandardLibrary.Shared, cache?.Parsed), ImmutableSortedDictionary<string, double>.Empty, null, recorder,
            cache?.Checked, cancellation);

    internal static Compilation Create(SourceText source, ISourceResolver? imports, StandardLibrary standard) =>
        new(ModuleLoader.Load(source, imports, standard), ImmutableSortedDictionary<string, double>.Empty, null);

    /// <summary>The same file with other values for static parameters of its network, in the search and in training alike.</summary>
    public Compilation WithArguments(IReadOnlyDictionary<string, double> values) =>
        new(modules, values.ToImmutableSortedDictionary(StringComparer.Ordinal), chosen);

    /// <summary>The same file with another of its <see cref="Networks"/> compiled.</summary>
    public Compilation WithNetwork(string name) => new(modules, arguments, name);

    /// <summary>The names of the networks that the file declares.</summary>
    public ImmutableArray<string> Networks => [.. modules.Main.Table.Networks.Select(n => n.Name.Text)];

    /// <summary>The names of the network's static parameters: what <see cref="WithArguments"/> takes.</summary>
    public ImmutableArray<string> NetworkParameters =>
        binder.MainNetwork is { } network ? [.. network.Parameters.Select(p => p.Name.Text)] : [];

    /// <summary>Imported files are bound for what is wrong in them: their networks and plans are their own.</summary>
    private void Bind(DeclarationUses uses, CheckCache? cache, CancellationToken cancellation)
    {
        var none = ImmutableSortedDictionary<string, double>.Empty;
        ModuleBinder[] binders = [binder, .. modules.All.Skip(1).Select(m => new ModuleBinder(modules, m, diagnostics, uses, none, null, null, cache, cancellation))];
        try
        {
            foreach (var each in binders)
                each.CheckDeclarations();
            uses.ReportCycles(diagnostics);
            foreach (var each in binders)
                each.Bind();
        }
        catch (InsufficientExecutionStackException)
        {
            diagnostics.Add(Diagnose.NestedTooDeeply(new TextSpan(0, 0)));
        }
    }
}
