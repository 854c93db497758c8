using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Parsing;
using NasDsl.Semantics;
using NasDsl.Syntax;
using NasDsl.Text;

namespace NasDsl.Tests.Emit;

/// <summary>Programs for the emitter's tests, and their search spaces.</summary>
internal static class Programs
{
    public const string Darts = """
        /// DARTS on CIFAR-10.
        opset Candidates(stride = 1) {
          none         = zero(stride)
          max_pool_3x3 = max_pool(3, stride) >> bn(affine: false)
          avg_pool_3x3 = avg_pool(3, stride) >> bn(affine: false)
          skip_connect = skip(stride)
          sep_conv_3x3 = sep_conv(3, stride)
          sep_conv_5x5 = sep_conv(5, stride)
          dil_conv_3x3 = dil_conv(3, stride, dilation: 2)
          dil_conv_5x5 = dil_conv(5, stride, dilation: 2)
        }

        /// The cell that keeps the resolution.
        cell Normal(width)(a, b) {
          p = a |> fit(b, width)
          q = b |> relu_conv_bn(width, 1)
          nodes n[4] = sum(choose 2 of [s |> choose Candidates for s in [p, q, ..n]])
          output concat(n)
        }

        /// The cell that halves the resolution.
        cell Reduction(width)(a, b) {
          p = a |> fit(b, width)
          q = b |> relu_conv_bn(width, 1)
          nodes n[4] = sum(choose 2 of [
            s |> choose Candidates(stride: 2) for s in [p, q],
            s |> choose Candidates            for s in n,
          ])
          output concat(n)
        }

        /// A network of normal and reduction cells.
        network Cifar(C = 16, N = 2)(image: [3, 32, 32]) {
          stem = image |> conv(3 * C, 3) |> bn
          body = chain stem {
            Normal(C)        * N
            Reduction(2 * C)
            Normal(2 * C)    * N
            Reduction(4 * C)
            Normal(4 * C)    * N
          }
          output body |> global_avg_pool |> linear(10)
        }
        """;

    /// <summary>The search space of the only network of <paramref name="program"/>.</summary>
    public static SearchSpace Space(string program, bool cellsAreAffine = true, string fileName = "test.nas")
    {
        var diagnostics = new DiagnosticBag();
        var parse = NasSyntaxParser.Parse(new SourceText(program, fileName));
        diagnostics.AddRange(parse.Diagnostics);
        var table = DeclarationTable.Of(parse.File, diagnostics);
        var elaborator = new Elaborator(table, OperationCatalog.Standard, diagnostics, new ElaborationOptions(cellsAreAffine));
        var network = Assert.Single(table.Networks);
        var space = elaborator.BuildNetwork(network, BoundArguments.None, network.Doc, fileName);
        Assert.Empty(diagnostics.ToImmutable().Where(d => d.Severity == Severity.Error).Select(d => d.Message));
        Assert.NotNull(space);
        return space;
    }

    /// <summary>Another number in place of a default: `With(Darts, "C = 16", "C = 36")`.</summary>
    public static string With(string program, params (string Old, string New)[] changes) =>
        changes.Aggregate(program, (text, change) => text.Replace(change.Old, change.New, StringComparison.Ordinal));
}
