using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Parsing;
using NasDsl.Semantics;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl;

/// <summary>
/// A source file and everything the compiler knows about it. Immutable: each stage's result is computed when first asked
/// for. Nothing here throws on a bad file: look at <see cref="Diagnostics"/>.
/// </summary>
public sealed class Compilation
{
    private readonly ParseResult parse;
    private readonly DeclarationTable table;
    private readonly DiagnosticBag diagnostics = new();
    private readonly DeclarationUses uses = new();
    private readonly Dictionary<(string, string, bool), SearchSpace?> spaces = [];
    private readonly ImmutableSortedDictionary<string, double> arguments;
    private readonly string? chosen;

    private Compilation(SourceText source, ImmutableSortedDictionary<string, double> arguments, string? chosen)
    {
        Source = source;
        this.arguments = arguments;
        this.chosen = chosen;
        parse = NasSyntaxParser.Parse(source);
        diagnostics.AddRange(parse.Diagnostics);
        table = DeclarationTable.Of(parse.File, diagnostics);
        try
        {
            Bind();
        }
        catch (InsufficientExecutionStackException)
        {
            diagnostics.Add(Diagnose.NestedTooDeeply(new TextSpan(0, 0)));
        }
    }

    public SourceText Source { get; }

    public FileSyntax Syntax => parse.File;

    /// <summary>Everything there is to say about the file, in source order.</summary>
    public ImmutableArray<Diagnostic> Diagnostics => diagnostics.ToImmutable();

    public bool HasErrors => diagnostics.HasErrors;

    /// <summary>The network that is compiled: the one that `train` names, else the last of the file.</summary>
    public string? Network { get; private set; }

    /// <summary>The network as it is searched: with the defaults of its parameters. Null where there are errors.</summary>
    public SearchSpace? Space { get; private set; }

    /// <summary>The network as a supernet: as <see cref="Space"/>, with what the strategy changes in the cells.</summary>
    public SearchSpace? SupernetSpace => SpaceOf(MainNetwork, BoundArguments.None, cellsAreAffine: Search.Affine, overridden: true);

    /// <summary>The network as it is trained and kept: with the arguments of `train`.</summary>
    public SearchSpace? TrainSpace { get; private set; }

    /// <summary>The `search` block, or the defaults of DARTS.</summary>
    public DartsPlan Search { get; private set; } = PlanBinder.DefaultSearch;

    /// <summary>The `train` block, or the defaults.</summary>
    public TrainPlan Train { get; private set; } = PlanBinder.DefaultTrain;

    public ImmutableArray<ConstraintPlan> Constraints { get; private set; } = [];

    private FunctionSyntax? MainNetwork => Network is { } name ? table.Find(name) as FunctionSyntax : null;

    public static Compilation Create(SourceText source) =>
        new(source, ImmutableSortedDictionary<string, double>.Empty, null);

    /// <summary>The same file with other values for static parameters of its network, in the search and in training alike.</summary>
    public Compilation WithArguments(IReadOnlyDictionary<string, double> values) =>
        new(Source, values.ToImmutableSortedDictionary(StringComparer.Ordinal), chosen);

    /// <summary>The same file with another of its <see cref="Networks"/> compiled.</summary>
    public Compilation WithNetwork(string name) => new(Source, arguments, name);

    /// <summary>The names of the networks that the file declares.</summary>
    public ImmutableArray<string> Networks => [.. table.Networks.Select(n => n.Name.Text)];

    /// <summary>The names of the network's static parameters: what <see cref="WithArguments"/> takes.</summary>
    public ImmutableArray<string> NetworkParameters => MainNetwork is { } network ? [.. network.Parameters.Select(p => p.Name.Text)] : [];

    private void Bind()
    {
        // Every declaration on its own, so that an error in one hides none in another.
        foreach (var declaration in parse.File.Declarations.Where(d => !d.IsBroken))
            BindDeclaration(declaration);
        uses.ReportCycles(diagnostics);

        var train = OnlyOne<TrainSyntax>("a `train`", NetworkOf, t => chosen is null || Source[NetworkOf(t).Span] == chosen);
        var search = OnlyOne<SearchSyntax>("a `search`", _ => null, _ => true);
        var (trained, trainArguments) = TrainedNetwork(train);
        Network = trained?.Name.Text ?? chosen ?? table.Networks.LastOrDefault()?.Name.Text;
        if (search is not null)
            Search = PlanBinder.Search(search, NewElaborator(true), diagnostics) ?? Search;
        if (train is not null)
            Train = PlanBinder.Train(train, NewElaborator(true), diagnostics);

        // Shapes of every choice, for each network that the file declares.
        foreach (var network in table.Networks.Where(n => !n.IsBroken))
            SpaceOf(network, BoundArguments.None, cellsAreAffine: true, overridden: network.Name.Text == Network);
        Space = SpaceOf(MainNetwork, BoundArguments.None, true, overridden: true);
        TrainSpace = (train, trainArguments) switch
        {
            (null, _) => Space,
            (_, { } given) => SpaceOf(trained, given, true, overridden: true),
            _ => null,
        };
        BindConstraints();
        CheckStrategy(search, train);
    }

    private void BindDeclaration(DeclarationSyntax declaration)
    {
        switch (declaration)
        {
            case NamedDeclarationSyntax named:
                NewElaborator(true).Check(named);
                break;
            case UnsupportedDeclarationSyntax unsupported:
                diagnostics.Add(Diagnose.NotSupported(FirstWord(unsupported.Span), unsupported.Feature));
                break;
            case ImportSyntax:
                diagnostics.Add(Diagnose.NotSupported(declaration.Span, "`import`"));
                break;
        }
    }

