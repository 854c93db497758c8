using System.Reflection;
using NasDsl.Diagnostics;
using NasDsl.Testing;
using NasDsl.Torch;

namespace NasDsl.Cli.Tests;

public sealed class DocsTests
{
    /// <summary>`NASDSL_ACCEPT=1` writes the page anew.</summary>
    [Fact]
    public void The_page_of_errors_is_up_to_date()
    {
        using var workspace = new Workspace();
        var page = workspace.Run("docs", "errors").Succeeds().Out;
        if (Environment.GetEnvironmentVariable("NASDSL_ACCEPT") == "1")
            File.WriteAllText(RepositoryRoot.PathOf("docs/errors.md"), page);
        Assert.Equal(RepositoryRoot.ReadText("docs/errors.md"), page);
    }

    [Fact]
    public void Every_code_is_explained()
    {
        using var workspace = new Workspace();
        foreach (var descriptor in Descriptors.All)
        {
            var text = workspace.Run("explain", descriptor.Code).Succeeds().Out;
            Assert.StartsWith($"{descriptor.Code}: {descriptor.Title} (", text, StringComparison.Ordinal);
            Assert.Contains("\nWrong:\n    ", text, StringComparison.Ordinal);
            Assert.Contains("\nRight:\n    ", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_code_of_the_trainers_is_in_the_table()
    {
        var codes = typeof(CodedException).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(CodedException)))
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(f => f.IsLiteral)
            .Select(f => (string?)f.GetRawConstantValue() ?? "")
            .ToList();
        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.NotNull(Descriptors.Find(code)));
    }

    [Fact]
    public Task An_explanation_looks_like_this()
    {
        using var workspace = new Workspace();
        return Verify(workspace.Run("explain", "nas9020").Succeeds().Out);
    }

    [Fact]
    public void The_digits_of_a_code_are_enough()
    {
        using var workspace = new Workspace();
        Assert.Equal(workspace.Run("explain", "NAS9001").Out, workspace.Run("explain", "9001").Succeeds().Out);
        Assert.Equal(Descriptors.All.Length, workspace.Run("explain").Succeeds().Out.Split('\n').Length - 1);
    }

    [Theory]
    [InlineData("sep_conv")]
    [InlineData("fit")]
    [InlineData("sum")]
    public Task An_operation_looks_like_this(string name)
    {
        using var workspace = new Workspace();
        return Verify(workspace.Run("ops", name).Succeeds().Out).UseParameters(name);
    }

    [Fact]
    public void Every_operation_is_listed_and_has_an_example()
    {
        using var workspace = new Workspace();
        var list = workspace.Run("ops").Succeeds().Out;
        foreach (var name in NasDsl.Operations.OperationCatalog.Standard.Names)
        {
            Assert.Contains(list.Split('\n'), line => line.StartsWith($"{name}(", StringComparison.Ordinal));
            // One use of it is no expression over an input: it names the embedding that it shares weights with.
            if (name == "tied_linear")
                continue;
            Assert.Contains("\nexamples\n", workspace.Run("ops", name).Succeeds().Out, StringComparison.Ordinal);
        }
    }
}
