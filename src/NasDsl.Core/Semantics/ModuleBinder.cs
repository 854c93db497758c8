using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Turns a file into its network and the plans for it. An imported file is bound for what there is to say about it.</summary>
/// <param name="arguments">Other values for static parameters of the network.</param>
/// <param name="chosen">The network to compile, or null for the one that `train` names, else the last.</param>
internal sealed class ModuleBinder(
    ModuleSet modules,
    Module module,
    DiagnosticBag diagnostics,
    DeclarationUses uses,
    ImmutableSortedDictionary<string, double> arguments,
    string? chosen,
    FactRecorder? recorder = null,
    CheckCache? cache = null,
    CancellationToken cancellation = default)
{
    private readonly Dictionary<(string, string, bool), SearchSpace?> spaces = [];

    public string? Network { get; private set; }

    public SearchSpace? Space { get; private set; }

    public SearchSpace? TrainSpace { get; private set; }

    public SupernetPlan Supernet { get; private set; } = SupernetPlans.Darts;

    public StrategyPlan? Strategy { get; private set; }

    public TrainPlan Train { get; private set; } = PlanBinder.DefaultTrain;

    public ImmutableArray<ConstraintPlan> Constraints { get; private set; } = [];

    public ImmutableArray<GoalPlan> Objective { get; private set; } = [];

    public FunctionSyntax? MainNetwork => Network is { } name ? module.Find(name) as FunctionSyntax : null;

    /// <summary>Binds the blocks and builds the networks, once all declarations of the program were checked.</summary>
    public void Bind()
    {
        var train = OnlyOne<TrainSyntax>("a `train`", NetworkOf, t => chosen is null || module.Source[NetworkOf(t).Span] == chosen);
        var search = OnlyOne<SearchSyntax>("a `search`", _ => null, _ => true);
        var (trained, trainArguments) = TrainedNetwork(train);
        Network = trained?.Name.Text ?? chosen ?? module.Table.Networks.LastOrDefault()?.Name.Text;
        if (search is not null)
        {
            Supernet = PlanBinder.Supernet(search, NewElaborator(true), diagnostics) ?? Supernet;
            Strategy = PlanBinder.Strategy(search, NewElaborator(true), diagnostics);
        }
        if (train is not null)
            Train = PlanBinder.Train(train, NewElaborator(true), diagnostics);

        // Shapes of every choice, for each network that the file declares.
        foreach (var network in module.Table.Networks.Where(n => !n.IsBroken))
            SpaceOf(network, BoundArguments.None, cellsAreAffine: true, overridden: network.Name.Text == Network);
        Space = SpaceOf(MainNetwork, BoundArguments.None, true, overridden: true);
        TrainSpace = (train, trainArguments) switch
        {
            (null, _) => Space,
            (_, { } given) => SpaceOf(trained, given, true, overridden: true),
            _ => null,
        };
        BindConstraints();
        BindObjective(search);
        CheckStrategy(search, train);
    }

    /// <summary>Checks every declaration on its own, so that an error in one hides none in another.</summary>
    public void CheckDeclarations()
    {
        foreach (var declaration in module.Syntax.Declarations.Where(d => !d.IsBroken))
            CheckDeclaration(declaration);
    }

    private void CheckDeclaration(DeclarationSyntax declaration)
    {
        switch (declaration)
        {
            case NamedDeclarationSyntax named:
                Add(cache?.Find(named) ?? Check(named));
                break;
            case UnsupportedDeclarationSyntax unsupported:
                diagnostics.Add(Diagnose.NotSupported(FirstWord(unsupported.Span), unsupported.Feature));
                break;
        }
    }

    /// <summary>Checks a declaration apart from the others, so that what was found can be kept.</summary>
    private CheckedDeclaration Check(NamedDeclarationSyntax declaration)
    {
        var (found, own, facts) = (new DiagnosticBag(modules.Standard.AtUse), new DeclarationUses(), recorder is null ? null : new FactRecorder());
        var elaborator = new Elaborator(modules, OperationCatalog.Standard, found, new ElaborationOptions(true, cancellation), own, facts);
        elaborator.Check(declaration);
        var result = new CheckedDeclaration(found.ToImmutable(), elaborator.Unused, own, facts, elaborator.Needed);
        cache?.Add(declaration, result);
        return result;
    }

    private void Add(CheckedDeclaration found)
    {
        diagnostics.AddRange(found.Diagnostics);
        if (!diagnostics.HasErrors)
            diagnostics.AddRange(found.Unused);
        uses.Add(found.Uses);
        if (found.Facts is { } facts)
            recorder?.Include(facts);
    }

    private TextSpan FirstWord(TextSpan span)
    {
        var text = module.Source[span];
        var length = 0;
        while (length < text.Length && char.IsLetter(text[length]))
            length++;
        return new TextSpan(span.Start, length);
    }

    private static ExpressionSyntax NetworkOf(TrainSyntax train) => (train.Network as CallSyntax)?.Callee ?? train.Network;

    /// <summary>The first wanted one; a second one with the same key is an error.</summary>
    private T? OnlyOne<T>(string what, Func<T, ExpressionSyntax?> key, Func<T, bool> isWanted)
        where T : DeclarationSyntax
    {
        T? first = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var declaration in module.Syntax.Declarations.OfType<T>().Where(d => !d.IsBroken))
        {
            if (!seen.Add(key(declaration) is { } expression ? module.Source[expression.Span] : ""))
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
        if (name is NameExpressionSyntax plain && module.Find(plain.Name.Text) is not FunctionSyntax { Word: FunctionWord.Network })
        {
            var suggestion = SpellChecker.Suggest(plain.Name.Text, module.Table.Networks.Select(n => n.Name.Text));
            diagnostics.Add(Diagnose.UnknownNetwork(plain.Name.Span, plain.Name.Text, suggestion));
            return (null, null);
        }

        switch (NewElaborator(true).EvaluateStatic(train.Network))
        {
            case NetworkValue network:
                return (network.Declaration, network.Arguments);
            case UnknownValue:
                return ((name as NameExpressionSyntax)?.Name.Text is { } broken ? module.Find(broken) as FunctionSyntax : null, null);
            case var other:
                diagnostics.Add(Diagnose.WrongKind(train.Network.Span, "a network", other.Description));
                return (null, null);
        }
    }

    public SearchSpace? SpaceOf(FunctionSyntax? network, BoundArguments given, bool cellsAreAffine, bool overridden)
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
            var source = module.Source.FileName.Split('/', '\\')[^1];
            space = NewElaborator(cellsAreAffine).BuildNetwork(network, new BoundArguments(values), network.Doc ?? FileDoc, source);
            spaces[key] = space;
        }

        return space;
    }

    /// <summary>The doc comment that opens the file speaks of the network where the network has none of its own.</summary>
    private string? FileDoc => module.Syntax.Declarations.Length > 0 ? module.Syntax.Declarations[0].Doc : null;

    private static string ArgumentsText(ImmutableDictionary<string, (Value Value, TextSpan Span)> values) =>
        string.Join(';', values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value.Value}"));

    private void BindConstraints()
    {
        var binder = new ConstraintBinder(
            module, modules, NewElaborator(true), diagnostics, (network, given) => SpaceOf(network, given, true, overridden: true));
        Constraints =
        [
            .. module.Syntax.Declarations.OfType<ConstraintSyntax>()
                .Where(c => !c.IsBroken)
                .Select(c => binder.Bind(c, Space))
                .OfType<ConstraintPlan>(),
        ];
    }

    private void BindObjective(SearchSyntax? search)
    {
        if (OnlyOne<ObjectiveSyntax>("an `objective`", _ => null, _ => true) is not { } objective)
            return;
        var binder = new ObjectiveBinder(module, NewElaborator(true), diagnostics, Network);
        Objective = binder.Bind(objective);
        binder.CheckStrategy(objective, Objective, search, Strategy);
    }

    private void CheckStrategy(SearchSyntax? search, TrainSyntax? train)
    {
        if (search is not null && Strategy is not null && Space is { Decisions.IsEmpty: true } fixedSpace)
            diagnostics.Add(Diagnose.NothingToSearch(search.Strategy.Span, fixedSpace.Name));
        if (search is not null && SupernetPlans.Find(search.Strategy.Text) is { } plan && Space is { } space)
            CheckSupernet(search, plan, space);

        if (train is not null && Train.Auxiliary > 0 && TrainSpace is { } trained && !StrategyCheck.HasFeatures(trained))
        {
            var setting = train.Settings.First(s => s.Name.Text == "auxiliary");
            diagnostics.Add(Diagnose.AuxiliaryNeedsChain(setting.Span, trained.Name));
        }
    }

    /// <summary>What a strategy that shares weights asks of the space.</summary>
    private void CheckSupernet(SearchSyntax search, SupernetPlan plan, SearchSpace space)
    {
        diagnostics.Enter(search.Strategy.Span);
        if (space.Decisions.IsEmpty)
            diagnostics.Add(Diagnose.NothingToSearch(search.Strategy.Span, space.Name));
        if (plan.Relaxes)
        {
            foreach (var (decision, operation) in StrategyCheck.NotRelaxable(space))
                diagnostics.Add(Diagnose.CannotRelax(decision.Span, plan.Name, operation));
            foreach (var problem in StrategyCheck.CannotWeigh(space, plan.Name))
                diagnostics.Add(problem);
        }
        foreach (var dag in DagLayers.In(space.Network))
            diagnostics.Add(Diagnose.NoSupernet(dag.Edges.Span, dag.Name));
        if (!diagnostics.HasErrors && StrategyCheck.NotASupernet(space) is { } missing)
            diagnostics.Add(missing);
    }

    private Elaborator NewElaborator(bool cellsAreAffine) =>
        new(modules, OperationCatalog.Standard, diagnostics, new ElaborationOptions(cellsAreAffine, cancellation), uses, recorder);
}
