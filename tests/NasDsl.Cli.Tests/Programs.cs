using NasDsl.Testing;

namespace NasDsl.Cli.Tests;

/// <summary>Programs that the tests share.</summary>
internal static class Programs
{
    /// <summary>A space of 8 architectures that is searched in a moment: images of 8 x 8, two classes.</summary>
    public const string Tiny = """
        /// A space small enough to be searched in a moment.

        opset Candidates {
          none         = zero
          skip_connect = skip
          conv_3x3     = conv(4, 3) >> bn
        }

        cell Block(a) {
          nodes n[2] = sum(choose 1 of [s |> choose Candidates for s in [a, ..n]])
          output n[-1]
        }

        network Tiny(classes = 2)(image: [1, 8, 8]) {
          stem = image |> conv(4, 3) |> bn
          output stem |> Block |> Block |> global_avg_pool |> linear(classes)
        }

        constraint count(skip_connect in Block) <= 1

        search darts {
          epochs = 2
          batch  = 8
        }

        train Tiny {
          epochs = 2
          batch  = 8
          weights = sgd(lr: cosine(0.1), momentum: 0.9)
          drop_path = 0.1
        }

        """;

    /// <summary>An architecture of <see cref="Tiny"/>.</summary>
    public const string TinyArchitecture = """
        {
          "network": "Tiny",
          "decisions": {
            "Block.n[0].edges": ["a"],
            "Block.n[0].edge[a]": "skip_connect",
            "Block.n[1].edges": ["n[0]"],
            "Block.n[1].edge[n[0]]": "conv_3x3"
          }
        }

        """;

    /// <summary>Three mistakes in one file.</summary>
    public const string Broken = """
        network N(x: [3, 8, 8]) {
          a = x |> cnov(8, 3)
          b = x |> conv(8, kernle: 3)
          output missing
        }

        """;

    /// <summary>Two networks, the second without decisions.</summary>
    public const string TwoNetworks = """
        network First(x: [4, 8, 8]) { output x |> choose { small = conv(4, 3), large = conv(4, 5) } |> global_avg_pool |> linear(2) }
        network Second(x: [4, 8, 8]) { output x |> conv(4, 3) |> global_avg_pool |> linear(2) }

        """;

    /// <summary>The genotype that the paper's second-order search found.</summary>
    public const string DartsV2 =
        "Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('sep_conv_3x3', 0), ('sep_conv_3x3', 1), "
        + "('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('dil_conv_3x3', 2)], normal_concat=[2, 3, 4, 5], "
        + "reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('max_pool_3x3', 0), "
        + "('skip_connect', 2), ('skip_connect', 2), ('max_pool_3x3', 1)], reduce_concat=[2, 3, 4, 5])";

    public static string Darts => RepositoryRoot.ReadText("examples/darts.nas");
}
