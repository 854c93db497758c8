using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Testing;

namespace NasDsl.LanguageServer.Tests;

public sealed class FeatureTests : IDisposable
{
    private const string Small = """
        /// What an edge can be.
        opset Edges(stride = 1) {
          skip
          wide = sep_conv(3, stride)
        }

        cell Node(width)(a, b) {
          nodes n[2] = sum(choose 1 of [s |> choose Edges for s in [a, b, ..n]])
          output concat(n) |> conv(width, 1)
        }

        network Net(C = 4)(image: [3, 8, 8]) {
          stem = image |> conv(C, 3) |> bn
          body = chain stem, stem { Node(C) * 2 }
          output body |> global_avg_pool |> linear(10)
        }

        train Net { epochs = 3 }

        """;

    private readonly Client client = Client.Start();

    public void Dispose() => client.Dispose();

    [Fact]
    public void Diagnostics_come_as_one_types()
    {
        var uri = client.Open(Small);
        Assert.Empty(client.Codes(uri, 1));

        client.Change(uri, 2, Json.Object(("text", Small.Replace("|> bn", "|> bm"))));
        Assert.Equal(["NAS2003"], client.Codes(uri, 2));

        client.Change(uri, 3, Json.Object(("text", Small)));
        Assert.Empty(client.Codes(uri, 3));
    }

    [Fact]
    public void An_edit_of_a_range_counts_utf16_code_units()
    {
        var uri = client.Open("// 😀 x\nconst A = 1\n");
        client.Change(uri, 2, Json.Object(
            ("range", Json.Object(
                ("start", Json.Object(("line", 0), ("character", 6))), ("end", Json.Object(("line", 1), ("character", 0))))),
            ("text", "y\nconst B = nothing\n")));

        var range = client.Published(uri, 2).At("params", "diagnostics") is JsonArray { Count: 1 } found ? found[0].At("range") : null;
        Assert.Equal(1, range.Number("start", "line"));
        Assert.Equal(10, range.Number("start", "character"));
    }

    [Theory]
    [InlineData("image |> conv", "image |> co$0nv", "conv(filters, kernel", "`[4, 8, 8]`")]
    [InlineData("image |> conv", "image |> co$0nv", "parameters", "MACs")]
    [InlineData("conv(C, 3)", "conv($0C, 3)", "parameter C = 4", "value `4`")]
    [InlineData("choose Edges", "cho$0ose Edges", "| `wide` | `[4, 8, 8]` |", "one of 2 alternatives")]
    [InlineData("choose Edges", "choose Ed$0ges", "opset Edges(stride = 1)", "What an edge can be.")]
    [InlineData("network Net", "network N$0et", "architectures", "supernet")]
    [InlineData("output body", "output bo$0dy", "body = chain", "`[4, 8, 8]`")]
    public void Hover_shows_what_is_known(string plain, string marked, string first, string second)
    {
        var text = Hover(Small.Replace(plain, marked));

        Assert.Contains(first, text);
        Assert.Contains(second, text);
    }

    [Theory]
    [InlineData("image |> $0", "conv", "Node")]
    [InlineData("stem |> choose $0", "Edges", "choose")]
    [InlineData("conv($0", "filters:", "C")]
    public void Completion_offers_what_fits(string typed, params string[] expected)
    {
        var labels = Labels(Small.Replace("output body |> global_avg_pool |> linear(10)", $"output {typed}"));

        Assert.Empty(expected.Except(labels));
    }

    [Theory]
    [InlineData("search $0", "darts")]
    [InlineData("search darts {\n  $0\n}", "alphas")]
    [InlineData("train Net {\n  dr$0\n}", "drop_path")]
    [InlineData("$0", "network")]
    public void Completion_knows_blocks(string typed, string expected) =>
        Assert.Contains(expected, Labels(Small.Replace("train Net { epochs = 3 }", typed)));

    [Fact]
    public void Nothing_is_offered_in_a_comment() => Assert.Empty(Labels("// net$0"));

