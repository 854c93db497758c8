using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace NasDsl.Viewer;

/// <summary>Serves one subject on the loopback interface, to who has the address with its token.</summary>
public sealed class ViewerServer : IAsyncDisposable
{
    private const int LargestProgram = 16 * 1024 * 1024;

    private readonly AccessGate gate = new();
    private readonly ViewedSubject subject;
    private readonly ViewerPages pages;
    private readonly WebApplication application;

    private ViewerServer(ViewedSubject subject, ViewerPages pages, int port)
    {
        (this.subject, this.pages) = (subject, pages);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LargestProgram;
            options.Listen(IPAddress.Loopback, port);
        });
        // Ctrl-C is the command's to handle.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        application = builder.Build();
        application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30) });
        application.Run(Answer);
    }

    /// <summary>`http://127.0.0.1:PORT/TOKEN/`.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/{gate.Token}/"));

    private int Port { get; set; }

    /// <param name="port">0 for one that is free.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ViewerServer> StartAsync(ViewedSubject subject, ViewerPages pages, int port = 0)
    {
        var server = new ViewerServer(subject, pages, port);
        try
        {
            await server.application.StartAsync();
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            await server.DisposeAsync();
            throw e as IOException ?? new IOException(e.Message, e);
        }

        var addresses = server.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        server.Port = new Uri(addresses?.Addresses.First() ?? "").Port;
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await application.StopAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Editors that are still connected are cut off.
        }

        await application.DisposeAsync();
    }

    private async Task Answer(HttpContext context)
    {
        AccessGate.Protect(context.Response, Port);
        var (rest, status, reason) = gate.Admit(context, Port);
        if (status == StatusCodes.Status308PermanentRedirect)
            context.Response.Redirect($"/{gate.Token}/", permanent: true);
        else if (rest is null)
            await Refuse(context, status, reason);
        else if (context.WebSockets.IsWebSocketRequest)
            await Connect(context, rest);
        else if (context.Request.Method is "GET" or "HEAD")
            await Get(context, rest);
        else if (context.Request.Method == "PUT" && rest == "api/program" && subject is ViewedProgram { Save: { } save })
            await Put(context, save);
        else
            await Refuse(context, StatusCodes.Status405MethodNotAllowed, "this page may only read; `nasc view --write` lets it save");
    }

    private Task Get(HttpContext context, string rest)
    {
        switch (rest, subject)
        {
            case ("api/program", ViewedProgram program):
                if (program.Read() is not { } text)
                    return Refuse(context, StatusCodes.Status503ServiceUnavailable, "the file cannot be read just now");
                return Send(context, new JsonObject
                {
                    ["name"] = program.Name,
                    ["uri"] = FileUri.FromName(program.Path),
                    ["text"] = text,
                    ["writable"] = program.Save is not null,
                });
            case ("api/run", ViewedRun run):
                return Send(context, run.Snapshot());
            case ("", _):
                return SendFile(context, pages.PageOf(subject));
            default:
                return pages.File(rest) is { } file && Path.GetExtension(file.Path) != ".html"
                    ? SendFile(context, file)
                    : Refuse(context, StatusCodes.Status404NotFound, "there is no such page");
        }
    }

    /// <summary>With a tag of its content: a page that asks again for what it has gets an empty answer.</summary>
    private static Task Send(HttpContext context, JsonObject value)
    {
        var body = Encoding.UTF8.GetBytes(value.ToJsonString());
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        return SendBody(context, body);
    }

    private static async Task SendFile(HttpContext context, (string Path, string Type) file)
    {
        context.Response.ContentType = file.Type;
        await SendBody(context, await File.ReadAllBytesAsync(file.Path));
    }

    private static async Task Put(HttpContext context, Action<string> save)
    {
        using var reader = new StreamReader(context.Request.Body, new UTF8Encoding(false));
        try
        {
            save(await reader.ReadToEndAsync());
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (IOException e)
        {
            await Refuse(context, StatusCodes.Status409Conflict, e.Message);
        }
    }

    private async Task Connect(HttpContext context, string rest)
    {
        if (rest != "lsp" || subject is not ViewedProgram)
        {
            await Refuse(context, StatusCodes.Status404NotFound, "there is no such socket");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var channel = new WebSocketChannel(socket, context.RequestAborted);
        var server = new LanguageServer.LanguageServer(channel);
        await Task.Factory.StartNew(server.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static Task Refuse(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return SendBody(context, Encoding.UTF8.GetBytes($"{reason}\n"));
    }

    private static Task SendBody(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        return context.Request.Method == "HEAD" ? Task.CompletedTask : context.Response.Body.WriteAsync(body).AsTask();
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
