using NasDsl.Diagnostics;
using NasDsl.Operations;
using NasDsl.Parsing;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>A file of a program: what it declares, and what it sees of the files that it imports.</summary>
internal sealed class Module
{
    private readonly Dictionary<string, NamedDeclarationSyntax> imported = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Module?> aliases = new(StringComparer.Ordinal);

    public Module(SourceText source, DiagnosticBag diagnostics, ParseCache? cache = null)
    {
        Source = source;
        var parse = cache?.Parse(source) ?? NasSyntaxParser.Parse(source);
        Syntax = parse.File;
        HasSyntaxErrors = parse.Diagnostics.Any(d => d.Severity == Severity.Error);
        diagnostics.AddRange(parse.Diagnostics);
        Table = DeclarationTable.Of(Syntax, diagnostics);
    }

    public SourceText Source { get; }

    public FileSyntax Syntax { get; }

    /// <summary>The file's own declarations.</summary>
    public DeclarationTable Table { get; }

    public bool HasSyntaxErrors { get; }

    /// <summary>True where an import could not be read whole: a name that is not found may have been in it.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>The names that can be used in the file.</summary>
    public IEnumerable<string> Names => Table.Names.Concat(imported.Keys).Concat(aliases.Keys);

    /// <summary>Each name that comes from other files, and where it leads.</summary>
    public IEnumerable<string> Imported => imported.Select(i => $"{i.Key}={i.Value.Key}@{i.Value.Span.Start}")
        .Concat(aliases.Select(a => $"{a.Key}:{a.Value?.Source.Start}"));

    /// <summary>What a name means in this file: its own declaration, or one of an import without an alias.</summary>
    public NamedDeclarationSyntax? Find(string name) => Table.Find(name) ?? imported.GetValueOrDefault(name);

    /// <summary>What another file sees of this one: all but its networks, which are programs of their own.</summary>
    public NamedDeclarationSyntax? FindShared(string name) => Table.Find(name) is { } found && IsShared(found) ? found : null;

    public IEnumerable<NamedDeclarationSyntax> Shared => Table.All.Where(IsShared);

    /// <summary>Whether `name.` speaks of an import; the module is null where that could not be read.</summary>
    public bool TryFindAlias(string name, out Module? module) => aliases.TryGetValue(name, out module);

    /// <summary>The name by which this file speaks of another one, or null.</summary>
    public string? AliasOf(Module other) => aliases.FirstOrDefault(a => a.Value == other).Key;

    /// <summary>Makes the declarations of an imported file visible; reports names that mean two things then.</summary>
    /// <param name="module">Null where the file could not be read, which was reported.</param>
    public void Import(ImportSyntax syntax, Module? module, DiagnosticBag diagnostics)
    {
        if (syntax.Alias is { } alias)
        {
            if (IsFree(alias, diagnostics))
                aliases.Add(alias.Text, module);
            return;
        }

        IsIncomplete |= module is null || module.HasSyntaxErrors;
        foreach (var declaration in module?.Shared ?? [])
            AddImported(syntax, declaration, diagnostics);
    }

    private static bool IsShared(NamedDeclarationSyntax declaration) => declaration is not FunctionSyntax { Word: FunctionWord.Network };

    private bool IsFree(NameSyntax alias, DiagnosticBag diagnostics)
    {
        var name = alias.Text;
        if (OperationCatalog.Standard.Find(name) is not null)
            diagnostics.Add(Diagnose.ShadowsOperation(alias.Span, name));
        else if (Find(name) is { } declaration)
            diagnostics.Add(Diagnose.ImportClash(alias.Span, name, declaration.Name.Span));
        else if (aliases.ContainsKey(name))
            diagnostics.Add(Diagnose.ImportClash(alias.Span, name, null));
        else
            return true;
        return false;
    }

    private void AddImported(ImportSyntax syntax, NamedDeclarationSyntax declaration, DiagnosticBag diagnostics)
    {
        var name = declaration.Name;
        if (Table.Find(name.Text) is { } own)
        {
            // A network may be called like what its file imports no more than like what it declares.
            diagnostics.Add(Diagnose.ImportClash(own.Name.Span, name.Text, name.Span));
        }
        else if (aliases.ContainsKey(name.Text))
        {
            diagnostics.Add(Diagnose.ImportClash(syntax.PathSpan, name.Text, name.Span));
        }
        else if (!imported.TryAdd(name.Text, declaration) && imported[name.Text] is var first && first != declaration)
        {
            diagnostics.Add(Diagnose.ImportClash(syntax.PathSpan, name.Text, first.Name.Span));
        }
    }
}
