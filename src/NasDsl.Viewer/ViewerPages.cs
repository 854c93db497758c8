using System.Collections.Frozen;

namespace NasDsl.Viewer;

/// <summary>The pages and all that they load, from the folder `viewer` beside the program: nothing else can be asked for.</summary>
public sealed class ViewerPages
{
    private const string Program = "program.html", Run = "run.html", Report = "report.html", ReportData = "__NASDSL_RUN__", ReportTitle = "__NASDSL_TITLE__";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".wasm"] = "application/wasm",
        [".ttf"] = "font/ttf",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> files;

    private ViewerPages(IEnumerable<string> paths) =>
        files = paths.ToFrozenDictionary(p => Path.GetFileName(p), p => p, StringComparer.Ordinal);

    /// <summary>The pages beside the program; null where they were not built.</summary>
    public static ViewerPages? Find(string? folder = null)
    {
        folder ??= Path.Combine(AppContext.BaseDirectory, "viewer");
        if (!Directory.Exists(folder))
            return null;
        var pages = new ViewerPages(Directory.EnumerateFiles(folder).Where(f => Types.ContainsKey(Path.GetExtension(f))));
        return new[] { Program, Run, Report }.All(pages.files.ContainsKey) ? pages : null;
    }

    /// <summary>A file of the pages by its name alone, with its media type; null where there is none.</summary>
    internal (string Path, string Type)? File(string name) =>
        files.TryGetValue(name, out var path) ? (path, Types[Path.GetExtension(path)]) : null;

    /// <summary>The page of a subject.</summary>
    internal (string Path, string Type) PageOf(ViewedSubject subject) =>
        (files[subject is ViewedProgram ? Program : Run], Types[".html"]);

    /// <summary>One HTML file that shows a run and asks for nothing.</summary>
    public string WriteReport(ViewedRun run) => System.IO.File.ReadAllText(files[Report])
        .Replace(ReportTitle, System.Net.WebUtility.HtmlEncode(run.Name), StringComparison.Ordinal)
        // System.Text.Json escapes `<`, so that nothing in the data ends the element that it stands in.
        .Replace(ReportData, run.Snapshot().ToJsonString(), StringComparison.Ordinal);
}
