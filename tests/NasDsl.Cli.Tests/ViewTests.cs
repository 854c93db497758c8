using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using NasDsl.Viewer;

namespace NasDsl.Cli.Tests;

/// <summary>Who gets what from `nasc view`. What the pages do with it is tested in a browser (tests/viewer).</summary>
public sealed class ViewTests : IAsyncLifetime, IDisposable
{
    private readonly Workspace workspace = new Workspace()
        .With("tiny.nas", Programs.Tiny).With("secret.txt", "secret")
        .With("pages/program.html", "<p>program</p>").With("pages/run.html", "<p>run</p>").With("pages/app.js", "1")
        .With("pages/report.html", "<title>__NASDSL_TITLE__</title><script>__NASDSL_RUN__</script>");

    private readonly HttpClient client = new(new HttpClientHandler { AllowAutoRedirect = false });
    private string? saved;

    private ViewerServer? started;

    private ViewerServer Server => started ?? throw new InvalidOperationException("the server has not started");

    private ViewerPages Pages => ViewerPages.Find(workspace["pages"]) ?? throw new InvalidOperationException("there are no pages");

    public async Task InitializeAsync() => started = await ViewerServer.StartAsync(Program(save: null), Pages);

    public async Task DisposeAsync() => await Server.DisposeAsync();

    public void Dispose()
    {
        client.Dispose();
        workspace.Dispose();
    }

    [Fact]
    public async Task With_the_token_the_page_and_what_it_loads_are_served()
    {
        Assert.Equal("<p>program</p>", await client.GetStringAsync(Server.Address));
        Assert.Equal("1", await client.GetStringAsync(new Uri(Server.Address, "app.js")));
        var program = JsonNode.Parse(await client.GetStringAsync(new Uri(Server.Address, "api/program")));
        Assert.Equal(Programs.Tiny, program?["text"]?.GetValue<string>());
        Assert.False(program?["writable"]?.GetValue<bool>());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/program")]
    [InlineData("/app.js")]
    [InlineData("/0123456789abcdef0123456789abcdef0123456789abcdef/")]
    [InlineData("/0123456789abcdef0123456789abcdef0123456789abcdef/api/program")]
    public async Task Without_the_token_nothing_is(string path)
    {
        var answer = await client.GetAsync(new Uri(Server.Address, path));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("it has a token", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("..%2fsecret.txt")]
    [InlineData("%2e%2e/secret.txt")]
    [InlineData("..\\secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("pages/../../secret.txt")]
    [InlineData("report.html")]
    [InlineData("nothing.js")]
    public async Task No_path_leads_out_of_the_pages(string path) =>
        Assert.StartsWith("HTTP/1.1 404 ", await Raw($"GET {Server.Address.AbsolutePath}{path} HTTP/1.1\r\nHost: {Server.Address.Authority}\r\n"));

    [Theory]
    [InlineData("evil.example", "421")]
    [InlineData("evil.example:{0}", "421")]
    [InlineData("127.0.0.1", "421")]
    [InlineData("127.0.0.1:{0}", "200")]
    [InlineData("localhost:{0}", "200")]
    public async Task Only_names_of_this_machine_are_served(string host, string status) => Assert.StartsWith(
        $"HTTP/1.1 {status} ", await Raw($"GET {Server.Address.AbsolutePath} HTTP/1.1\r\nHost: {string.Format(host, Server.Address.Port)}\r\n"));

    [Fact]
    public async Task Pages_of_other_origins_get_nothing()
    {
        Assert.StartsWith("HTTP/1.1 403 ", await Raw(
            $"GET {Server.Address.AbsolutePath}api/program HTTP/1.1\r\nHost: {Server.Address.Authority}\r\nOrigin: https://evil.example\r\n"));
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(SocketAddress, CancellationToken.None));
    }

    [Theory]
    [InlineData("POST", "api/program")]
    [InlineData("PUT", "api/program")]
    [InlineData("DELETE", "api/program")]
    [InlineData("PUT", "app.js")]
    public async Task Nothing_is_written_unless_that_was_asked_for(string method, string path)
    {
        var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(Server.Address, path)) { Content = new StringContent("x") });
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Null(saved);
    }

    [Fact]
    public async Task With_it_the_program_is_saved_and_nothing_else()
    {
        await using var server = await ViewerServer.StartAsync(Program(save: text => saved = text), Pages);
        var answer = await client.PutAsync(new Uri(server.Address, "api/program"), new StringContent("const A = 1\n"));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("const A = 1\n", saved);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.PutAsync(new Uri(server.Address, "app.js"), new StringContent("2"))).StatusCode);
    }

    [Fact]
    public async Task Every_answer_forbids_what_comes_from_elsewhere()
    {
        foreach (var path in new[] { "", "app.js", "api/program", "missing" })
        {
            var headers = (await client.GetAsync(new Uri(Server.Address, path))).Headers;
            Assert.StartsWith("default-src 'none'", headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
        }
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        var first = await client.GetAsync(new Uri(Server.Address, "api/program"));
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Server.Address, "api/program"));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag ?? throw new InvalidOperationException("there is no tag"));
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task The_language_server_answers_on_a_socket()
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(SocketAddress, CancellationToken.None);
        var initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}""";
        await socket.SendAsync(Encoding.UTF8.GetBytes(initialize), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        Assert.Contains("\"hoverProvider\":true", Encoding.UTF8.GetString(buffer, 0, received.Count));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said() => await Assert.ThrowsAnyAsync<IOException>(
        () => ViewerServer.StartAsync(Program(save: null), Pages, Server.Address.Port));

    [Fact]
    public void It_listens_on_the_loopback_interface_alone() => Assert.Throws<SocketException>(() =>
    {
        var other = Dns.GetHostAddresses(Dns.GetHostName()).FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a))
            ?? IPAddress.Parse("127.0.0.2");
        using var tcp = new TcpClient();
        tcp.Connect(other, Server.Address.Port);
    });

    [Fact]
    public void What_cannot_be_shown_is_said()
    {
        workspace.Run("view", "missing.nas").Fails(1, "error[NAS9001]", "`missing.nas`");
        workspace.Run("view", "pages").Fails(1, "error[NAS7404]", "neither `run.json` nor `run.db`");
        workspace.Run("report", "missing").Fails(1, "error[NAS7404]");
        workspace.Run("view", "pages", "--write").Fails(2, "`--write` is for programs");
        workspace.Run("view", "a.json").Fails(1, "give a file (.nas), or the folder of a run");
    }

    private ViewedProgram Program(Action<string>? save) =>
        new("tiny.nas", workspace["tiny.nas"], () => workspace.Read("tiny.nas"), save);

    private Uri SocketAddress => new UriBuilder(Server.Address) { Scheme = "ws", Path = $"{Server.Address.AbsolutePath}lsp" }.Uri;

    /// <summary>The first line of the answer to what no client would send.</summary>
    private async Task<string> Raw(string head)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, Server.Address.Port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{head}Connection: close\r\n\r\n"));
        using var reader = new StreamReader(tcp.GetStream());
        return await reader.ReadLineAsync() ?? "";
    }
}
