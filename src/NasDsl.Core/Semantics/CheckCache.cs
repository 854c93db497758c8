using System.Collections.Immutable;
using System.Text;
using NasDsl.Diagnostics;
using NasDsl.Syntax;

namespace NasDsl.Semantics;

/// <summary>What there is to say about a declaration that is looked at on its own.</summary>
/// <param name="Unused">Warnings of names that nobody uses: of interest only where the program has no errors.</param>
/// <param name="Needs">The declarations that were looked at on the way.</param>
internal sealed record CheckedDeclaration(
    ImmutableArray<Diagnostic> Diagnostics,
    ImmutableArray<Diagnostic> Unused,
    DeclarationUses Uses,
    FactRecorder? Facts,
    ImmutableArray<NamedDeclarationSyntax> Needs);

/// <summary>
/// Checked declarations of the compilations before. One holds as long as it and all that it needed are the same pieces of syntax, and the
/// program has the same names: what is looked up and not found matters, too.
/// </summary>
internal sealed class CheckCache
{
    /// <summary>So many more than twice those of the program may be kept, until a compilation goes through.</summary>
    private const int MostKept = 200;

    private Dictionary<NamedDeclarationSyntax, CheckedDeclaration> known = new(ReferenceEqualityComparer.Instance);
    private HashSet<NamedDeclarationSyntax> current = new(ReferenceEqualityComparer.Instance);
    private string names = "";

    /// <summary>Forgets what does not hold for this program.</summary>
    public void Begin(ModuleSet modules)
    {
        current = modules.All.SelectMany(m => m.Table.All).ToHashSet<NamedDeclarationSyntax>(ReferenceEqualityComparer.Instance);
        var now = NamesOf(modules);
        if (now != names)
            known = new(ReferenceEqualityComparer.Instance);
        else if (known.Count > MostKept + 2 * current.Count)
            known = known.Where(k => current.Contains(k.Key)).ToDictionary<NamedDeclarationSyntax, CheckedDeclaration>(ReferenceEqualityComparer.Instance);
        names = now;
    }

    public CheckedDeclaration? Find(NamedDeclarationSyntax declaration) =>
        known.TryGetValue(declaration, out var found) && found.Needs.All(current.Contains) ? found : null;

    public void Add(NamedDeclarationSyntax declaration, CheckedDeclaration found) => known[declaration] = found;

    /// <summary>Every name of the program, with what kind of thing it is or where it leads.</summary>
    private static string NamesOf(ModuleSet modules)
    {
        var text = new StringBuilder();
        foreach (var module in modules.All)
        {
            text.Append(module.Source.FileName).Append('@').Append(module.Source.Start).Append(module.IsIncomplete ? '?' : ' ');
            if (module != modules.Main)
                text.Append(module.HasSyntaxErrors ? '!' : ' ');
            foreach (var declaration in module.Table.All)
                text.Append(declaration.Name.Text).Append(KindOf(declaration)).Append(' ');
            foreach (var meaning in module.Imported)
                text.Append(meaning).Append(' ');
            foreach (var name in module.Table.Unsupported)
                text.Append('-').Append(name);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static char KindOf(NamedDeclarationSyntax declaration) => declaration switch
    {
        FunctionSyntax { Word: FunctionWord.Cell } => 'c',
        FunctionSyntax { Word: FunctionWord.Network } => 'n',
        FunctionSyntax => 'o',
        OpSetSyntax => 's',
        _ => '=',
    };
}
