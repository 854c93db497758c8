using System.Reflection;

namespace NasDsl.Torch.Tests.Compilation;

public sealed class PortableSourcesTests
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    [Theory, InlineData(true), InlineData(false)]
    public void They_compile_on_their_own_without_a_warning(bool withSearch)
    {
        var files = PortableSources.In("Exported.Cifar", withSearch);
        Assert.Contains(files, file => file.Path == "Data/DatasetCatalog.cs");
        Assert.Contains(files, file => file.Path == "Training/ChildTrainer.cs");
        Assert.Contains(files, file => file.Path == "Weights/ModuleWeights.cs");
        Assert.Equal(withSearch, files.Any(file => file.Path == "Training/Search/SupernetSearch.cs"));
        Assert.All(files, file => Assert.Contains("namespace Exported.Cifar;", file.Text, StringComparison.Ordinal));

        var compiled = GeneratedAssembly.Compile([ImplicitUsings, .. files.Select(file => file.Text)], "Exported");
        Assert.Empty(compiled.Warnings);
        Assert.DoesNotContain(
            compiled.Assembly.GetReferencedAssemblies(), name => name.Name?.StartsWith("NasDsl", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Every_code_is_explained_and_used_once()
    {
        var codes = typeof(CodedException).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodedException)))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => (string?)field.GetRawConstantValue())
            .ToList();
        Assert.Equal(codes.Distinct().Order(), ErrorExplanations.All.Keys.Order());
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }
}
