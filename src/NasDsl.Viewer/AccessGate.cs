using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NasDsl.Viewer;

/// <summary>Who may ask: a browser on this machine that was given the address, for a page of this server.</summary>
/// <remarks>
/// The token keeps out other users of the machine; the Host header, pages that make a name of theirs point here (DNS rebinding);
/// Origin and the token, pages of other sites.
/// </remarks>
internal sealed class AccessGate
{
    private const int TokenBytes = 24;

    private readonly byte[] token;

    public AccessGate()
    {
        Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        token = Encoding.ASCII.GetBytes(Token);
    }

    public string Token { get; }

    /// <summary>What comes after the token in the path, where the request is allowed; else the status and the reason.</summary>
    public (string? Target, int Status, string Reason) Admit(HttpContext context, int port)
    {
        var hosts = HostsOf(port);
        var request = context.Request;
        if (!hosts.Contains(request.Host.Value, StringComparer.OrdinalIgnoreCase))
            return (null, StatusCodes.Status421MisdirectedRequest, "this host is not served here");
        if (request.Headers.Origin is [{ } origin, ..] && !hosts.Contains(origin.Replace("http://", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase))
            return (null, StatusCodes.Status403Forbidden, "pages of other origins may not ask");
        // The path as it was sent: `..` and escapes are not resolved, and so lead nowhere.
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var path = raw.Split('?', 2)[0];
        var parts = path.Split('/', 3);
        if (parts.Length < 2 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(parts[1]), token))
            return (null, StatusCodes.Status403Forbidden, "open the address that `nasc view` printed: it has a token");
        return (parts.Length < 3 ? null : parts[2], parts.Length < 3 ? StatusCodes.Status308PermanentRedirect : StatusCodes.Status200OK, "");
    }

    /// <summary>What a browser calls this server; it leaves out the port that it would take anyway.</summary>
    private static string[] HostsOf(int port)
    {
        const int usual = 80;
        string[] names = ["127.0.0.1", "localhost"];
        return [.. names.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n}:{port}")), .. port == usual ? names : []];
    }

    /// <summary>Nothing from elsewhere is loaded, shown in a frame, or told where the request came from.</summary>
    public static void Protect(HttpResponse response, int port)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = string.Create(
            CultureInfo.InvariantCulture,
            $"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
            + $"connect-src 'self' ws://127.0.0.1:{port} ws://localhost:{port}; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
