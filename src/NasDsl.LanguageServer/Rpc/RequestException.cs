namespace NasDsl.LanguageServer.Rpc;

/// <summary>A request that is refused, with the reason for the user.</summary>
internal sealed class RequestException(int code, string message) : Exception(message)
{
    public const int ParseError = -32700;
    public const int MethodNotFound = -32601;
    public const int InvalidRequest = -32600;
    public const int InvalidParams = -32602;
    public const int InternalError = -32603;
    public const int NotInitialized = -32002;
    public const int RequestCancelled = -32800;
    public const int RequestFailed = -32803;

    public int Code => code;
}
