using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Module = TorchSharp.torch.nn.Module;

namespace NasDsl.Tests.Emit;

/// <summary>Compiles generated C# against TorchSharp, warnings being errors, and makes its classes.</summary>
internal sealed class GeneratedCode
{
    private static readonly MetadataReference[] References =
    [
        .. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal)
                || file is "TorchSharp.dll" or "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly Assembly assembly;

    // Test classes run beside each other: threads of their own would only get in each other's way.
    static GeneratedCode() => set_num_threads(1);

    private GeneratedCode(Assembly assembly) => this.assembly = assembly;

    public static GeneratedCode Compile(string source) => Compile([source]);

    /// <summary>Several files in one compilation, which takes far less time than one each; no two may declare the same class.</summary>
    public static GeneratedCode Compile(IReadOnlyList<string> sources)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, warningLevel: 9999);
        var language = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = sources.Select((text, i) => CSharpSyntaxTree.ParseText(text, language, $"Generated{i}.cs")).ToList();
        var compilation = CSharpCompilation.Create("Generated", trees, References, options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        var problems = result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()).ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems.Take(20)) + "\n\n" + SourceOf(result.Diagnostics, sources));
        image.Position = 0;
        return new GeneratedCode(new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image));
    }

    /// <summary>An instance of a model, in float64 with weights from <paramref name="seed"/>.</summary>
    public Module<Tensor, Tensor> Create(string className, long seed = 1)
    {
        manual_seed(seed);
        var model = Assert.IsAssignableFrom<Module<Tensor, Tensor>>(Activator.CreateInstance(Type(className)));
        model.to(ScalarType.Float64);
        return model;
    }

    /// <summary>An instance of a class that is given with its namespace.</summary>
    public Module New(string fullName) =>
        Assert.IsAssignableFrom<Module>(Activator.CreateInstance(assembly.GetType(fullName, throwOnError: true) ?? typeof(void)));

    public Type Type(string className) => Assert.Single(assembly.GetTypes(), t => t.Name == className);

    private static string SourceOf(IEnumerable<Microsoft.CodeAnalysis.Diagnostic> diagnostics, IReadOnlyList<string> sources) =>
        diagnostics.FirstOrDefault(d => d.Severity >= DiagnosticSeverity.Warning)?.Location.SourceTree?.ToString() ?? sources[0];

    public static T Get<T>(object target, string property) => Assert.IsAssignableFrom<T>(
        target.GetType().GetProperty(property)?.GetValue(target));

    public static T Call<T>(object target, string method, params object[] arguments) => Assert.IsAssignableFrom<T>(
        target.GetType().GetMethod(method)?.Invoke(target, arguments));
}
