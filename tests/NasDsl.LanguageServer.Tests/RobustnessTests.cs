using System.Text;
using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Testing;

namespace NasDsl.LanguageServer.Tests;

public sealed class RobustnessTests
{
    private static readonly string[] Methods =
    [
        "textDocument/hover", "textDocument/completion", "textDocument/signatureHelp", "textDocument/definition", "textDocument/references",
        "textDocument/documentHighlight", "textDocument/documentSymbol", "textDocument/foldingRange", "textDocument/semanticTokens/full",
        "textDocument/inlayHint", "textDocument/codeAction", "textDocument/formatting", "textDocument/rangeFormatting",
        "textDocument/documentLink", "nas/cellGraph",
    ];

    public static TheoryData<string> Examples =>
        [.. Directory.EnumerateFiles(RepositoryRoot.PathOf("examples"), "*.nas").Select(f => Path.GetFileName(f)).Order()];

    [Theory, MemberData(nameof(Examples))]
    public void Every_feature_answers_on_an_example(string file)
    {
        using var client = Client.Start();
        var text = RepositoryRoot.ReadText("examples", file);
        var uri = client.Open(text, $"file://{RepositoryRoot.PathOf("examples", file)}");
        var random = new Random(1);
        foreach (var method in Methods)
            for (var i = 0; i < 4; i++)
                client.Request(method, Place(uri, text, random));
        Assert.DoesNotContain(client.Log, l => l.Contains("internal error", StringComparison.Ordinal));
    }

    [Fact]
    public void Random_edits_break_nothing()
    {
        using var client = Client.Start();
        var random = new Random(7);
        var text = RepositoryRoot.ReadText("examples", "darts.nas");
        var uri = client.Open(text);
        var end = DateTime.UtcNow.AddSeconds(20);
        for (var version = 2; version < 400 && DateTime.UtcNow < end; version++)
        {
            text = Edited(text, random);
            client.Change(uri, version, Json.Object(("text", text)));
            var method = Methods[random.Next(Methods.Length)];
            var response = client.Response(client.Send(method, Place(uri, text, random)));
            Assert.True(response.At("error") is null, $"{method}: {response.ToJsonString()}\n{text}");
        }

        Assert.DoesNotContain(client.Log, l => l.Contains("internal error", StringComparison.Ordinal));
    }

    [Fact]
    public void Edits_of_ranges_give_the_text_of_the_editor()
    {
        using var client = Client.Start();
        var random = new Random(3);
        var text = "const A=1\r\nconst Longer= 2\n\n// é→\nconst B=A";
        var uri = client.Open(text);
        for (var version = 2; version < 40; version++)
        {
            var (start, length) = (random.Next(text.Length), random.Next(3));
            length = Math.Min(length, text.Length - start);
            var change = Json.Object(("range", Range(text, start, start + length)), ("text", "\n"));
            text = text.Remove(start, length).Insert(start, "\n");
            client.Change(uri, version, change);
        }

        // The server has the same text: its diagnostics are those of the text when opened anew.
        var edited = client.Published(uri, 39).At("params", "diagnostics")?.ToJsonString();
        client.Change(uri, 40, Json.Object(("text", text)));
        Assert.Equal(client.Published(uri, 40).At("params", "diagnostics")?.ToJsonString(), edited);
    }

    [Fact]
    public void Nonsense_is_refused_and_survived()
    {
        using var client = Client.Start();
        client.Raw("Content-Length: 5\r\n\r\n{{{{{"u8);
        client.Raw("Content-Length: -7\r\n\r\n"u8);
        client.Raw("Whatever: x\r\n\r\n"u8);
        client.Raw("Content-Length: 2\r\n\r\n[]"u8);
        client.Notify("textDocument/didChange", Json.Object(("textDocument", 3)));
        Assert.Contains("no method", client.Refusal("nas/nothing", []));
        Assert.Contains("textDocument.uri", client.Refusal("textDocument/hover", Json.Object(("textDocument", "x"))));
        Assert.Contains("no file", client.Refusal("textDocument/hover", Json.Object(("textDocument", Json.Object(("uri", "file:///nowhere.nas"))))));
        var uri = client.Open("const A = 1");
        Assert.Null(client.Request("textDocument/hover", Json.Object(
            ("textDocument", Json.Object(("uri", uri))), ("position", Json.Object(("line", 99999), ("character", -5))))));
        Assert.Equal(0, client.Stop());
    }

