using System.Collections.Immutable;
using NasDsl.Semantics;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.LanguageServer.Analysis;

/// <summary>Every name of the files of a program and what it means: the rules of the language for names, on the syntax alone.</summary>
internal sealed class SymbolIndex
{
    private readonly SymbolTable table;
    private readonly List<Occurrence> occurrences = [];
    private Module module;

    public SymbolIndex(ModuleSet modules)
    {
        table = new SymbolTable(modules);
        module = modules.Main;
        foreach (var each in modules.All)
        {
            module = each;
            foreach (var declaration in each.Syntax.Declarations)
                Declaration(declaration);
        }

        Occurrences = [.. occurrences.OrderBy(o => o.Span.Start)];
    }

    /// <summary>In the order of the files, and of the text in each.</summary>
    public ImmutableArray<Occurrence> Occurrences { get; }

    /// <summary>Names of arguments of which it is not known what they are given to.</summary>
    public HashSet<string> OpenArguments { get; } = new(StringComparer.Ordinal);

    public SymbolTable Table => table;

    /// <summary>The name at an offset; one that ends there counts, too.</summary>
    public Occurrence? At(int offset)
    {
        var (low, high) = (0, Occurrences.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Occurrences[middle].Span.End < offset)
                low = middle + 1;
            else
                high = middle;
        }

