using System.Reflection;
using System.Text.RegularExpressions;
using NasDsl.Analysis;
using NasDsl.Emit;
using NasDsl.Operations;
using static TorchSharp.torch;

namespace NasDsl.Tests.Emit;

/// <summary>Names that mean something in C# or TorchSharp do not break generated code.</summary>
public partial class NamesTests
{
    private static readonly string[] Nasty =
    [
        "class", "int", "params", "this", "base", "value", "var", "new", "null", "await", "record", "field", "async",
        "Tensor", "torch", "nn", "functional", "forward", "input", "op1", "scope", "cat", "training", "Module", "weights",
        "decisions", "decision", "candidates", "alpha_x", "path", "dropPath", "Decision", "MixedOp", "Zero", "Sequential",
        "Parameter", "features", "Alphas", "Discretize", "DropPath", "Dispose", "GetType", "ToString", "name", "parameters",
        "n0", "n", "cell1", "layer", "a", "b", "x", "i", "_", "__", "Normal", "Normal2", "Net", "NetSupernet", "System",
        "Identity", "Linear", "Conv2d", "randn", "OneOf2", "Add", "bChannels", "aChannels", "width", "Func", "Candidates", "OneOf",
        "named", "state_dict", "children", "double", "dynamic", "nameof", "when", "stem", "body", "output1", "handle",
    ];

    [Theory]
    [InlineData("n[2].edge[p]", "n2_edge_p")]
    [InlineData("n[0]", "n0")]
    [InlineData("Normal.n[1].edge[n[0]]", "Normal_n1_edge_n0")]
    [InlineData("x#2", "x_2")]
    [InlineData("body[3]", "body3")]
    [InlineData("v2[3]", "v2_3")]
    [InlineData("2x", "_2x")]
    [InlineData("é", "_")]
    public void Names_are_spelled_as_in_csharp(string name, string expected) => Assert.Equal(expected, Identifiers.Spell(name));

    /// <summary>No declaration of a program may be called like a class that is written beside it.</summary>
    [Fact]
    public void Names_of_all_helpers_are_reserved()
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var helpers = typeof(HelperClass).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(All)).Where(field => field.FieldType == typeof(HelperClass) && field.DeclaringType is { ContainsGenericParameters: false })
            .Select(field => field.GetValue(null)).OfType<HelperClass>().ToList();
        var declared = helpers.SelectMany(helper => TypeDeclaration().Matches(helper.Source)).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Contains("ConvolutionGradients", declared);
        Assert.Contains("LoweredSepConv", declared);
        Assert.DoesNotContain(declared, name => !Identifiers.IsReserved(name));
    }

    [GeneratedRegex(@"^internal (?:sealed |static |abstract |readonly )*(?:partial )?(?:class|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [Fact]
    public void A_scope_gives_each_name_once()
    {
        var scope = new NameScope(name => name == "Taken");

        Assert.Equal(["n0", "n0_2", "class_", "Taken_value", "forward_", "_alpha_x"], new[] { "n[0]", "n0", "class", "Taken", "forward", "alpha_x" }.Select(scope.Of));
        Assert.Equal("n0_2", scope.Of("n0"));
    }

    [Fact]
    public void Programs_with_nasty_names_compile_and_run()
    {
        using var torchScope = NewDisposeScope();
        var random = new Random(4);
        var built = 0;
        var problems = new List<string>();
        for (var round = 0; round < 12 && built < 6; round++)
        {
            var program = Program(random);
            var compilation = Compilation.Create(new NasDsl.Text.SourceText(program, $"{Nasty[random.Next(Nasty.Length)]}.nas"));
            // Not every name may be declared in the language itself.
            problems.AddRange(compilation.Diagnostics.Select(d => d.Message));
            if (compilation.Space is not { } space || compilation.HasErrors)
                continue;
            built++;
            var supernet = GeneratedCode.Compile(SupernetEmitter.Emit(space)).Create(GeneratedNames.Supernet(space));
            var child = ArchitectureResolver.Resolve(space, ArchitectureSampler.For(space, round).Next());
            var source = ChildEmitter.Emit(space, child, new EmitOptions(DropPath: true, Auxiliary: true));
            var model = GeneratedCode.Compile(source).Create(GeneratedNames.Child(space));
            var images = GeneratedModelTests.Images(space.Network);
            Assert.Equal([2, 3], supernet.forward(images).shape);
            Assert.Equal([2, 3], model.forward(images).shape);
        }
        Assert.True(built == 6, string.Join('\n', problems));
    }

    /// <summary>Every name that a program can choose, drawn without repetition.</summary>
    private static string Program(Random random)
    {
        var names = new Queue<string>(Nasty.OrderBy(_ => random.Next()));
        var (cell, op, network) = (names.Dequeue(), names.Dequeue(), names.Dequeue());
        var (a, b, width, p, q, n) = (names.Dequeue(), names.Dequeue(), names.Dequeue(), names.Dequeue(), names.Dequeue(), names.Dequeue());
        var (x, y, k, image, stem, body) = (names.Dequeue(), names.Dequeue(), names.Dequeue(), names.Dequeue(), names.Dequeue(), names.Dequeue());
        return $$"""
            op {{op}}({{k}})({{x}}) {
              {{y}} = {{x}} |> choose { conv(4, {{k}}), skip }
              output {{y}} |> choose { relu, {{names.Dequeue()}} = tanh }
            }
            cell {{cell}}({{width}})({{a}}, {{b}}) {
              {{p}} = {{a}} |> fit({{b}}, {{width}})
              {{q}} = {{b}} |> relu_conv_bn({{width}}, 1)
              nodes {{n}}[2] = sum(choose 2 of [s |> choose { zero, skip, sep_conv(3) } for s in [{{p}}, {{q}}, ..{{n}}]])
              output concat({{n}}) |> conv(4, 1) |> {{op}}(3)
            }
            network {{network}}({{image}}: [3, 8, 8]) {
              {{stem}} = {{image}} |> conv(4, 3) |> {{op}}(3)
              {{body}} = chain {{stem}} { {{cell}}(4) * 2, {{cell}}(6) }
              output {{body}} |> global_avg_pool |> linear(3)
            }
            """;
    }
}
