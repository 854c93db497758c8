using NasDsl.Operations;
using NasDsl.Semantics;
using NasDsl.Syntax;

namespace NasDsl.LanguageServer.Analysis;

/// <summary>The symbols that names mean outside of bodies; one object for each.</summary>
internal sealed class SymbolTable(ModuleSet modules)
{
    private readonly Dictionary<SyntaxNode, Symbol> declared = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Symbol> language = new(StringComparer.Ordinal);

    /// <summary>What a name means in a file, where no body binds it; null where it means nothing.</summary>
    public Symbol? Find(string name, Module? module)
    {
        if (module?.Find(name) is { } declaration)
            return Of(declaration);
        if (module?.TryFindAlias(name, out _) == true
            && module.Syntax.Declarations.OfType<ImportSyntax>().FirstOrDefault(i => i.Alias?.Text == name) is { Alias: { } alias } import)
            return Of(import, SymbolKind.Alias, alias);
        if (OperationCatalog.Standard.Find(name) is { } operation)
            return Language(SymbolKind.Operation, name, operation);
        if (Builtin.Find(name) is not null || name is RecurrentValue.Word or DagFunctionValue.Word)
            return Language(SymbolKind.Function, name);
        return modules.Standard.Find(name) is { } standard ? Of(standard) : null;
    }

    /// <summary>The file that an alias speaks of.</summary>
    public static Module? ModuleOf(Symbol alias, Module module) =>
        module.TryFindAlias(alias.Name, out var imported) ? imported : null;

    public Symbol Of(NamedDeclarationSyntax declaration) => Of(declaration, KindOf(declaration), declaration.Name);

    public Symbol Of(SyntaxNode node, SymbolKind kind, NameSyntax name)
    {
        if (!declared.TryGetValue(node, out var symbol))
            declared[node] = symbol = new Symbol(kind, name.Text, name.Span, node);
        return symbol;
    }

    /// <summary>A parameter of what is called, by its name; null where it has none of this name.</summary>
    public Symbol? ParameterOf(Symbol? callee, string name)
    {
        if (callee?.Operation is { } operation)
            return operation.Parameters.Any(p => p.Name == name)
                ? Language(SymbolKind.OperationParameter, $"{operation.Name}.{name}", operation) : null;
        return Parameters(callee).FirstOrDefault(p => p.Name.Text == name) is { } parameter
            ? Of(parameter, SymbolKind.Parameter, parameter.Name) : null;
    }

    public static IReadOnlyList<ParameterSyntax> Parameters(Symbol? symbol) => symbol?.Node switch
    {
        FunctionSyntax function => function.Parameters,
        OpSetSyntax set => set.Parameters,
        _ => [],
    };

    private Symbol Language(SymbolKind kind, string name, Operation? operation = null)
    {
        if (!language.TryGetValue(name, out var symbol))
            language[name] = symbol = new Symbol(kind, name, null, null, operation);
        return symbol;
    }

    private static SymbolKind KindOf(NamedDeclarationSyntax declaration) => declaration switch
    {
        ConstSyntax => SymbolKind.Constant,
        OpSetSyntax => SymbolKind.OpSet,
        FunctionSyntax { Word: FunctionWord.Cell } => SymbolKind.Cell,
        FunctionSyntax { Word: FunctionWord.Network } => SymbolKind.Network,
        _ => SymbolKind.Op,
    };
}