        Occurrence? found = null;
        for (var i = low; i < Occurrences.Length && Occurrences[i].Span.Start <= offset; i++)
            found = Occurrences[i];
        return found;
    }

    private void Declaration(DeclarationSyntax declaration)
    {
        var scope = new LocalScope(null);
        switch (declaration)
        {
            case ImportSyntax { Alias: { } alias } import:
                Add(alias, table.Of(import, SymbolKind.Alias, alias));
                break;
            case NamedDeclarationSyntax named:
                Add(named.Name, table.Of(named));
                Named(named, scope);
                break;
            case ConstraintSyntax constraint:
                Visit(constraint.Condition, scope);
                break;
            case ObjectiveSyntax objective:
                foreach (var goal in objective.Goals)
                    Visit(goal.Value, scope);
                break;
            case SearchSyntax search:
                Settings(search.Settings, scope);
                break;
            case TrainSyntax train:
                Visit(train.Network, scope);
                Settings(train.Settings, scope);
                break;
        }
    }

    private void Named(NamedDeclarationSyntax named, LocalScope scope)
    {
        switch (named)
        {
            case ConstSyntax constant:
                Visit(constant.Value, scope);
                break;
            case OpSetSyntax set:
                Parameters(set.Parameters, SymbolKind.Parameter, scope);
                Visit(set.Set, scope);
                break;
            case FunctionSyntax function:
                Parameters(function.Parameters, SymbolKind.Parameter, scope);
                Parameters(function.Inputs, SymbolKind.Input, scope);
                foreach (var statement in function.Body.Statements)
                    Statement(statement, scope);
                break;
        }
    }

    private void Parameters(ImmutableArray<ParameterSyntax> parameters, SymbolKind kind, LocalScope scope)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Default is { } value)
                Visit(value, scope);
            foreach (var dimension in parameter.Shape?.Dimensions ?? [])
                Visit(dimension, scope);
            if (parameter.Shape?.Vocabulary is { } vocabulary)
                Visit(vocabulary, scope);
            Bind(parameter, kind, parameter.Name, scope);
        }
    }

    private void Settings(ImmutableArray<SettingSyntax> settings, LocalScope scope)
    {
        foreach (var setting in settings)
            Visit(setting.Value, scope, isSetting: true);
    }

    private void Statement(StatementSyntax statement, LocalScope scope)
    {
        switch (statement)
        {
            case BindingSyntax binding:
                Visit(binding.Value, scope);
                Bind(binding, SymbolKind.Binding, binding.Name, scope);
                break;
            case NodesSyntax nodes:
                Visit(nodes.Count, scope);
                if (nodes.First is { } first)
                    Visit(first, scope);
                Bind(nodes, SymbolKind.Binding, nodes.Name, scope);
                var inside = new LocalScope(scope);
                inside.Names["i"] = new Symbol(SymbolKind.Variable, "i", null, nodes);
                Visit(nodes.Value, inside);
                break;
            case OutputSyntax output:
                foreach (var item in output.Items)
                    Visit(item.Value, scope);
                break;
        }
    }

    private void Bind(SyntaxNode node, SymbolKind kind, NameSyntax name, LocalScope scope)
    {
        var symbol = table.Of(node, kind, name);
        scope.Names.TryAdd(name.Text, symbol);
        Add(name, symbol);
    }

    private void Add(NameSyntax name, Symbol symbol)
    {
        if (!name.Span.IsInLibrary)
            occurrences.Add(new Occurrence(name.Span, symbol));
    }

    /// <param name="isSetting">Words of settings (`sgd`, `cosine`) are no names of the program.</param>
    private void Visit(ExpressionSyntax expression, LocalScope scope, bool isSetting = false)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        // A long pipe is a deep tree, but no deep recursion.
        var pipes = new Stack<PipeSyntax>();
        for (; expression is PipeSyntax pipe; expression = pipe.Value)
            pipes.Push(pipe);
        VisitPiped(expression, scope, isSetting);
        foreach (var pipe in pipes)
            Visit(pipe.Operation, scope, isSetting);
    }

    private void VisitPiped(ExpressionSyntax expression, LocalScope scope, bool isSetting)
    {
        switch (expression)
        {
            case NameExpressionSyntax name:
                if (Meaning(name.Name, scope) is { } symbol)
                    Add(name.Name, symbol);
                else if (!isSetting)
                    Add(name.Name, new Symbol(SymbolKind.Unknown, name.Name.Text, null));
                break;
            case CallSyntax call:
                Call(call, scope, isSetting);
                break;
            case MemberSyntax member:
                Visit(member.Target, scope, isSetting);
                if (MemberOf(member, scope) is { } found)
                    Add(member.Member, found);
                break;
            case ListSyntax list:
                foreach (var element in list.Elements)
                    Element(element, scope, isSetting);
                break;
            case BinarySyntax { Operator: BinaryOperator.In } choice:
                // `skip_connect in Normal`: on the left stands an alternative, not a name.
                Visit(choice.Right, scope, isSetting);
                break;
            default:
                foreach (var child in SyntaxChildren.Of(expression))
                    Visit(child, scope, isSetting);
                break;
        }
    }

    private void Call(CallSyntax call, LocalScope scope, bool isSetting)
    {
        Visit(call.Callee, scope, isSetting);
        var callee = call.Callee switch
        {
            NameExpressionSyntax name => Meaning(name.Name, scope),
            MemberSyntax member => MemberOf(member, scope),
            _ => null,
        };
        foreach (var argument in call.Arguments)
        {
            if (argument.Name is { } name && table.ParameterOf(callee, name.Text) is { } parameter)
                Add(name, parameter);
            else if (argument.Name is { } open && !isSetting)
                OpenArguments.Add(open.Text);
            Visit(argument.Value, scope, isSetting);
        }
    }

    private void Element(ElementSyntax element, LocalScope scope, bool isSetting)
    {
        switch (element)
        {
            case SingleElementSyntax single:
                Visit(single.Value, scope, isSetting);
                break;
            case SpreadElementSyntax spread:
                Visit(spread.List, scope, isSetting);
                break;
            case ComprehensionSyntax loop:
                Visit(loop.List, scope, isSetting);
                var inside = new LocalScope(scope);
                Bind(loop, SymbolKind.Variable, loop.Variable, inside);
                if (loop.Condition is { } condition)
                    Visit(condition, inside, isSetting);
                Visit(loop.Value, inside, isSetting);
                break;
        }
    }

    private Symbol? Meaning(NameSyntax name, LocalScope scope) => scope.Find(name.Text) ?? table.Find(name.Text, module);

    private Symbol? MemberOf(MemberSyntax member, LocalScope scope) =>
        member.Target is NameExpressionSyntax target && Meaning(target.Name, scope) is { Kind: SymbolKind.Alias } alias
        && SymbolTable.ModuleOf(alias, module)?.FindShared(member.Member.Text) is { } declaration
            ? table.Of(declaration)
            : null;

    private sealed class LocalScope(LocalScope? outer)
    {
        public Dictionary<string, Symbol> Names { get; } = new(StringComparer.Ordinal);

        public Symbol? Find(string name) => Names.TryGetValue(name, out var symbol) ? symbol : outer?.Find(name);
    }
}
