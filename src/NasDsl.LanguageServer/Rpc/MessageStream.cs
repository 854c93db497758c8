using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NasDsl.LanguageServer.Rpc;

/// <summary>
/// JSON-RPC messages with headers, as the Language Server Protocol frames them. Everything is a JSON tree: nothing is found by
/// reflection, so that the compiler's native build can have it too.
/// </summary>
internal sealed class MessageStream(Stream input, Stream output) : IMessageChannel
{
    private const int LargestMessage = 64 * 1024 * 1024;
    private const int LongestHeader = 4096;

    private readonly Lock writing = new();

    /// <summary>The next message; null at the end of the stream. A message that is no JSON object comes as an empty one.</summary>
    public JsonObject? Read()
    {
        while (ReadHeader() is { } length)
        {
            if (length is < 0 or > LargestMessage)
                continue;
            var bytes = new byte[length];
            if (input.ReadAtLeast(bytes, length, throwOnEndOfStream: false) < length)
                return null;
            return Parse(bytes);
        }

        return null;
    }

    public void Write(JsonObject message)
    {
        var body = Encoding.UTF8.GetBytes(message.ToJsonString());
        var header = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n"));
        lock (writing)
        {
            output.Write(header);
            output.Write(body);
            output.Flush();
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

    /// <summary>The length of the body that follows, -1 where the header says none; null at the end of the stream.</summary>
    private int? ReadHeader()
    {
        var length = -1;
        while (ReadLine() is { } line)
        {
            if (line.Length == 0)
                return length;
            var colon = line.IndexOf(':');
            if (colon > 0 && line.AsSpan(0, colon).Trim().Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                length = int.TryParse(line.AsSpan(colon + 1), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                    CultureInfo.InvariantCulture, out var given) ? given : -1;
        }

        return null;
    }

    private string? ReadLine()
    {
        var line = new StringBuilder();
        for (int next; (next = input.ReadByte()) >= 0;)
        {
            if (next == '\n')
                return line.ToString().TrimEnd('\r');
            if (line.Length < LongestHeader)
                line.Append((char)next);
        }

        return null;
    }
}
