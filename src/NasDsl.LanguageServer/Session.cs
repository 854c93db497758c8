using System.Text.Json.Nodes;
using NasDsl.LanguageServer.Analysis;
using NasDsl.LanguageServer.Documents;
using NasDsl.LanguageServer.Features;
using NasDsl.LanguageServer.Rpc;
using NasDsl.Parsing;
using NasDsl.Text;

namespace NasDsl.LanguageServer;

/// <summary>One editor's session: its open texts, what was compiled of them, and which handler answers what.</summary>
internal sealed class Session(Action<JsonObject> send)
{
    private readonly WorkspaceFiles files = new();
    private readonly Dictionary<string, (int Stamp, ProgramView Program)> programs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CompilationCache> parsed = new(StringComparer.Ordinal);
    private readonly LinkedList<string> stale = new();
    private bool isInitialized;

    public bool IsShutDown { get; private set; }

    /// <summary>Whether diagnostics are due.</summary>
    public bool HasPendingWork => stale.Count > 0;

    /// <summary>Compiles the text that has waited longest and publishes what there is to say.</summary>
    /// <exception cref="OperationCanceledException">A text has changed meanwhile; it goes on waiting.</exception>
    public void PublishNext(CancellationToken cancellation)
    {
        if (stale.First is not { } first)
            return;
        stale.RemoveFirst();
        ProgramView? program;
        try
        {
            program = files.IsOpen(first.Value) ? Program(first.Value, cancellation) : null;
        }
        catch (OperationCanceledException)
        {
            stale.AddFirst(first);
            throw;
        }

        if (program is null)
            return;
        send(Notification("textDocument/publishDiagnostics", Json.Object(
            ("uri", UriOf(first.Value)),
            ("version", files.Open.First(d => d.Name == first.Value).Version),
            ("diagnostics", DiagnosticList.Of(program)))));
    }

    public void Notify(string method, JsonNode? parameters)
    {
        switch (method)
        {
            case "textDocument/didOpen" when parameters.Text("textDocument", "uri") is { } uri:
                var name = FileUri.ToName(uri);
                Put(new Document(uri, name, parameters.Number("textDocument", "version"),
                    new SourceText(parameters.Text("textDocument", "text") ?? "", name)));
                break;
            case "textDocument/didChange" when parameters.Text("textDocument", "uri") is { } uri && files.Find(uri) is { } document:
                if (parameters.At("contentChanges") is JsonArray changes)
                    Put(document.Changed(changes, parameters.Number("textDocument", "version")));
                break;
            case "textDocument/didClose" when parameters.Text("textDocument", "uri") is { } uri && files.Find(uri) is { } document:
                Close(document);
                break;
            case "workspace/didChangeWatchedFiles":
            case "textDocument/didSave":
                files.Touch();
                PublishAll();
                break;
        }
    }

    public JsonNode? Request(string method, JsonNode? parameters)
    {
        if (method == "initialize")
            return Initialize(parameters);
        if (!isInitialized)
            throw new RequestException(RequestException.NotInitialized, "the server is not initialized");
        if (IsShutDown)
            throw new RequestException(RequestException.InvalidRequest, "the server was shut down");
        switch (method)
        {
            case "shutdown":
                IsShutDown = true;
                return null;
            case "workspace/symbol":
                return SymbolLists.OfWorkspace(AllPrograms(), parameters.Text("query") ?? "");
        }

        if (!Handlers.TryGetValue(method, out var handler))
            throw new RequestException(RequestException.MethodNotFound, $"there is no method `{method}`");
        if ((parameters.Text("textDocument", "uri") ?? parameters.Text("item", "uri")) is not { } uri)
            throw new RequestException(RequestException.InvalidParams, "`textDocument.uri` is missing");
        var name = FileUri.ToName(uri);
        return Program(name) is { } program
            ? handler(new FeatureContext(program, files, AllPrograms, parameters))
            : throw new RequestException(RequestException.RequestFailed, $"there is no file `{name}`");
    }