    [Fact]
    public void A_request_that_was_cancelled_while_it_waited_is_not_answered()
    {
        using var client = Client.Start();
        var text = RepositoryRoot.ReadText("examples", "nasnet.nas");
        var uri = client.Open(text);
        var busy = client.Send("textDocument/hover", Place(uri, text, new Random(2)));
        var id = client.Send("textDocument/semanticTokens/full", Place(uri, text, new Random(2)));
        client.Notify("$/cancelRequest", Json.Object(("id", id)));

        Assert.Null(client.Response(busy).At("error"));
        // It may have been answered before it could be cancelled; it is answered once in any case.
        var response = client.Response(id);
        Assert.True(response.At("error") is null || response.Number("error", "code") == RequestException.RequestCancelled);
    }

    [Fact]
    public void A_text_that_changes_while_it_is_compiled_is_given_up()
    {
        using var client = Client.Start();
        // The largest example: its compilation takes many times the pause between two keystrokes.
        var text = RepositoryRoot.ReadText("examples", "nasnet.nas");
        var uri = client.Open(text);
        client.Published(uri, 1);
        var version = 1;
        for (var attempt = 0; attempt < 20 && !client.Log.Contains("stale"); attempt++)
        {
            client.Change(uri, ++version, Json.Object(("text", $"{text}\nconst Typed = {version}\n")));
            Thread.Sleep(20 * (attempt + 1));
            client.Change(uri, ++version, Json.Object(("text", $"{text}\nconst Typed = missing\n")));
            // What is said in the end is said of the last text.
            Assert.Contains("missing", client.Published(uri, version).ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Contains("stale", client.Log);
    }

    [Fact]
    public void Without_shutdown_the_exit_code_is_one()
    {
        var input = new MemoryStream(Encoding.UTF8.GetBytes("Content-Length: 33\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}"));
        Assert.Equal(1, new LanguageServer(input, Stream.Null).Run());
    }

    [Fact]
    public void Imports_see_unsaved_texts()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "ops.nas"), "op Old(x) = x |> relu\n");
        using var client = Client.Start(folder.Path);
        var ops = client.Open("op New(x) = x |> relu\n", $"file://{folder.Path}/ops.nas");
        const string main = "import \"ops.nas\" as o\nnetwork N(x: [3, 8, 8]) { output x |> o.New }\n";
        var uri = client.Open(main, $"file://{folder.Path}/main.nas");
        Assert.Empty(client.Codes(uri, 1));

        // A change of the import is seen in what imports it.
        client.Change(ops, 2, Json.Object(("text", "op Other(x) = x |> relu\n")));
        Assert.NotEmpty(client.Codes(uri));
        client.Change(ops, 3, Json.Object(("text", "op New(x) = x |> relu\n")));
        Assert.Empty(client.Codes(uri));

        var place = Marked.Of(main.Replace("o.New", "o.N$0ew")).At(uri);
        Assert.Equal(ops, client.Request("textDocument/definition", place).Text("uri"));
        Assert.Equal(2, ((JsonArray)client.Request("textDocument/references", (JsonObject)place.DeepClone())!).Count);
        var rename = (JsonObject)place.DeepClone();
        rename["newName"] = "Newest";
        Assert.Equal(2, ((JsonObject)client.Request("textDocument/rename", rename).At("changes")!).Count);
        var links = (JsonArray)client.Request("textDocument/documentLink", (JsonObject)place.DeepClone())!;
        Assert.Equal(ops, links[0].Text("target"));
    }

    private static JsonObject Place(string uri, string text, Random random)
    {
        var start = random.Next(text.Length + 1);
        var range = Range(text, start, Math.Min(text.Length, start + random.Next(200)));
        return Json.Object(
            ("textDocument", Json.Object(("uri", uri))), ("position", range["start"]!.DeepClone()), ("range", range));
    }

    private static JsonObject Range(string text, int start, int end) =>
        Json.Object(("start", Position(text, start)), ("end", Position(text, end)));

    /// <summary>Line ends as the protocol has them: `\n`, `\r\n` and `\r`.</summary>
    private static JsonObject Position(string text, int offset)
    {
        var (line, lineStart) = (0, 0);
        for (var i = 0; i < offset; i++)
        {
            if (text[i] != '\n' && (text[i] != '\r' || (i + 1 < text.Length && text[i + 1] == '\n')))
                continue;
            line++;
            lineStart = i + 1;
        }

        return Json.Object(("line", line), ("character", offset - lineStart));
    }

    private static string Edited(string text, Random random)
    {
        string[] pieces = ["{", "}", "(", ")", "|>", "choose ", "\n", "\"", "/*", "x", "..", "=", "[", "😀", "of ", "network N", "1e9", ","];
        var start = random.Next(text.Length + 1);
        var length = Math.Min(random.Next(6), text.Length - start);
        return text.Length > 3000 || random.Next(3) == 0
            ? text.Remove(start, length)
            : text.Insert(start, pieces[random.Next(pieces.Length)]);
    }
}
