namespace NasDsl.Tests.Diagnostics;

/// <summary>
/// A program for each code, with the place that it marks between `[|` and `|]`, and what its fix puts there (null where it
/// has none). The tests that follow every code read this table.
/// </summary>
internal static class MarkedPrograms
{
    private const string Choice = "network N(x: [3, 8, 8]) { output x |> choose { a = conv(8, 3), b = conv(8, 5) } }\n";

    /// <summary>A file of one op, and the beginning of the main file.</summary>
    private const string Act = "// file cells.nas\nop Act(x) { output x |> relu }\n// file main.nas\n";

    private const string Dag = "opset Vertex(C) { conv(C, 3), max_pool(3) }\n";

    private const string Plain = "network N(x: [3, 8, 8]) { output x |> conv(8, 3) }\n";

    public static TheoryData<string, string, string?> All { get; } = new()
    {
        // --- syntax
        { "NAS1001", "const K = 3 [|$|]", "" },
        { "NAS1001", "const K = 3 [|—|] 4", "-" },
        { "NAS1001", "op F(x) { output x [|→|] relu }", "|>" },
        { "NAS1001", "const K = 3 [|😀|]", "" },
        { "NAS1001", "const K = [|\u0007|]3", "" },
        { "NAS1001", "const K = [|\ud800|]3", "" },
        { "NAS1002", "network N(x: [3, 8, 8]) { output x |> [||>|] conv(8, 3) }", null },
        { "NAS1002", "[|netwrk|] N(x: [3, 8, 8]) { output x |> relu }", "network" },
        { "NAS1002", "op [|chain|](x) { output x |> relu }", null },
        { "NAS1002", "const K = (1 + 2[||]", null },
        { "NAS1002", "op F(k)(x)[|(y)|] { output x |> conv(k, 3) }", null },
        { "NAS1003", "const NAME = [|\"cells|]", "\"" },
        { "NAS1004", "const K = 3 [|/*|] the cells", null },
        { "NAS1005", "const K = 3.5[|Q|]", null },
        { "NAS1005", "const K = 80[|mss|]", "ms" },
        { "NAS1006", "const K = [|1e999|]", null },
        { "NAS1007", "opset S { conv(8, 3) [|relu|] }", ", " },
        { "NAS1007", "train N { epochs = 5 [|batch|] = 6 }\n" + Plain, ", " },
        { "NAS1007", "network N(x: [3, 8, 8]) { output chain x { relu [|tanh|] } }", ", " },
        { "NAS1008", "const K = " + new string('(', 200) + "[|(|]1" + new string(')', 201), null },
        { "NAS1009", "network [|N|](x: [3, 8, 8]) { y = x |> relu }", null },
        { "NAS1009", "op [|F|](x) { }", null },
        { "NAS1010", "op F(x) { output x [|y = x |> relu|] }", null },
        { "NAS1010", "op F(x) { output x [|output x|] }", null },
        { "NAS1011", "const K = 3\n[|/// the end|]", "//" },
        { "NAS1011", "op F(x) {\n  [|/// in a body|]\n  output x\n}", "//" },

        // --- names
        { "NAS2001", "const K = 3\nconst [|K|] = 4", null },
        { "NAS2001", "op F(x) { output x }\ncell [|F|](x) { output x }", null },
        { "NAS2002", "op F(image) { output [|imag|] }", "image" },
        { "NAS2002", "op F(x) { a = x |> conv([|width|], 3) width = 8 output a |> conv(width, 3) }", null },
        { "NAS2003", "network N(x: [3, 8, 8]) { output x |> [|cnov|](8, 3) }", "conv" },
        { "NAS2003", "opset S { [|xyzzy|] }", null },
        { "NAS2003", "op F(x) { output x |> relu >> [|tnah|] }", "tanh" },
        { "NAS2004", "op F(x) { output x |> conv(8, 3, [|strides|]: 2) }", "stride" },
        { "NAS2004", "op G(k)(x) { output x |> conv(k, 3) }\nop F(x) { output x |> G([|width|]: 2) }", null },
        { "NAS2005", "op F(x) { output x |> [|conv(8)|] }", null },
        { "NAS2005", "op G(k)(x) { output x |> conv(k, 3) }\nop F(x) { output x |> [|G|] }", null },
        { "NAS2006", "op F(x) { output x |> relu([|1|]) }", null },
        { "NAS2006", "op F(x) { output x |> zero(1, [|2|], 3) }", null },
        { "NAS2007", "op F(x) { output x |> conv(8, 3, [|kernel|]: 5) }", null },
        { "NAS2008", "op F(x) { output x |> conv(filters: 8, [|3|]) }", null },
        { "NAS2009", "op F(k)(x, [|x|]) { output x |> conv(k, 3) }", null },
        { "NAS2009", "opset S(k, [|k|]) { conv(k, 3) }", null },
        { "NAS2010", "op F(x) { y = x |> relu [|y|] = y |> tanh output y }", null },
        { "NAS2010", "op F(x) { [|x|] = x |> relu output x }", null },
        { "NAS2010", "cell C(x) { output x }\nop F(x) { [|C|] = x |> relu output C }", null },
        { "NAS2010", "op F(x) { y = x |> relu nodes [|y|][2] = x |> tanh output y }", null },
        { "NAS2011", "opset S { conv(8, 3), [|conv(8, 5)|] }", "another_conv = " },
        { "NAS2011", "opset S { a = conv(8, 3), [|a|] = conv(8, 5) }", "another_a = " },
        { "NAS2012", "op F(x) { output x |> [|F|] }", null },
        { "NAS2012", "op F(x) { output x |> G }\nop G(x) { output x |> [|F|] }", null },
        { "NAS2012", "opset S { a = F }\nop F(x) { output x |> choose [|S|] }", null },
        { "NAS2012", "const A = [|A|] + 1", null },
        { "NAS2012", "op F = relu >> [|F|]", null },
        { "NAS2012", "const A = B\nconst B = [|A|]", null },
        { "NAS2012", "opset S { relu, again = choose [|S|] }", null },
        { "NAS2012", "opset S { relu, ..[|S|] }", null },
        { "NAS2013", "op [|conv|](x) { output x |> relu }\n" + Plain, "my_conv" },
        { "NAS2014", Choice + "search [|dart|] { epochs = 5 }", "darts" },
        { "NAS2014", Choice + "search [|simulated_annealing|] { }", null },
        { "NAS2015", Plain + "train N { [|epoch|] = 5 }", "epochs" },
        { "NAS2015", Choice + "search darts { weights = sgd(lr: 0.1, [|momentun|]: 0.9) }", "momentum" },
        { "NAS2016", Plain + "train N { epochs = 5, [|epochs|] = 6 }", null },
        { "NAS2017", Plain + "train [|M|] { epochs = 5 }", null },
        { "NAS2017", "network Cifar(x: [3, 8, 8]) { output x |> relu }\ntrain [|Cifr|] { epochs = 5 }", "Cifar" },
        { "NAS2018", "network N(x: [3, 8, 8]) { [|y|] = x |> conv(4, 3) output x |> conv(8, 3) }", null },
        { "NAS2018", "op F(x) { nodes [|n|][2] = x |> relu output x }", null },
        { "NAS2019", Plain + "train N { epochs = 5 }\n[|train|] N { epochs = 6 }", null },
        { "NAS2019", Choice + "search darts { }\n[|search|] darts { }", null },

        // --- values
        { "NAS3001", "op F(x) { output x |> conv([|x|], 3) }", null },
        { "NAS3001", "op F(x) { output [|[x, x]|] }", null },
        { "NAS3001", "op F(x) { output [|relu|] }", null },
        { "NAS3001", "op F(x) { output x + [|1|] }", null },
        { "NAS3001", "network N(x: [3, 8, 8]) { y = choose 2 of [x, x |> relu] output [|y|] }", null },
        { "NAS3001", "op F(x) { output x |> bn(affine: [|1|]) }", null },
        { "NAS3001", "const K = [|true|] + 1", null },
        { "NAS3002", "op F(x) { output x |> [|3|] }", null },
        { "NAS3002", "opset S { relu }\nop F(x) { output x |> [|S|] }", null },
        { "NAS3002", "op F(x) { output x |> relu >> [|3|] }", null },
        { "NAS3003", "op F(x) { output (x, x) |> [|relu|] }", null },
        { "NAS3003", "op F(x) { output x |> [|add|] }", null },
        { "NAS3003", "network N(x: [3, 8, 8]) { output (x, x) |> choose { add, [|relu|] } }", null },
        { "NAS3003", "network N(x: [3, 8, 8]) { output x |> choose { relu, [|add|] } }", null },
        { "NAS3003", "network N(x: [3, 8, 8]) { output x |> relu >> [|add|] }", null },
        { "NAS3004", "network N(x: [3, 8, 8]) { output x |> [|blend { a = conv(8, 3), b = conv(16, 3) }|] }", null },
        { "NAS3005", "op F(x) { output x |> conv(8, [|0|]) }", null },
        { "NAS3005", "op F(x) { nodes n[[|0|]] = x |> relu output n[-1] }", null },
        { "NAS3005", "op F(x) { output x |> repeat([|-1|]) relu }", null },
        { "NAS3005", Choice + "search darts { order = [|3|] }", null },
        { "NAS3005", Plain + "train N { drop_path = [|1.5|] }", null },
        { "NAS3006", "op F(x) { output x |> conv([|8 / 3|], 3) }", null },
        { "NAS3006", Plain + "train N { epochs = [|0.5|] }", null },
        { "NAS3006", "op F(x) { output sum([x for i in [|0..2.5|]]) }", null },
        { "NAS3007", "op F(x) { nodes n[2] = n[[|-1|]] |> relu output n[-1] + x }\nnetwork N(x: [3, 8, 8]) { output x |> F }", null },
        { "NAS3007", "op F(x) { y = [x, x] output y[[|2|]] }", null },
        { "NAS3008", "const K = 1 / [|0|]", null },
        { "NAS3008", "const K = 5 mod [|0|]", null },
        { "NAS3010", "op F(x) { output sum(choose [|3|] of [x, x |> relu]) }", null },
        { "NAS3010", "op F(x) { output sum(choose [|0|] of [x, x |> relu]) }", null },
        { "NAS3011", "op F(x) { output x |> choose [|{}|] }", null },
        { "NAS3011", "network N(x: [3, 8, 8]) { output sum(choose 1 of [x |> choose [|{ zero }|], x]) }", null },
        { "NAS3012", "op F(x) { output x |> if [|x|] then relu else tanh }", null },
        { "NAS3012", "op F(x) { nodes n[[|x|]] = x |> relu output n[-1] }", null },
        { "NAS3013", "network N([|x|]) { output x |> relu }", null },
        { "NAS3013", "network N(x: [3, [|0|], 8]) { output x |> relu }", null },
        { "NAS3013", "network N(x: [|[2, 3, 8, 8]|]) { output x |> relu }", null },
        { "NAS3013", "network N(x: [|[35, 2] of 10|]) { output x |> embedding(4) }", null },
        { "NAS3013", "network [|N|]() { output sum([]) }", null },
        {
            "NAS3014",
            "cell F(k)(x) { output sum([|choose|] 1 of [x |> conv(3, 1 + 2 * i) for i in 0..k]) }\n"
                + "network N(x: [3, 8, 8]) { output x |> F(1) |> F(2) }",
            null
        },
        {
            "NAS3014",
            "cell F(x) { output x |> [|choose|] { relu, tanh } }\n"
                + "network N(x: [3, 8, 8]) {\n  y = x |> choose { a = F, b = relu }\n  output y |> choose { a = F, b = relu }\n}",
            null
        },
        { "NAS3015", "op F(x) { nodes n[[|1000000|]] from x = n[-1] |> relu output n[-1] }", null },
        { "NAS3015", "op F(x) { output sum([x for i in [|0..1e9|]]) }", null },
        { "NAS3015", "op D(x) { output [|concat|]([x, x]) }\nnetwork N(x: [3, 8, 8]) { output x |> repeat(70) D }", null },
        { "NAS3015", "network [|N|](x: [3, 8, 8]) { output x |> repeat(3000) (repeat(3000) relu) }", null },
        { "NAS3015", "network N(x: [|[100000, 100000, 100000]|]) { output x |> relu }", null },
        { "NAS3016", "op F(x) { output x |> [|relu * 2|] }", null },
        { "NAS3017", "network N([|C|])(x: [3, 8, 8]) { output x |> conv(C, 3) }", null },

        // --- what is not there yet
        { "NAS3018", "network N(x: [3, 8, 8]) { output x |> conv([|round_channels()|], 3) }", null },
        { "NAS3018", "network N(x: [3, 8, 8]) { output x |> conv([|floor(1, 2)|], 3) }", null },
        { "NAS3019", "network N(x: [3, 8, 8]) { output x |> conv(8, choose [|5..1|]) }", null },
        {
            "NAS3020",
            "network N(x: [3, 8, 8]) {\n  k = choose { 3, 5 }\n"
            + "  output x |> choose { a = if k == 3 then conv(8, [|choose|] { 1, 3 }) else conv(8, 5), b = conv(8, 3) }\n}",
            null
        },
        {
            "NAS3021",
            "network N(x: [3, 8, 8]) {\n  a = x |> conv(8, choose { 3, 5 } as k)\n  output a |> conv(8, [|choose|] { 3, 7 } as k)\n}",
            null
        },
        { "NAS3022", "op Two(x) { output a = x, b = x |> relu }\nnetwork N(x: [3, 8, 8]) { output x |> (Two >> [|relu|]) }", null },
        { "NAS3022", "op Two(x) { output a = x, b = x |> relu }\nnetwork N(x: [3, 8, 8]) { output x |> [|choose { relu, Two }|] }", null },
        {
            "NAS3023",
            "op Two(x) { output left = x, right = x |> relu }\nnetwork N(x: [3, 8, 8]) {\n  y = x |> Two\n  output y.[|rihgt|]\n}",
            "right"
        },
        { "NAS5001", "[|loss|] Margin(x) { output x }", null },
        { "NAS5001", "[|compress|] N { each conv { bits = 8 } }", null },
        { "NAS5001", Choice + "constraint [|latency|](N) <= 80ms", null },
        { "NAS5001", Choice + "constraint params(N) <= [|50% of base|]", null },
        { "NAS5001", "op F(x: [|[3, 8, 8]|]) { output x }", null },
        { "NAS5001", "op F(k: [|[3]|])(x) { output x |> conv(k, 3) }", null },
        { "NAS5001", "op F(x = [|3|]) { output x }", null },

        {
            "NAS5002",
            Choice.TrimEnd() + "\n[|objective|] maximize accuracy * (latency(\"pixel1.csv\") / 80ms) ^ -0.07\nsearch darts { }",
            null
        },
        { "NAS5002", Choice + "search [|ddpg|] { }", null },
        { "NAS5002", Choice + "search enas { [|drop_path|] = 0.4 }", null },
        { "NAS5002", Choice + "search [|nao|] { seeds = 50, unheard_of = tournament(5), seeds = 6 }", null },
        { "NAS5002", Choice + "search evolution { population = 50, [|parents|] = 25% }", null },

        // --- several files
        { "NAS2021", Act + "import \"cells.nas\"\nop [|Act|](x) { output x |> tanh }", null },
        { "NAS2021", Act + "import \"cells.nas\"\nnetwork [|Act|](x: [3, 8, 8]) { output x |> tanh }", null },
        { "NAS2021", Act + "import \"cells.nas\" as [|F|]\nop F(x) { output x |> tanh }", null },
        { "NAS2021", Act + "import \"cells.nas\" as m\nimport \"cells.nas\" as [|m|]", null },
        { "NAS2021", "// file more.nas\nop Act(x) = x\n" + Act + "import \"cells.nas\"\nimport [|\"more.nas\"|]", null },
        { "NAS2021", Act + "import \"cells.nas\" as Act\nimport [|\"cells.nas\"|]", null },
        { "NAS2013", Act + "import \"cells.nas\" as [|conv|]", "my_conv" },
        { "NAS2022", "import [|\"parts\\\\cells.nas\"|]", null },
        { "NAS2022", "import [|\"\"|]", null },
        { "NAS2022", "import [|\"/etc/cells.nas\"|]", null },
        { "NAS2023", "// file main.nas\nimport [|\"main.nas\"|]", null },
        { "NAS2023", "// file a.nas\nimport [|\"main.nas\"|] as m\n// file main.nas\nimport \"a.nas\"", null },
        { "NAS2024", Act + "import \"cells.nas\" as m\nop F(x) { output x |> m.[|Atc|] }", "Act" },
        { "NAS2024", "// file a.nas\n" + Choice + "// file main.nas\nimport \"a.nas\" as m\nop F(x) { output x |> m.[|N|] }", null },
        { "NAS9001", "import [|\"cells.nas\"|]\nop F(x) { output x |> Act |> choose Acts }", null },
        { "NAS9001", "import [|\"cells.nas\"|] as m\nop F(x) { output x |> m.Act |> choose m.Acts }", null },
        { "NAS3002", Act + "import \"cells.nas\" as m\nop F(x) { output x |> [|m|] }", null },

        // --- shapes
        { "NAS3101", "network N(x: [3, 4, 4]) { output x |> [|conv(8, 7, padding: 0)|] }", null },
        { "NAS3102", "network N(x: [3, 8, 8]) { output x |> flatten |> [|conv(8, 3)|] }", null },
        { "NAS3103", "network N(x: [3, 8, 8]) { output x |> [|conv(8, 3, groups: 2)|] }", null },
        { "NAS3103", "network N(x: [4, 8, 8]) { output x |> [|conv(9, 3, groups: 2)|] }", null },
        { "NAS3104", "network N(x: [3, 8, 8]) { a = x |> conv(8, 3); output [|a + x|] }", null },
        { "NAS3105", "network N(x: [3, 8, 8]) { a = x |> max_pool(2, stride: 2); output [|concat|]([x, a]) }", null },
        {
            "NAS3106",
            "network N(x: [3, 32, 32]) { small = x |> conv(8, 3, stride: 2); output small |> [|fit(x, 8)|] }",
            null
        },
        { "NAS3107", "network N(x: [3, 8, 8]) { output x |> [|linear(10)|] }", null },
        { "NAS3108", "network N(x: [3, 8, 8]) { output x |> [|conv(8, 2)|] }", null },
        { "NAS3109", "network N(x: [3, 8, 8]) { output x |> [|max_pool(3, padding: 2)|] }", null },
        { "NAS3110", "network N(x: [3, 8, 8]) { output [|sum|]([]) }", null },
        { "NAS3111", "network N(x: [3, 1, 1]) { output x |> [|instance_norm|] }", null },
        { "NAS3005", "network N(x: [3, 8, 8]) { output x |> [|first_channels(4)|] }", null },
        { "NAS3120", "network N(x: [3, 8, 8]) { output x |> dag(8, vertices: 4, edges: 5, ops: { relu, [|max_pool(3, stride: 2)|] }) }", null },
        { "NAS3005", Dag + "network N(x: [3, 8, 8]) { output x |> dag(8, vertices: [|2|], edges: 1, ops: Vertex) }", null },
        { "NAS3005", Dag + "network N(x: [3, 8, 8]) { output x |> dag(8, vertices: 4, edges: [|7|], ops: Vertex) }", null },
        { "NAS3005", Dag + "network N(x: [3, 8, 8]) { output x |> dag([|1|], vertices: 4, edges: 5, ops: Vertex) }", null },
        { "NAS2005", Dag + "network N(x: [3, 8, 8]) { output x |> [|dag(8, vertices: 4, ops: Vertex)|] }", null },
        { "NAS2004", Dag + "network N(x: [3, 8, 8]) { output x |> dag(8, [|steps|]: 4, edges: 5, ops: Vertex) }", null },
        { "NAS5001", "network N(x: [3, 8, 8]) { output x |> dag(8, vertices: 4, edges: 5, ops: [|{ choose { relu, tanh } }|]) }", null },
        { "NAS5001", Dag + "network N(x: [3, 8, 8]) { output x |> dag([|choose { 4, 8 }|], vertices: 4, edges: 5, ops: Vertex) }", null },
        { "NAS2013", "opset [|dag|] { relu, tanh }", "my_dag" },
        { "NAS3112", "network N(x: [1, 8, 8]) { output x |> [|skip(stride: 2)|] }", null },
        { "NAS3113", "network N(x: [3, 10, 10]) { s = x |> conv(3, 4, padding: 0); output x |> [|resize(s)|] }", null },
        { "NAS3114", "network N(x: [3, 8, 8]) { output x |> [|adaptive_avg_pool((4, 9))|] }", null },
        { "NAS3115", "network N(x: [3, 8, 8]) { s = x |> max_pool(2, stride: 2); output x |> [|pad_to(s)|] }", null },
        { "NAS3116", "network N(x: [3, 8, 8]) { output x |> [|slice_channels(2, 2)|] }", null },
        { "NAS3117", "network N(x: [3, 8, 8]) { output (x, x |> flatten) |> [|scale_channels|] }", null },

        // --- sequences
        { "NAS3151", "network N(x: [35] of 10) { output x |> [|relu|] }", null },
        { "NAS3151", "network N(x: [35] of 10) { output x |> [|flatten|] |> linear(4) }", null },
        { "NAS3151", "op C(x, h) { output x + h }\nnetwork N(x: [35] of 10) { output x |> [|recurrent(C)|] }", null },
        { "NAS3152", "network N(x: [35]) { output x |> [|embedding(4)|] }", null },
        { "NAS3153", "network N(x: [3, 8, 8]) { output x |> [|last_step|] }", null },
        { "NAS3153", "network N(x: [8]) { output x |> [|recurrent(add)|] }", null },
        { "NAS3153", "network N(x: [8]) { output x |> [|locked_dropout(0.5)|] }", null },
        { "NAS3154", "op C(x, h) { output x |> linear(4) }\nnetwork N(x: [35, 8]) { output x |> [|recurrent(C)|] }", null },
        { "NAS3155", "network N(x: [35, 8]) { y = x |> relu output x |> tied_linear([|y|]) }", null },
        { "NAS3155", "network N(x: [35] of 10) { e = x |> embedding(4) output e |> linear(5) |> [|tied_linear(e)|] }", null },
        { "NAS3155", "network N(x: [35] of 10) { e = x |> embedding(4) output e |> relu >> [|tied_linear(e)|] }", null },
        { "NAS3003", "op C(x) { output x }\nnetwork N(x: [35, 8]) { output x |> recurrent([|C|]) }", null },
        { "NAS3005", "network N(x: [35] of [|1|]) { output x |> embedding(4) }", null },
        { "NAS3005", "network N(x: [35, 8]) { output x |> recurrent(add, hidden: [|0|]) }", null },
        { "NAS3102", "network N(x: [35, 8]) { output x |> [|bn|] }", null },
        { "NAS3102", "network N(x: [35, 8]) { output x |> [|group_norm(5)|] }", null },

        { "NAS3118", "network N(x: [3, 8, 8]) { [|output x |> choose { a = conv(8, 3), b = conv(16, 3) }|] }", null },
        { "NAS3119", "network N(x: [3, 8, 8]) { output [|concat|](choose any of [x, x |> relu]) |> conv(8, 3) }", null },
        { "NAS3119", "network N(x: [3, 8, 8]) { output [|concat|](choose 0..1 of [x, x |> relu]) |> conv(8, 3) }", null },
        {
            "NAS3104",
            "network N(x: [3, 8, 8]) {\n  a = x |> conv(choose { 8, 16 }, 3)\n  b = x |> conv(choose { 8, 16 }, 3)\n"
            + "  output [|a + b|] |> global_avg_pool |> linear(10)\n}",
            null
        },

        // --- constraints and strategies
        { "NAS4001", Choice + "constraint [|params(N) <= 10|]", null },
        { "NAS4001", Choice + "constraint [|macs(N) >= 1G|]", null },
        { "NAS4011", "const A = 1.2\nconstraint [|A * 1.1 ^ 2 >= 2|]", null },
        { "NAS4011", "const A = 1.2\nconstraint [|A > 1 and A > 2|]", null },
        { "NAS4002", Choice + "constraint [|params(N)|]", null },
        { "NAS4002", Choice + "constraint [|parms|](N) <= 10K", null },
        { "NAS4002", Choice + "constraint [|count(3)|] <= 1", null },
        { "NAS4003", Choice + "constraint count([|c|] in N) <= 1", null },
        {
            "NAS4003",
            "network N(x: [3, 8, 8]) { output x |> choose { skip_connect = skip, relu } }\nconstraint count([|skip_conect|]) <= 1",
            "skip_connect"
        },
        {
            "NAS4004",
            "network N(x: [3, 8, 8]) { output concat([|choose 1 of [x |> conv(4, 3), x |> conv(4, 5)]|]) }\nsearch darts { }",
            null
        },
        { "NAS4020", Dag + "network N(x: [3, 8, 8]) { output x |> [|dag(8, vertices: 4, edges: 5, ops: Vertex)|] }\nsearch darts { }", null },
        {
            "NAS4009",
            "network N(x: [3, 8, 8]) { output x |> conv([|choose 8..16 step 8|], 3) |> global_avg_pool |> linear(5) }\nsearch darts { }",
            null
        },
        {
            "NAS4009",
            "network N(x: [3, 8, 8]) { k = [|choose order of [1, 3]|]\n output x |> conv(4, k[0]) |> conv(4, k[1]) }\nsearch darts { }",
            null
        },
        { "NAS4004", "network N(x: [3, 8, 8]) { output concat([|choose 1 of [x |> conv(4, 3), x |> conv(4, 5)]|]) }\nsearch gdas { }", null },
        { "NAS4009", "network N(x: [3, 8, 8]) { output x |> conv([|choose 8..16 step 8|], 3) |> global_avg_pool |> linear(5) }\nsearch snas { }", null },
        { "NAS4009", "network N(x: [3, 8, 8]) { k = [|choose order of [1, 3]|]\n output x |> conv(4, k[0]) |> conv(4, k[1]) }\nsearch proxylessnas { }", null },
        { "NAS4020", Dag + "network N(x: [3, 8, 8]) { output x |> [|dag(8, vertices: 4, edges: 5, ops: Vertex)|] }\nsearch enas { }", null },
        { "NAS4020", Dag + "network N(x: [3, 8, 8]) { output x |> [|dag(8, vertices: 4, edges: 5, ops: Vertex)|] }\nsearch single_path { }", null },
        { "NAS4005", Plain + "search [|darts|] { epochs = 5 }", null },
        { "NAS4030", Choice + "objective maximize [|acuracy|]", "accuracy" },
        { "NAS4030", Choice + "objective minimize params + [|energy|]", null },
        { "NAS4030", Choice + "objective maximize [|precision|](N)", null },
        { "NAS4031", Choice + "objective maximize [|params <= 3M|]", null },
        { "NAS4031", Choice + "objective maximize [|3 * 4|]", null },
        { "NAS4031", Choice + "objective minimize [|latency(80ms)|]", null },
        { "NAS4031", Choice + "objective minimize [|accuracy(N)|]", null },
        { "NAS4031", Choice + "objective minimize max([|[1]|], params)", null },
        { "NAS4032", Choice + "objective [|accuracy|]", null },
        { "NAS4032", Choice + "objective maximize accuracy, [|params(N) / 1M|]", null },
        { "NAS4033", Choice + "objective maximize accuracy, minimize [|params|]\nsearch evolution { }", null },
        { "NAS4005", Plain + "search [|gdas|] { epochs = 5 }", null },
        { "NAS4006", Choice + "search snas { temperature = [|true|] }", null },
        { "NAS4006", Choice + "search enas { controller = [|100|] }", null },
        { "NAS4007", Choice + "search gdas { temperature = [|lineer|](10, 0.1) }", "linear" },
        { "NAS4007", Choice + "search single_path { weights = sgd(lr: [|exponential|](0.5, 0.1)) }", null },
        { "NAS2014", Choice + "search [|single_paht|] { epochs = 5 }", "single_path" },
        { "NAS2015", Choice + "search proxylessnas { [|warmup|] = 5 }", "warm_up" },
        { "NAS3005", Choice + "search gdas { temperature = [|0|] }", null },
        { "NAS3005", Choice + "search enas { skips = [|1.5|] }", null },
        { "NAS4006", Choice + "search darts { weights = [|0.025|] }", null },
        { "NAS4006", Choice + "search darts { epochs = [|true|] }", null },
        { "NAS4006", Plain + "train N { augment = [|flip|] }", null },
        { "NAS4007", Choice + "search darts { weights = [|sdg|](lr: 0.025) }", "sgd" },
        { "NAS4007", Choice + "search darts { weights = sgd(lr: [|cosinus|](0.1)) }", "cosine" },
        { "NAS4007", Plain + "train N { augment = [flip, [|cut_out|](16)] }", "cutout" },
        { "NAS4008", Plain + "train N { [|auxiliary = 0.4|] }", null },
        {
            "NAS4008",
            "op Two(a, b) = a + b\nnetwork N(x: [3, 8, 8]) { y = chain x { relu, Two } output y |> global_avg_pool |> linear(2) }\n"
                + "train N { [|auxiliary = 0.4|] }",
            null
        },
    };
}