    [Fact]
    public void Signature_help_knows_the_parameter()
    {
        var help = At(Small.Replace("sep_conv(3, stride)", "sep_conv(3, $0"), "textDocument/signatureHelp");

        Assert.StartsWith("sep_conv(", help.At("signatures")?[0].Text("label"));
        Assert.Equal(1, help.Number("activeParameter"));
    }

    [Fact]
    public void A_name_leads_to_its_declaration() =>
        Assert.Equal(6, At(Small.Replace("Node(C) *", "No$0de(C) *"), "textDocument/definition").Number("range", "start", "line"));

    [Fact]
    public void All_uses_are_found()
    {
        var uses = (JsonArray)At(Small.Replace("s |> choose Edges", "s |> choose Ed$0ges"), "textDocument/references")!;

        Assert.Equal([1, 7], uses.Select(u => u.Number("range", "start", "line") ?? -1));
    }

    [Fact]
    public void A_parameter_is_renamed_with_its_arguments()
    {
        var source = Marked.Of("op F(wid$0th)(x) = x |> conv(width, 3)\nnetwork N(x: [3, 8, 8]) { output x |> F(width: 4) |> relu }\n");
        var uri = client.Open(source.Text);
        var parameters = source.At(uri);
        parameters["newName"] = "filters";

        var edits = (JsonArray)client.Request("textDocument/rename", parameters).At("changes", uri)!;
        Assert.Equal(3, edits.Count);
    }

    [Theory]
    [InlineData("b", "already means something")]
    [InlineData("chain", "is not a name")]
    [InlineData("2x", "is not a name")]
    public void A_rename_that_would_capture_is_refused(string name, string why)
    {
        var source = Marked.Of("op F(x) {\n  $0a = x |> relu\n  b = x |> bn\n  output a + b\n}\nnetwork N(x: [3, 8, 8]) { output x |> F }\n");
        var uri = client.Open(source.Text);
        var parameters = source.At(uri);
        parameters["newName"] = name;

        Assert.Contains(why, client.Refusal("textDocument/rename", parameters));
    }

    [Fact]
    public void An_operation_of_the_language_is_not_renamed() =>
        Assert.Contains("comes with the language", client.Refusal("textDocument/prepareRename", Opened(Small.Replace("|> bn", "|> b$0n"))));

    [Fact]
    public void The_outline_has_declarations_and_what_is_in_them()
    {
        var symbols = (JsonArray)At("$0" + Small, "textDocument/documentSymbol")!;

        Assert.Equal(["Edges", "Node", "Net", "train Net"], symbols.Select(s => s.Text("name")));
        Assert.Equal(["stem", "body"], ((JsonArray)symbols[2].At("children")!).Select(s => s.Text("name")));
    }

    [Fact]
    public void The_workspace_is_searched_by_letters()
    {
        client.Open(Small);

        var found = (JsonArray)client.Request("workspace/symbol", Json.Object(("query", "ed")))!;
        Assert.Equal(["Edges"], found.Select(f => f.Text("name")).Order());
    }

    [Fact]
    public void Blocks_fold()
    {
        var ranges = (JsonArray)At("$0" + Small, "textDocument/foldingRange")!;

        Assert.Contains(ranges, r => r.Number("startLine") == 1 && r.Number("endLine") == 3);
    }

    [Fact]
    public void Words_have_meanings()
    {
        var data = (JsonArray)At("$0const A = 1 // x\nnetwork N(x: [A, 8, 8]) { output x |> relu }\n", "textDocument/semanticTokens/full").At("data")!;

        Assert.Equal(0, data.Count % 5);
        // `const`, a keyword, at the beginning; then `A`, a variable that is declared here.
        Assert.Equal([0, 0, 5, 0, 0, 0, 6, 1, 8, 1], data.Take(10).Select(d => d!.GetValue<int>()));
    }

