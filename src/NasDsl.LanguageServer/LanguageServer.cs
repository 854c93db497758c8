using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Rpc;

namespace NasDsl.LanguageServer;

/// <summary>
/// The language server: one thread reads messages, one answers them in their order. A text that is being typed is compiled at once when
/// no further message waits, and what has gone stale meanwhile is given up: then the next compilation waits until the typing pauses.
/// Requests that were cancelled while they waited are not answered with work.
/// </summary>
public sealed class LanguageServer
{
    /// <summary>
    /// Where keystrokes come faster than compilations go: so long after the last one nothing else must arrive. Elsewhere nothing is waited
    /// for, because to wake up takes long.
    /// </summary>
    private static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(20);

    private readonly IMessageChannel channel;
    private readonly Action<string> log;
    private readonly BlockingCollection<JsonObject> inbox = [];
    private readonly ConcurrentDictionary<string, bool> cancelled = new(StringComparer.Ordinal);
    private readonly Session session;
    private CancellationTokenSource compiling = new();
    private TimeSpan pause = TimeSpan.Zero;

    /// <param name="log">Gets a line for each message; nothing else is ever written anywhere but to <paramref name="output"/>.</param>
    public LanguageServer(Stream input, Stream output, Action<string>? log = null)
        : this(new MessageStream(input, output), log)
    {
    }

    /// <inheritdoc cref="LanguageServer(Stream, Stream, Action{string}?)"/>
    public LanguageServer(IMessageChannel channel, Action<string>? log = null)
    {
        this.log = log ?? (_ => { });
        this.channel = channel;
        session = new Session(message => Send(message));
    }

    /// <summary>Serves until `exit` or the end of the input.</summary>
    /// <returns>0 after `shutdown`, else 1, as the protocol has it.</returns>
    public int Run()
    {
        var reader = new Thread(ReadAll) { IsBackground = true, Name = "reader" };
        reader.Start();
        while (Next() is { } message)
        {
            if (message.Text("method") == "exit")
                break;
            Handle(message);
        }

        return session.IsShutDown ? 0 : 1;
    }

    private void ReadAll()
    {
        try
        {
            while (channel.Read() is { } message)
            {
                if (message.Text("method") == "$/cancelRequest" && IdOf(message.At("params", "id")) is { } id)
                    cancelled[id] = true;
                else
                    Add(message);
            }
        }
        catch (IOException e)
        {
            log($"input closed: {e.Message}");
        }

        inbox.CompleteAdding();
    }

    /// <summary>What is being compiled when a text changes is of no use any more.</summary>
    private void Add(JsonObject message)
    {
        inbox.Add(message);
        if (message.Text("method") == "textDocument/didChange")
            Volatile.Read(ref compiling).Cancel();
    }

    private void Publish()
    {
        var source = new CancellationTokenSource();
        Volatile.Write(ref compiling, source);
        try
        {
            // What came before the source was there is in the inbox.
            if (inbox.Count == 0)
                session.PublishNext(source.Token);
            pause = TimeSpan.Zero;
        }
        catch (OperationCanceledException)
        {
            pause = Debounce;
            log("stale");
        }
    }

    /// <summary>The next message; while there is none, what is due is published. Null at the end.</summary>
    private JsonObject? Next()
    {
        try
        {
            while (session.HasPendingWork)
            {
                if (inbox.TryTake(out var waiting, pause))
                    return waiting;
                Guarded(Publish);
            }

            return inbox.Take();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void Handle(JsonObject message)
    {
        var id = message.At("id");
        var key = IdOf(id);
        log($"<- {message.Text("method")} {key}");
        if (message.Text("method") is not { } method)
        {
            if (!message.ContainsKey("result") && !message.ContainsKey("error"))
                Send(Failure(id, RequestException.InvalidRequest, "the message is no request"));
            return;
        }

        if (key is null)
        {
            Guarded(() => session.Notify(method, message.At("params")));
            return;
        }

        Send(cancelled.TryRemove(key, out _)
            ? Failure(id, RequestException.RequestCancelled, "cancelled")
            : Answer(id, method, message.At("params")));
        cancelled.TryRemove(key, out _);
    }

    private JsonObject Answer(JsonNode? id, string method, JsonNode? parameters)
    {
        try
        {
            var result = session.Request(method, parameters);
            var response = Json.Object(("jsonrpc", "2.0"));
            response["id"] = id?.DeepClone();
            response["result"] = result;
            return response;
        }
        catch (RequestException e)
        {
            return Failure(id, e.Code, e.Message);
        }
        catch (Exception e)
        {
            log($"internal error in {method}: {e}");
            return Failure(id, RequestException.InternalError, $"internal error: {e.GetType().Name}");
        }
    }

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            log($"internal error: {e}");
        }
    }

    private static JsonObject Failure(JsonNode? id, int code, string message)
    {
        var response = Json.Object(("jsonrpc", "2.0"), ("error", Json.Object(("code", code), ("message", message))));
        response["id"] = id?.DeepClone();
        return response;
    }

    private void Send(JsonObject message)
    {
        log($"-> {message.Text("method") ?? "response"} {IdOf(message.At("id"))}");
        try
        {
            channel.Write(message);
        }
        catch (IOException e)
        {
            log($"output closed: {e.Message}");
        }
    }

    private static string? IdOf(JsonNode? id) => id?.ToJsonString();
}
