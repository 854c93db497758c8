using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.Operations;
using NasDsl.Syntax;

namespace NasDsl.Semantics;

/// <summary>The names that a file declares.</summary>
internal sealed class DeclarationTable
{
    private readonly Dictionary<string, NamedDeclarationSyntax> declarations = new(StringComparer.Ordinal);
    private readonly HashSet<string> unsupported = new(StringComparer.Ordinal);

    private DeclarationTable()
    {
    }

    public IEnumerable<string> Names => declarations.Keys;

    public IEnumerable<NamedDeclarationSyntax> All => declarations.Values;

    /// <summary>The names of what is declared by a construct that is not supported yet.</summary>
    public IEnumerable<string> Unsupported => unsupported;

    public static DeclarationTable Of(FileSyntax file, DiagnosticBag diagnostics)
    {
        var table = new DeclarationTable();
        foreach (var declaration in file.Declarations)
            table.Add(declaration, diagnostics);
        return table;
    }

    public NamedDeclarationSyntax? Find(string name) => declarations.GetValueOrDefault(name);

    /// <summary>True for what is declared by a construct that is not supported yet: uses of it stay silent.</summary>
    public bool IsUnsupported(string name) => unsupported.Contains(name);

    public ImmutableArray<FunctionSyntax> Networks =>
        [.. declarations.Values.OfType<FunctionSyntax>().Where(f => f.Word == FunctionWord.Network)];

    private void Add(DeclarationSyntax declaration, DiagnosticBag diagnostics)
    {
        switch (declaration)
        {
            case NamedDeclarationSyntax named:
                AddNamed(named, diagnostics);
                break;
            case UnsupportedDeclarationSyntax { Name: { } name }:
                unsupported.Add(name.Text);
                break;
        }
    }

    private void AddNamed(NamedDeclarationSyntax named, DiagnosticBag diagnostics)
    {
        var name = named.Name;
        if (OperationCatalog.Standard.Find(name.Text) is not null || name.Text == DagFunctionValue.Word)
        {
            diagnostics.Add(Diagnose.ShadowsOperation(name.Span, name.Text));
            if (named is not FunctionSyntax { Word: FunctionWord.Network })
                return;
        }

        if (!declarations.TryAdd(name.Text, named))
            diagnostics.Add(Diagnose.DuplicateDeclaration(name.Span, name.Text, declarations[name.Text].Name.Span));
    }
}
