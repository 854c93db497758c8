using System.Collections.Immutable;
using System.Reflection;
using NasDsl.Diagnostics;
using NasDsl.Semantics;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Standard;

/// <summary>
/// The operations of the language that are written in the language itself: the `.nas` files beside this one, which the assembly
/// carries. A file is read when a name is looked for that is found nowhere else, and parsed when it declares that name.
/// </summary>
public sealed class StandardLibrary
{
    private const string Prefix = "NasDsl.Standard.";

    private static readonly string[] DeclaringWords = ["op ", "opset ", "cell ", "const "];

    private readonly Lazy<ImmutableArray<StandardFile>> files;

    internal StandardLibrary() => files = new(ReadFiles);

    /// <summary>The library that the compiler uses; shared, because it never changes.</summary>
    public static StandardLibrary Shared { get; } = new();

    /// <summary>Every name that the library declares, in alphabetical order.</summary>
    public IEnumerable<string> Names => files.Value.SelectMany(f => f.Names).Order(StringComparer.Ordinal);

    /// <summary>The texts of the files.</summary>
    public IEnumerable<SourceText> Sources => files.Value.Select(f => f.Source);

    /// <summary>How many files were parsed so far.</summary>
    internal int ParsedFiles => files.IsValueCreated ? files.Value.Count(f => f.Module.IsValueCreated) : 0;

    /// <summary>Whether any file was read so far.</summary>
    internal bool IsRead => files.IsValueCreated;

    /// <summary>The declaration of a name, or null.</summary>
    public NamedDeclarationSyntax? Find(string name) =>
        files.Value.FirstOrDefault(f => f.Names.Contains(name))?.Module.Value.Table.Find(name);

    /// <summary>The declaration that holds a place of the library, or null.</summary>
    public NamedDeclarationSyntax? DeclarationAt(TextSpan span) => FileOf(span).Module.Value.Table.All
        .FirstOrDefault(d => span.Start >= d.Span.Start && span.End <= d.Span.End);

    /// <summary>The text in which a place of the library lies.</summary>
    public SourceText SourceOf(TextSpan span) => FileOf(span).Source;

    /// <summary>A mistake inside the library as one at the use that leads to it: the user has no such file.</summary>
    public Diagnostic AtUse(Diagnostic diagnostic, TextSpan use)
    {
        var name = DeclarationAt(diagnostic.Span)?.Name.Text;
        return diagnostic with
        {
            Span = use,
            Label = name is null ? diagnostic.Label : $"inside `{name}` of the standard library",
            Help = name is null ? diagnostic.Help : $"run `nasc ops {name}` to see what it does",
            Fixes = [],
            Related = [],
        };
    }

    private StandardFile FileOf(TextSpan span) => files.Value.First(f => span.Start >= f.Source.Start && span.Start <= f.Source.End);

    private static ImmutableArray<StandardFile> ReadFiles()
    {
        var assembly = typeof(StandardLibrary).Assembly;
        var result = ImmutableArray.CreateBuilder<StandardFile>();
        var start = TextSpan.LibraryStart;
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal));
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            var source = new SourceText(ReadText(assembly, name), $"standard/{name[Prefix.Length..]}").At(start);
            result.Add(new StandardFile(source, NamesIn(source.Content), new Lazy<Semantics.Module>(() => new Semantics.Module(source, new DiagnosticBag()))));
            start = source.End + 1;
        }

        return result.ToImmutable();
    }

    private static string ReadText(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the assembly has no resource {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The names that a file declares, without parsing it: each declaration begins its line.</summary>
    private static ImmutableHashSet<string> NamesIn(string text)
    {
        var names = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var line in text.AsSpan().EnumerateLines())
            foreach (var word in DeclaringWords)
                if (line.StartsWith(word, StringComparison.Ordinal))
                    names.Add(FirstName(line[word.Length..].TrimStart()));
        return names.ToImmutable();
    }

    private static string FirstName(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        return text[..end].ToString();
    }

    private sealed record StandardFile(SourceText Source, ImmutableHashSet<string> Names, Lazy<Semantics.Module> Module);
}
