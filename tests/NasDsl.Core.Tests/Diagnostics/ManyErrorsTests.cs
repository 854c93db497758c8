namespace NasDsl.Tests.Diagnostics;

/// <summary>Every error in a file is reported in one run, each once; none hides or causes another.</summary>
public class ManyErrorsTests
{
    [Fact]
    public void Sixty_lines_with_an_error_in_nearly_every_declaration() =>
        TestCompiler.Check("""
            /// A program with everything wrong that can be.
            const WIDTH = 16
            const HALF = WIDTH / [|0|]
            const USES_HALF = HALF + 1

            opset Candidates(stride = 1) {
              none = zero(stride)
              pool = [|mx_pool|](3, stride)
              skip = skip(stride)
              conv_3 = conv(WIDTH, [|0|])
            }

            opset [|Candidates|] {
              relu
            }

            op Broken(x) {
              y = x |> [||>|] relu
              z = anything goes [|here|]
              output z
            }

            op UsesBroken(x) {
              y = x |> Broken |> Broken(3)
              output y
            }

            op [|relu|](x) {
              output x |> tanh
            }

            op [|Endless|](x) {
              y = x |> tanh
            }

            op Circle(x) {
              output x |> [|Circle|]
            }

            cell Normal(width)(a, b) {
              p = a |> fit(b, [|widht|])
              q = b |> conv(width, 1, [|strid|]: 1)
              nodes n[4] = sum(choose 2 of [s |> choose Candidates for s in [p, q, ..n]])
              output concat(n)
            }

            op Good(x) {
              output x |> UsesBroken |> [|Missing2|]
            }

            network Ten(x: [3, 8, 8]) {
              output [|)|] x
            }

            network Shapes(image: [3, 8, 8]) {
              output image |> [|linear(10)|]
            }

            constraint params([|Shape|]) <= 3.5[|Q|]
            search darts { [|epoch|] = 5, batch = [|0|] }
            train Shapes { epochs = 5, weights = [|sdg|](lr: 0.1), [|epochs|] = 6 }
            """)
            .HasOnly(
                "NAS3008", "NAS2003", "NAS3005", "NAS2001", "NAS1002", "NAS1002", "NAS2013", "NAS1009", "NAS2012", "NAS2002", "NAS2004",
                "NAS2003", "NAS1002", "NAS3107", "NAS2002", "NAS1005", "NAS2015", "NAS3005", "NAS4007", "NAS2016");

    [Theory]
    [InlineData("const K = (1 + [|}|]\nconst L = K\nop F(x) { output x |> conv(L, [|0|]) }", "NAS1002,NAS3005")]
    [InlineData("opset S { relu, [|=|] }\nop F(x) { output x |> choose S |> [|cnov|](1) }", "NAS1002,NAS2003")]
    [InlineData("cell C(x) { output x |> [|}|]\nop F(x) { output x |> C(8) |> [|rleu|] }", "NAS1002,NAS2003")]
    [InlineData("[|garbage|] in { the = first, line }\nop F(x) { output x |> [|rleu|] }", "NAS1002,NAS2003")]
    [InlineData("op F(x) { output x }\n[|more|] garbage\n{ on = two } lines\nop G(x) { output x |> [|rleu|] }", "NAS1002,NAS2003")]
    [InlineData("network N(x: [3, 8, 8]) { output x |> [||>|] relu }\ntrain N { epochs = 5 }\nconstraint params(N) <= 3", "NAS1002")]
    [InlineData("op F(x) { output x |> [|cnov|](8) |> bn }\nnetwork N(x: [3, 8, 8]) { output x |> F |> linear(3) }", "NAS2003")]
    [InlineData("const A = [|B|]\nconst C = A\nconst D = C + A\nop F(x) { output x |> conv(D, 3) }", "NAS2002")]
    [InlineData("cell C(x) { output x |> choose { [|unknown_name|], relu } }\nnetwork N(x: [3, 8, 8]) { output x |> C }\nsearch darts { }", "NAS2003")]
    [InlineData("import [|\"a.nas\"|] as a\nop F(x) { output x |> a.B(3) |> a }", "NAS9001")]
    [InlineData("// file a.nas\nop A(x) { output x |> [||>|] relu }\n// file main.nas\nimport \"a.nas\"\nop F(x) { output x |> A |> B }", "NAS1002")]
    [InlineData("// file a.nas\nop A(x) { output x |> [|rleu|] }\n// file main.nas\nimport \"a.nas\"\nnetwork N(x: [8]) { output x |> A |> A }", "NAS2003")]
    [InlineData("[|loss|] Margin(x) { output x }\nop F(x) { output x |> Margin }", "NAS5001")]
    public void A_broken_declaration_hides_and_causes_no_other_error(string program, string codes) =>
        TestCompiler.Check(program).HasOnly(codes.Split(','));

    [Fact]
    public void A_broken_network_named_by_train_is_not_replaced_by_another() =>
        TestCompiler.Check("""
            cell C(x) { output x |> choose { skip, relu } }
            network N(x: [3, 8, 8]) { output x |> [||>|] C }
            network M(x: [3, 8, 8]) { output x |> relu }
            train N { auxiliary = 0.4 }
            search darts { }
            constraint count(skip in C) <= 2
            """).HasOnly("NAS1002");

    [Fact]
    public void Wrong_arguments_of_train_cause_no_second_error() =>
        TestCompiler.Check("""
            network N(k = 8)(x: [3, 8, 8]) { output chain x { conv(k, 3) } }
            network O(x: [3, 8, 8]) { output x |> relu }
            train N([|kk|]: 3) { auxiliary = 0.4 }
            """).HasOnly("NAS2004");
}
