using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

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

    public static GeneratedCode Compile(string source)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, warningLevel: 9999);
        var compilation = CSharpCompilation.Create(
            "Generated", [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest))], References, options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        var problems = result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()).ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems) + "\n\n" + source);
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

    public Type Type(string className) => Assert.Single(assembly.GetTypes(), t => t.Name == className);

    public static T Get<T>(object target, string property) => Assert.IsAssignableFrom<T>(
        target.GetType().GetProperty(property)?.GetValue(target));

    public static T Call<T>(object target, string method, params object[] arguments) => Assert.IsAssignableFrom<T>(
        target.GetType().GetMethod(method)?.Invoke(target, arguments));
}
