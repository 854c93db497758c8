using System.Text.Json.Nodes;

namespace NasDsl.LanguageServer;

/// <summary>What messages come in by and go out by: framed on streams, or one each on a WebSocket.</summary>
public interface IMessageChannel
{
    /// <summary>Waits for the next message; null at the end. What is no JSON object comes as an empty one.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    JsonObject? Read();

    /// <summary>Sends a message; may be called from any thread.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    void Write(JsonObject message);
}