    [Fact]
    public void Shapes_stand_behind_each_pipe()
    {
        var hints = (JsonArray)At("$0" + Small, "textDocument/inlayHint", isWhole: true)!;

        Assert.Contains("[4, 8, 8]", hints.Select(h => h.Text("label")));
        Assert.Contains("[10]", hints.Select(h => h.Text("label")));
    }

    [Fact]
    public void A_fix_is_offered()
    {
        var source = Marked.Of("network N(x: [3, 8, 8]) { output x |> [|cnov|](8, 3) }\n");
        var uri = client.Open(source.Text);

        var actions = (JsonArray)client.Request("textDocument/codeAction", source.At(uri))!;
        Assert.Equal("conv", actions[0].At("edit", "changes", uri)?[0].Text("newText"));
    }

    [Fact]
    public void Formatting_replaces_space_alone()
    {
        var source = Marked.Of("$0const A=1\nconst B = 2\n");
        var edits = (JsonArray)client.Request("textDocument/formatting", source.At(client.Open(source.Text)))!;

        Assert.Equal([" ", " "], edits.Select(e => e.Text("newText")));
    }

    [Fact]
    public void A_range_is_formatted_alone()
    {
        var source = Marked.Of("const A=1\n[|const B=2|]\n");
        var edits = (JsonArray)client.Request("textDocument/rangeFormatting", source.At(client.Open(source.Text)))!;

        Assert.Equal([1, 1], edits.Select(e => e.Number("range", "start", "line") ?? -1));
    }

    [Fact]
    public void The_graph_of_a_cell_is_there_for_a_preview()
    {
        var graph = At(Small.Replace("output concat(n)", "output con$0cat(n)"), "nas/cellGraph");

        Assert.Equal("Node", graph.Text("name"));
        Assert.Contains((JsonArray)graph.At("nodes")!, n => n.Text("decision", "name") == "Node.n[0].edges");
    }

    [Fact]
    public void A_preview_has_all_drawings_and_the_facts()
    {
        var preview = At(Small.Replace("output concat(n)", "output con$0cat(n)"), "nas/preview");

        Assert.Equal(["Net", "Node"], ((JsonArray)preview.At("graphs")!).Select(g => g.Text("name")));
        Assert.Equal(1, preview.Number("current"));
        Assert.Equal("Net(C: 4)", preview.Text("facts", "network"));
        Assert.True(preview.Number("facts", "supernet", "parameters") > 0);
        Assert.Null(At("$0" + Small.Replace("|> bn", "|> bm"), "nas/preview"));
    }

    [Theory]
    [InlineData("supernet", "class NetSupernet")]
    [InlineData("child", "class Net ")]
    public void The_generated_code_is_there_to_be_shown(string form, string expected)
    {
        var parameters = Opened("$0" + Small);
        parameters["form"] = form;

        Assert.Contains(expected, client.Request("nas/generated", parameters).Text("text"));
    }

    [Theory]
    [InlineData("choose { skip, wide = sep_con$0v(3) }", "opset Choices { skip, wide = sep_conv(3) }\n\nnetwork", "image |> choose Choices |> bn")]
    [InlineData("choose { sk$0ip, wide = conv(C, 3) }", "opset Choices(C) { skip, wide = conv(C, 3) }\n\nnetwork", "image |> choose Choices(C) |> bn")]
    public void A_choice_becomes_an_op_set(string choice, string declared, string used)
    {
        var text = Refactored($"network Net(C = 3)(image: [3, 8, 8]) {{ output image |> {choice} |> bn }}\n", "refactor.extract");

        Assert.StartsWith(declared, text, StringComparison.Ordinal);
        Assert.Contains(used, text);
    }