    private TextSpan FirstWord(TextSpan span)
    {
        var end = span.Start;
        while (end < Source.Content.Length && char.IsLetter(Source.Content[end]))
            end++;
        return TextSpan.FromBounds(span.Start, end);
    }

    private static ExpressionSyntax NetworkOf(TrainSyntax train) => (train.Network as CallSyntax)?.Callee ?? train.Network;

    /// <summary>The first wanted one; a second one with the same key is an error.</summary>
    private T? OnlyOne<T>(string what, Func<T, ExpressionSyntax?> key, Func<T, bool> isWanted)
        where T : DeclarationSyntax
    {
        T? first = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var declaration in parse.File.Declarations.OfType<T>().Where(d => !d.IsBroken))
        {
            if (!seen.Add(key(declaration) is { } expression ? Source[expression.Span] : ""))
                diagnostics.Add(Diagnose.DuplicateBlock(FirstWord(declaration.Span), what));
            if (first is null && isWanted(declaration))
                first = declaration;
        }

        return first;
    }

    /// <summary>The network that `train` names, and its arguments; null where an error was reported.</summary>
    private (FunctionSyntax? Network, BoundArguments? Arguments) TrainedNetwork(TrainSyntax? train)
    {
        if (train is null)
            return (null, null);
        var name = NetworkOf(train);
        if (name is NameExpressionSyntax plain && table.Find(plain.Name.Text) is not FunctionSyntax { Word: FunctionWord.Network })
        {
            var suggestion = SpellChecker.Suggest(plain.Name.Text, table.Networks.Select(n => n.Name.Text));
            diagnostics.Add(Diagnose.UnknownNetwork(plain.Name.Span, plain.Name.Text, suggestion));
            return (null, null);
        }

        switch (NewElaborator(true).EvaluateStatic(train.Network))
        {
            case NetworkValue network:
                return (network.Declaration, network.Arguments);
            case UnknownValue:
                return ((name as NameExpressionSyntax)?.Name.Text is { } broken ? table.Find(broken) as FunctionSyntax : null, null);
            case var other:
                diagnostics.Add(Diagnose.WrongKind(train.Network.Span, "a network", other.Description));
                return (null, null);
        }
    }

    private SearchSpace? SpaceOf(FunctionSyntax? network, BoundArguments given, bool cellsAreAffine, bool overridden)
    {
        if (network is null || network.IsBroken)
            return null;
        var values = overridden
            ? arguments.Where(a => network.Parameters.Any(p => p.Name.Text == a.Key))
                .Aggregate(given.Values, (all, a) => all.SetItem(a.Key, (new NumberValue(a.Value), network.Name.Span)))
            : given.Values;
        if (network.Parameters.FirstOrDefault(p => p.Default is null && !values.ContainsKey(p.Name.Text)) is { } missing)
        {
            diagnostics.Add(Diagnose.NetworkNeedsDefaults(missing.Span, network.Name.Text, missing.Name.Text));
            return null;
        }

        var key = (network.Name.Text, ArgumentsText(values), cellsAreAffine);
        if (!spaces.TryGetValue(key, out var space))
        {
            var source = Source.FileName.Split('/', '\\')[^1];
            space = NewElaborator(cellsAreAffine).BuildNetwork(network, new BoundArguments(values), network.Doc ?? FileDoc, source);
            spaces[key] = space;
        }

        return space;
    }

    /// <summary>The doc comment that opens the file speaks of the network where the network has none of its own.</summary>
    private string? FileDoc => parse.File.Declarations.Length > 0 ? parse.File.Declarations[0].Doc : null;

    private static string ArgumentsText(ImmutableDictionary<string, (Value Value, TextSpan Span)> values) =>
        string.Join(';', values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value.Value}"));

    private void BindConstraints()
    {
        var binder = new ConstraintBinder(
            Source, NewElaborator(true), diagnostics, (network, given) => SpaceOf(network, given, true, overridden: true));
        Constraints =
        [
            .. parse.File.Declarations.OfType<ConstraintSyntax>()
                .Where(c => !c.IsBroken)
                .Select(c => binder.Bind(c, Space))
                .OfType<ConstraintPlan>(),
        ];
    }

    private void CheckStrategy(SearchSyntax? search, TrainSyntax? train)
    {
        if (search is { Strategy.Text: "darts" } && Space is { } space)
        {
            if (space.Decisions.IsEmpty)
                diagnostics.Add(Diagnose.NothingToSearch(search.Strategy.Span, space.Name));
            foreach (var (decision, operation) in StrategyCheck.NotRelaxable(space))
                diagnostics.Add(Diagnose.CannotRelax(decision.Span, "darts", operation));
            foreach (var dag in DagLayers.In(space.Network))
                diagnostics.Add(Diagnose.NoSupernet(dag.Edges.Span, dag.Name));
        }

        if (train is not null && Train.Auxiliary > 0 && TrainSpace is { } trained && !StrategyCheck.HasFeatures(trained))
        {
            var setting = train.Settings.First(s => s.Name.Text == "auxiliary");
            diagnostics.Add(Diagnose.AuxiliaryNeedsChain(setting.Span, trained.Name));
        }
    }

    private Elaborator NewElaborator(bool cellsAreAffine) =>
        new(table, OperationCatalog.Standard, diagnostics, new ElaborationOptions(cellsAreAffine), uses);
}
