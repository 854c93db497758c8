using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using TorchSharp;

namespace NasDsl.Torch;

/// <summary>Generated C#, compiled in memory and loaded into a context of its own: when nothing of it is used any more, its memory is free again.</summary>
/// <param name="Warnings">the C# compiler's warnings, with nullable analysis on.</param>
public sealed record GeneratedAssembly(Assembly Assembly, IReadOnlyList<Diagnostic> Warnings)
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(FindReferences);

    /// <exception cref="GeneratedCodeException">the source has errors</exception>
    public static GeneratedAssembly Compile(string source, string assemblyName) => Compile([source], assemblyName);

    /// <exception cref="GeneratedCodeException">a source has errors</exception>
    public static GeneratedAssembly Compile(IReadOnlyList<string> sources, string assemblyName)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            optimizationLevel: OptimizationLevel.Release,
            deterministic: true);
        var compilation = CSharpCompilation.Create(assemblyName, sources.Select(Parse), References.Value, options);

        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Diagnostic[] errors = [.. emitted.Diagnostics.Where(item => item.Severity == DiagnosticSeverity.Error)];
        if (!emitted.Success)
        {
            throw new GeneratedCodeException(
                $"the generated code of `{assemblyName}` does not compile: {string.Join("; ", errors.Take(5))}", errors);
        }

        Diagnostic[] warnings = [.. emitted.Diagnostics.Where(item => item.Severity == DiagnosticSeverity.Warning)];
        image.Position = 0;
        return new GeneratedAssembly(new AssemblyLoadContext(assemblyName, isCollectible: true).LoadFromStream(image), warnings);
    }

    /// <summary>The type with this name, with or without its namespace.</summary>
    internal Type? Find(string className) =>
        Assembly.GetTypes().FirstOrDefault(type => type.FullName == className)
        ?? Assembly.GetTypes().FirstOrDefault(type => type.Name == className);

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(
        SourceText.From(source, System.Text.Encoding.UTF8), new CSharpParseOptions(LanguageVersion.Latest));

    private static IReadOnlyList<MetadataReference> FindReferences()
    {
        var platform = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        return
        [
            .. platform.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Append(typeof(torch).Assembly.Location)
                .DistinctBy(Path.GetFileName)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