    [Theory]
    [InlineData("op F(k, width = 3)(x) = x |> conv(width, k) |> bn", "image |> F$0(5)", "image |> conv(3, 5) |> bn |> relu")]
    [InlineData("op F(k, width = 3)(x) = x |> conv(width, k) |> bn", "image |> choose { skip, a = F$0(1, width: 1 + 2) }", "choose { skip, a = conv((1 + 2), 1) >> bn }")]
    [InlineData("op F(x) = x |> relu", "image |> F$0", "image |> relu |> relu")]
    public void An_op_is_written_out_where_it_is_used(string op, string use, string expected) =>
        Assert.Contains(expected, Refactored($"{op}\nnetwork Net(image: [3, 8, 8]) {{ output {use} |> relu }}\n", "refactor.inline"));

    [Theory]
    [InlineData("op F(x) = x |> conv(3, 3) + x\nnetwork Net(image: [3, 8, 8]) { output image |> F$0 |> relu }\n")]
    [InlineData("op F(x) = x |> relu\nnetwork Net(image: [3, 8, 8]) { output image |> re$0lu |> F }\n")]
    public void What_cannot_be_rewritten_is_not_offered(string marked) =>
        Assert.DoesNotContain(Actions(marked), a => a.Text("kind") != "quickfix");

    [Fact]
    public void Cells_know_who_uses_them_and_whom_they_use()
    {
        var source = Marked.Of(Small.Replace("cell Node", "cell No$0de"));
        var item = ((JsonArray)client.Request("textDocument/prepareCallHierarchy", source.At(client.Open(source.Text)))!)[0]!;
        Assert.Equal(("Node", "cell"), (item.Text("name"), item.Text("detail")));

        var callers = (JsonArray)client.Request("callHierarchy/incomingCalls", Json.Object(("item", item.DeepClone())))!;
        Assert.Equal(["Net"], callers.Select(c => c.At("from").Text("name")));
        var called = (JsonArray)client.Request("callHierarchy/outgoingCalls", Json.Object(("item", item.DeepClone())))!;
        Assert.Equal(["Edges"], called.Select(c => c.At("to").Text("name")));
    }

    [Fact]
    public void Widths_of_the_program_are_offered_where_a_width_is_written()
    {
        var uri = client.Open(Small);
        client.Published(uri, 1);
        var source = Marked.Of(Small.Replace("|> conv(width, 1)", "|> conv($0"));
        client.Change(uri, 2, Json.Object(("text", source.Text)));
        var labels = ((JsonArray)client.Request("textDocument/completion", source.At(uri))!).Select(i => i.Text("label")).ToList();

        Assert.Contains("4", labels);
        Assert.Contains("8", labels);
        Assert.DoesNotContain("10", labels);
    }

    /// <summary>The text after the rewriting of a kind that is offered.</summary>
    private string Refactored(string marked, string kind)
    {
        var text = Marked.Of(marked).Text;
        var edits = (JsonArray)Actions(marked).Single(a => a.Text("kind") == kind).At("edit", "changes", "file:///memory/main.nas")!;
        foreach (var edit in edits.OrderByDescending(e => Offset(text, e.At("range", "start"))))
        {
            var start = Offset(text, edit.At("range", "start"));
            text = text.Remove(start, Offset(text, edit.At("range", "end")) - start).Insert(start, edit.Text("newText") ?? "");
        }

        return text;
    }

    private static int Offset(string text, JsonNode? position) =>
        text.Split('\n').Take(position.Number("line") ?? 0).Sum(l => l.Length + 1) + (position.Number("character") ?? 0);

    private List<JsonNode> Actions(string marked) => [.. ((JsonArray)At(marked, "textDocument/codeAction")!).OfType<JsonNode>()];

    private string Hover(string marked) => At(marked, "textDocument/hover").Text("contents", "value") ?? "";

    private string[] Labels(string marked) =>
        [.. ((JsonArray)At(marked, "textDocument/completion")!).Select(i => i.Text("label") ?? "")];

    private JsonObject Opened(string marked)
    {
        var source = Marked.Of(marked);
        return source.At(client.Open(source.Text));
    }

    private JsonNode? At(string marked, string method, bool isWhole = false)
    {
        var parameters = Opened(marked);
        if (isWhole)
            parameters.Remove("range");
        return client.Request(method, parameters);
    }
}
