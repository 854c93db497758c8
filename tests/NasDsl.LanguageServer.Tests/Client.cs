using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Rpc;

namespace NasDsl.LanguageServer.Tests;

/// <summary>An editor as a script: it speaks with a server that runs on a thread of its own.</summary>
internal sealed class Client : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PipeStream toServer = new();
    private readonly PipeStream fromServer = new();
    private readonly MessageStream stream;
    private readonly BlockingCollection<JsonObject> responses = [];
    private readonly BlockingCollection<JsonObject> published = [];
    private readonly Task<int> server;
    private int lastId;

    private Client()
    {
        stream = new MessageStream(fromServer, toServer);
        server = Task.Factory.StartNew(() => new LanguageServer(toServer, fromServer, Log.Enqueue).Run(), TaskCreationOptions.LongRunning);
        new Thread(Listen) { IsBackground = true }.Start();
    }

    public ConcurrentQueue<string> Log { get; } = new();

    public static Client Start(string? folder = null)
    {
        var client = new Client();
        client.Request("initialize", Json.Object(("rootUri", folder is null ? null : $"file://{folder}")));
        client.Notify("initialized", []);
        return client;
    }

    /// <summary>Opens a text; gives its URI.</summary>
    public string Open(string text, string uri = "file:///memory/main.nas")
    {
        Notify("textDocument/didOpen", Json.Object(("textDocument", Json.Object(
            ("uri", uri), ("languageId", "nas"), ("version", 1), ("text", text)))));
        return uri;
    }

    public void Change(string uri, int version, params JsonObject[] changes) => Notify("textDocument/didChange", Json.Object(
        ("textDocument", Json.Object(("uri", uri), ("version", version))), ("contentChanges", Json.Array(changes))));

    /// <summary>The next diagnostics that are published.</summary>
    public JsonObject Published(string uri, int? version = null)
    {
        while (true)
        {
            Assert.True(published.TryTake(out var message, Patience), "nothing was published");
            if (message.Text("params", "uri") == uri && (version is null || message.Number("params", "version") == version))
                return message;
        }
    }

    public string[] Codes(string uri, int? version = null) =>
        [.. ((JsonArray)Published(uri, version).At("params", "diagnostics")!).Select(d => d.Text("code") ?? "")];

    public JsonNode? Request(string method, JsonObject parameters)
    {
        var response = Response(Send(method, parameters));
        Assert.True(response.At("error") is null, response.ToJsonString());
        return response["result"];
    }

    /// <summary>The message of the error that a request must end with.</summary>
    public string Refusal(string method, JsonObject parameters) =>
        Response(Send(method, parameters)).Text("error", "message") ?? "no error";

    public int Send(string method, JsonObject parameters)
    {
        var id = ++lastId;
        stream.Write(Json.Object(("jsonrpc", "2.0"), ("id", id), ("method", method), ("params", parameters)));
        return id;
    }

    public JsonObject Response(int id)
    {
        while (true)
        {
            Assert.True(responses.TryTake(out var message, Patience), "there was no answer");
            if (message.Number("id") == id)
                return message;
        }
    }

    public void Notify(string method, JsonObject parameters) =>
        stream.Write(Json.Object(("jsonrpc", "2.0"), ("method", method), ("params", parameters)));

    public void Raw(ReadOnlySpan<byte> bytes) => toServer.Write(bytes);

    /// <summary>`shutdown` and `exit`; gives the exit code.</summary>
    public int Stop()
    {
        Request("shutdown", []);
        Notify("exit", []);
        Assert.True(server.Wait(Patience), "the server does not stop");
        return server.Result;
    }

    public void Dispose()
    {
        toServer.Dispose();
        Assert.True(server.Wait(Patience), "the server does not end with its input");
        fromServer.Dispose();
    }

    private void Listen()
    {
        while (stream.Read() is { } message)
            (message.ContainsKey("method") ? published : responses).Add(message);
    }
}

/// <summary>A text in which `$0` marks the cursor, or `[|` and `|]` a stretch.</summary>
internal sealed record Marked(string Text, int Start, int End)
{
    public static Marked Of(string text)
    {
        if (text.IndexOf("$0", StringComparison.Ordinal) is >= 0 and var cursor)
            return new Marked(text.Remove(cursor, 2), cursor, cursor);
        var start = text.IndexOf("[|", StringComparison.Ordinal);
        var end = text.IndexOf("|]", StringComparison.Ordinal) - 2;
        return new Marked(text.Remove(end + 2, 2).Remove(start, 2), start, end);
    }

    public JsonObject At(string uri) => Json.Object(
        ("textDocument", Json.Object(("uri", uri))), ("position", Position(Start)),
        ("range", Json.Object(("start", Position(Start)), ("end", Position(End)))));

    private JsonObject Position(int offset)
    {
        var before = Text[..offset];
        var line = before.Count(c => c == '\n');
        return Json.Object(("line", line), ("character", offset - (before.LastIndexOf('\n') + 1)));
    }
}
