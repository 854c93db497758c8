using System.Text.Json.Nodes;
using NasDsl.Cli.Files;
using NasDsl.Cli.Searching;
using NasDsl.Cli.Training;
using NasDsl.Diagnostics;
using NasDsl.Viewer;

namespace NasDsl.Cli.Viewing;

/// <summary>All that there is to show of a run's folder, read anew whenever a file of it has changed.</summary>
internal sealed class RunView
{
    private readonly Lock gate = new();
    private readonly Session session;
    private readonly RunFiles files;
    private string stamp = "";
    private JsonObject shown = [];

    private RunView(Session session, RunFiles files) => (this.session, this.files) = (session, files);

    /// <exception cref="InputException">The folder holds no run (NAS7404).</exception>
    public static ViewedRun Open(Session session, string folder)
    {
        var files = new RunFiles(session.Terminal, folder);
        if (!files.Has(RunFolder.Description) && !files.Has(StoredSearchRun.Record))
            throw new InputException(Diagnose.NotARun(folder, "it has neither `run.json` nor `run.db`"));
        var view = new RunView(session, files);
        // What is wrong with a record is said at once, not on the page.
        view.Snapshot();
        return new ViewedRun(files.Name, view.Snapshot);
    }

    private JsonObject Snapshot()
    {
        lock (gate)
        {
            if (files.Stamp() is var now && now == stamp)
                return shown;
            shown = files.Has(StoredSearchRun.Record) ? new TableRunPage(session, files).Read() : new TrainingRunPage(files).Read();
            stamp = now;
            return shown;
        }
    }
}