    private static readonly Dictionary<string, Func<FeatureContext, JsonNode?>> Handlers = new(StringComparer.Ordinal)
    {
        ["textDocument/hover"] = Hover.Of,
        ["textDocument/completion"] = Completion.Of,
        ["textDocument/signatureHelp"] = SignatureHelp.Of,
        ["textDocument/definition"] = Navigation.Definition,
        ["textDocument/references"] = Navigation.References,
        ["textDocument/documentHighlight"] = Navigation.Highlights,
        ["textDocument/prepareRename"] = Rename.Prepare,
        ["textDocument/rename"] = Rename.Of,
        ["textDocument/documentSymbol"] = SymbolLists.OfDocument,
        ["textDocument/foldingRange"] = Folding.Of,
        ["textDocument/semanticTokens/full"] = SemanticTokens.Of,
        ["textDocument/inlayHint"] = InlayHints.Of,
        ["textDocument/codeAction"] = CodeActions.Of,
        ["textDocument/formatting"] = FormatEdits.Document,
        ["textDocument/rangeFormatting"] = FormatEdits.Range,
        ["textDocument/documentLink"] = Links.Of,
        ["textDocument/prepareCallHierarchy"] = CallHierarchy.Prepare,
        ["callHierarchy/incomingCalls"] = CallHierarchy.Incoming,
        ["callHierarchy/outgoingCalls"] = CallHierarchy.Outgoing,
        ["nas/cellGraph"] = CellGraph.Of,
        ["nas/preview"] = Preview.Of,
        ["nas/generated"] = Preview.Generated,
    };

    private JsonObject Initialize(JsonNode? parameters)
    {
        isInitialized = true;
        var folders = parameters.At("workspaceFolders") is JsonArray given
            ? given.Select(f => f.Text("uri"))
            : [parameters.Text("rootUri")];
        files.Folders.AddRange(folders.OfType<string>().Select(FileUri.ToName));
        return Capabilities.Describe();
    }

    private void Put(Document document)
    {
        files.Put(document);
        Enqueue(document.Name);
        foreach (var (name, (_, program)) in programs)
            if (name != document.Name && (MissesFiles(program) || program.Compilation.Sources.All.Any(s => s.FileName == document.Name)))
                Enqueue(name);
    }

    private void Enqueue(string name)
    {
        stale.Remove(name);
        stale.AddLast(name);
    }

    private void Close(Document document)
    {
        files.Close(document.Uri);
        programs.Remove(document.Name);
        parsed.Remove(document.Name);
        stale.Remove(document.Name);
        send(Notification("textDocument/publishDiagnostics", Json.Object(("uri", document.Uri), ("diagnostics", new JsonArray()))));
        PublishAll();
    }

    private void PublishAll()
    {
        foreach (var document in files.Open)
            Enqueue(document.Name);
    }

    private string UriOf(string name) => files.Open.FirstOrDefault(d => d.Name == name)?.Uri ?? FileUri.FromName(name);

    private ProgramView? Program(string name) => Program(name, CancellationToken.None);

    /// <summary>The program of a file as it is now; compiled at most once for each state of the files.</summary>
    private ProgramView? Program(string name, CancellationToken cancellation)
    {
        if (programs.TryGetValue(name, out var known) && known.Stamp == files.Stamp)
            return known.Program;
        if (files.Text(name) is not { } source)
            return null;
        // What another file's change cannot have changed is not compiled again.
        var program = known.Program is { } before && IsSame(before, source) ? before : ProgramView.Of(source, files, CacheOf(name), known.Program?.Dimensions, cancellation);
        programs[name] = (files.Stamp, program);
        return program;
    }

    /// <summary>Only of what is being edited: a tree takes more room than its text.</summary>
    private CompilationCache? CacheOf(string name)
    {
        if (!files.IsOpen(name))
            return null;
        if (!parsed.TryGetValue(name, out var cache))
            parsed[name] = cache = new CompilationCache();
        return cache;
    }

    private bool IsSame(ProgramView program, SourceText source) =>
        program.Source.Content == source.Content
        && program.Compilation.Sources.All.Skip(1).All(s => files.Text(s.FileName)?.Content == s.Content)
        && !MissesFiles(program);

    /// <summary>Whether an import could not be read: the next change of any file may mend it.</summary>
    private static bool MissesFiles(ProgramView program) =>
        program.Compilation.Diagnostics.Any(d => d.Code.StartsWith("NAS9", StringComparison.Ordinal));

    private IEnumerable<ProgramView> AllPrograms() =>
        files.Open.Select(d => d.Name).Concat(files.OnDisk()).ToList().Select(Program).OfType<ProgramView>();

    private static JsonObject Notification(string method, JsonObject parameters) =>
        Json.Object(("jsonrpc", "2.0"), ("method", method), ("params", parameters));
}
