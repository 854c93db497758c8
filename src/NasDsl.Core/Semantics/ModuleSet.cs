using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.Standard;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>All files of a program; a name is looked up in the file in which it is written.</summary>
internal sealed class ModuleSet
{
    private readonly Lazy<ImmutableDictionary<string, string>> cellNames;

    public ModuleSet(ImmutableArray<Module> modules, StandardLibrary standard, ImmutableArray<Diagnostic> diagnostics)
    {
        All = modules;
        Standard = standard;
        Diagnostics = diagnostics;
        Sources = new SourceSet(modules.Select(m => m.Source));
        cellNames = new(NameCells);
    }

    /// <summary>The file that is compiled, then those that it imports.</summary>
    public ImmutableArray<Module> All { get; }

    public Module Main => All[0];

    public StandardLibrary Standard { get; }

    public SourceSet Sources { get; }

    /// <summary>What was wrong with the files' syntax, names and imports.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The file in which something is written; null for the standard library.</summary>
    public Module? Of(TextSpan span)
    {
        if (span.IsInLibrary)
            return null;
        if (All.Length == 1)
            return Main;
        var source = Sources.Of(span);
        return All.First(m => m.Source == source);
    }

    /// <summary>
    /// What the decisions of a cell begin with: its name. Of two cells of one name, that of the main file keeps it; an imported
    /// one has the alias of its file before it, or the file's name.
    /// </summary>
    public string CellName(FunctionSyntax cell) => cellNames.Value.TryGetValue(cell.Key, out var name) ? name
        : cellNames.Value.ContainsKey(cell.Name.Text) ? $"std.{cell.Name.Text}" : cell.Name.Text;

    /// <summary>Whether decisions of a cell begin with this name, so that nothing else may be called so.</summary>
    public bool IsCellName(string name) => All.Length > 1
        ? cellNames.Value.ContainsValue(name)
        : Main.Table.Find(name) is FunctionSyntax { Word: FunctionWord.Cell };

    private ImmutableDictionary<string, string> NameCells()
    {
        var names = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var taken = new UniqueNames();
        var cells = All.SelectMany(m => m.Table.All.OfType<FunctionSyntax>().Where(f => f.Word == FunctionWord.Cell), (m, f) => (Module: m, Cell: f));
        foreach (var group in cells.GroupBy(c => c.Cell.Name.Text))
        {
            var isShared = group.Count() > 1;
            foreach (var (module, cell) in group)
                names[cell.Key] = taken.Take(isShared && module != Main ? $"{PrefixOf(module)}.{group.Key}" : group.Key);
        }

        return names.ToImmutable();
    }

    private string PrefixOf(Module module)
    {
        if (Main.AliasOf(module) is { } alias)
            return alias;
        var file = module.Source.FileName.Split('/', '\\')[^1];
        return file.Split('.')[0] is { Length: > 0 } stem ? stem : file;
    }
}
