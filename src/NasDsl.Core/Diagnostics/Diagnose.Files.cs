using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Diagnostics;

public static partial class Diagnose
{
    public static Diagnostic FileNotFound(string path, string? suggestion) =>
        new(Descriptors.FileNotFound, default, $"there is no file `{path}`")
        {
            Help = suggestion is null ? null : DidYouMean(suggestion),
        };

    public static Diagnostic FileIsFolder(string path) =>
        new(Descriptors.FileIsFolder, default, $"`{path}` is a folder, not a file");

    public static Diagnostic FileUnreadable(string path, string problem) =>
        new(Descriptors.FileUnreadable, default, $"cannot read `{path}`: {problem}");

    public static Diagnostic FileTooLarge(string path, long limit) =>
        new(Descriptors.FileTooLarge, default, $"`{path}` has more than {limit / (1024 * 1024)} MiB")
        {
            Help = "give the text of a program or an architecture, not weights or data",
        };

    public static Diagnostic NotText(string path, string problem, string help) =>
        new(Descriptors.NotText, default, $"`{path}` is no UTF-8 text: {problem}") { Help = help };

    public static Diagnostic EmptyFile(string path) => new(Descriptors.EmptyFile, default, $"`{path}` is empty");

    public static Diagnostic WrongFileKind(string path, string found, string expected, string help) =>
        new(Descriptors.WrongFileKind, default, $"`{path}` is {found}, not {expected}") { Help = help };

    public static Diagnostic CannotWrite(string path, string problem, string? help = null) =>
        new(Descriptors.CannotWrite, default, $"cannot write {(path == "standard output" ? path : Code(path))}: {problem}")
        {
            Help = help,
        };

    public static Diagnostic WouldOverwrite(string folder, string what) =>
        new(Descriptors.WouldOverwrite, default, $"`{folder}` {what}")
        {
            Help = "choose another folder, or add `--force` to overwrite it",
        };

    public static Diagnostic UnknownNetworkOption(string path, string name, ImmutableArray<string> known, string? suggestion) =>
        new(Descriptors.UnknownNetworkOption, default, $"`{path}` declares no network `{name}`")
        {
            Help = suggestion is null ? $"its networks are {string.Join(", ", known.Select(Code))}" : DidYouMean(suggestion),
        };

    public static Diagnostic UnknownCell(string network, string name, ImmutableArray<string> known, string? suggestion) =>
        new(Descriptors.UnknownCell, default, $"`{network}` has no cell `{name}`")
        {
            Help = suggestion is not null ? DidYouMean(suggestion)
                : known.IsEmpty ? "it uses no cells; leave `--cell` out to draw the network"
                : $"its cells are {string.Join(", ", known.Select(Code))}",
        };

    public static Diagnostic GraphvizMissing(string problem, string help) =>
        new(Descriptors.GraphvizMissing, default, problem) { Help = help };

    public static Diagnostic CannotEmit(string problem) => new(Descriptors.CannotEmit, default, problem);

    public static Diagnostic NotTrainable(string network, string problem) =>
        new(Descriptors.NotTrainable, default, $"`{network}` cannot be trained: {problem}")
        {
            Help = "run `nasc compile --project` and train it by a program of your own",
        };

    /// <param name="binding">What each constraint cuts, or null.</param>
    public static Diagnostic NoSuchArchitecture(string network, int attempts, string? binding = null) =>
        new(Descriptors.NoSuchArchitecture, default,
            $"no architecture of `{network}` that satisfies the constraints was found among {attempts} random ones")
        {
            Help = binding is null
                ? "loosen a constraint; `nasc info` shows which share of the space each one cuts"
                : $"loosen one: {binding}; together they leave nothing",
        };

    public static Diagnostic NothingDerived(string network, string problem) =>
        new(Descriptors.NoSuchArchitecture, default, $"no architecture of `{network}` can be derived: {problem}")
        {
            Help = "loosen a constraint; `nasc info` shows which share of the space each one cuts",
        };

    public static Diagnostic ViolatesConstraint(ConstraintPlan constraint, string found) =>
        new(Descriptors.ViolatesConstraint, constraint.Span, $"the architecture violates `{constraint.Text}`: it has {found}");

    public static Diagnostic ArchitectureNeeded(string network, int decisions) =>
        new(Descriptors.ArchitectureNeeded, default,
            $"`{network}` has {decisions} decisions, and nothing says how to make them")
        {
            Help = "add `--arch FILE`; `nasc search` finds an architecture, `nasc sample` draws one",
        };

    public static Diagnostic SearchCollapsed(string cell, int skips, int edges) =>
        new(Descriptors.SearchCollapsed, default, $"the search collapsed to skips: {skips} of {edges} operations in {cell}")
        {
            Help = "search for fewer epochs, or add a constraint such as `count(skip_connect in Normal) <= 2`",
        };

    public static Diagnostic TooLargeToCount(string network) =>
        new(Descriptors.TooLargeToCount, default, $"`{network}` is too large: its weights or multiply-accumulates exceed 64 bits")
        {
            Help = "give smaller values to its static parameters",
        };

    public static Diagnostic TorchMissing(string problem) =>
        new(Descriptors.TorchMissing, default, $"libtorch cannot be loaded: {problem}")
        {
            Help = "run build/setup.sh, which installs it",
        };

    public static Diagnostic ViewerMissing() =>
        new(Descriptors.ViewerMissing, default, "the viewer's pages were not built: npm was missing or failed")
        {
            Help = "install npm, remove `.nasdsl/viewer/failed` and run `build/viewer.sh`, which says what is wrong",
        };

    public static Diagnostic CannotServe(int port, string problem) =>
        new(Descriptors.CannotServe, default, $"cannot listen on port {port}: {problem}")
        {
            Help = "leave `--port` out for one that is free",
        };
}
