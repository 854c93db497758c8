using NasDsl.Diagnostics;
using NasDsl.Parsing;
using NasDsl.Standard;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>Reads a file and what it imports, each file once.</summary>
internal sealed class ModuleLoader
{
    private const int MostFiles = 500;
    private const int MostText = 256 * 1024 * 1024;

    private readonly ISourceResolver? resolver;
    private readonly DiagnosticBag diagnostics = new();
    private readonly List<Module> modules = [];
    private readonly Dictionary<string, Module?> known = new(StringComparer.Ordinal);

    // The files that are being read now, each imported by the one before it.
    private readonly List<Module> path = [];

    private readonly ParseCache? cache;

    private ModuleLoader(ISourceResolver? resolver, ParseCache? cache) => (this.resolver, this.cache) = (resolver, cache);

    public static ModuleSet Load(SourceText main, ISourceResolver? resolver, StandardLibrary standard, ParseCache? cache = null)
    {
        var loader = new ModuleLoader(resolver, cache);
        loader.Add(main, resolver?.IdentityOf(main.FileName) ?? "");
        return new ModuleSet([.. loader.modules], standard, loader.diagnostics.ToImmutable());
    }

    private Module Add(SourceText source, string identity)
    {
        // One offset between two files belongs to the end of the first.
        var module = new Module(source.At(modules.Count == 0 ? 0 : modules[^1].Source.End + 1), diagnostics, cache);
        modules.Add(module);
        known[identity] = module;
        path.Add(module);
        foreach (var import in module.Syntax.Declarations.OfType<ImportSyntax>().Where(i => !i.IsBroken))
            module.Import(import, Find(import, module), diagnostics);
        path.RemoveAt(path.Count - 1);
        return module;
    }

    private Module? Find(ImportSyntax import, Module importer)
    {
        if (ProblemOf(import.Path) is { } wrong)
        {
            var (text, help) = wrong;
            diagnostics.Add(Diagnose.BadImport(import.PathSpan, import.Path, text, help));
            return null;
        }

        var name = resolver?.Locate(import.Path, importer.Source.FileName) ?? import.Path;
        var identity = resolver?.IdentityOf(name) ?? name;
        if (!known.TryGetValue(identity, out var module))
            return Read(import, name, identity);
        if (module is not null && path.IndexOf(module) is >= 0 and var start)
            diagnostics.Add(Diagnose.ImportCircle(
                import.PathSpan, module.Source.FileName, [.. path.Skip(start).Select(m => m.Source.FileName)]));
        // A file that could not be read is reported where each file asks for it: each has something to mend.
        return module ?? Read(import, name, identity);
    }

    private Module? Read(ImportSyntax import, string name, string identity)
    {
        if (modules.Count == MostFiles || modules[^1].Source.End > MostText)
        {
            diagnostics.Add(Diagnose.BadImport(
                import.PathSpan, import.Path, $"the program has more than {MostFiles} files or {MostText / 1024 / 1024} MiB",
                "import fewer files"));
            return known[identity] = null;
        }

        var (source, problem) = resolver?.Read(name) ?? default;
        if (source is not null)
            return Add(source, identity);
        if (problem is not null)
        {
            diagnostics.Add(problem with
            {
                Span = import.PathSpan,
                Help = problem.Help ?? "an import's path is relative to the file that imports",
            });
        }

        return known[identity] = null;
    }

    private (string Text, string Help)? ProblemOf(string path) => path switch
    {
        "" => ("it names no file", "write the file's path: `import \"cells.nas\"`"),
        _ when path.Contains('\\') => ("it has a `\\`", "write `/` between folders on every system"),
        ['/', ..] or [_, ':', ..] => ("it is an absolute path", "write the path relative to this file, as `\"../cells.nas\"`"),
        _ when path.Any(char.IsControl) => ("it has a control character", "write the file's path on one line"),
        _ when resolver is null => ("this program is in no file", "put the program into a file"),
        _ => null,
    };
}
