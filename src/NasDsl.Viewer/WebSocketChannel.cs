using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasDsl.LanguageServer;

namespace NasDsl.Viewer;

/// <summary>JSON-RPC on a WebSocket: each message is one text.</summary>
internal sealed class WebSocketChannel(WebSocket socket, CancellationToken end) : IMessageChannel
{
    private const int LargestMessage = 64 * 1024 * 1024;

    private readonly Lock writing = new();

    public JsonObject? Read()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = Guard(() => socket.ReceiveAsync(new ArraySegment<byte>(buffer), end).GetAwaiter().GetResult());
            if (received is null or { MessageType: WebSocketMessageType.Close } || message.Length + received.Count > LargestMessage)
                return null;
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
                return Parse(message.ToArray());
        }
    }

    public void Write(JsonObject message)
    {
        var body = Encoding.UTF8.GetBytes(message.ToJsonString());
        lock (writing)
        {
            Guard(() =>
            {
                socket.SendAsync(body, WebSocketMessageType.Text, endOfMessage: true, end).GetAwaiter().GetResult();
                return "sent";
            });
        }
    }

    /// <summary>Null where the other side is gone.</summary>
    private static T? Guard<T>(Func<T> action)
        where T : class
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonObject Parse(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { MaxDepth = 64 }) as JsonObject ?? [];
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return [];
        }
    }
}
