using System.Collections.Immutable;
using NasDsl.Text;

namespace NasDsl.Diagnostics;

public static partial class Diagnose
{
    public static Diagnostic DuplicateDeclaration(TextSpan span, string name, TextSpan first) =>
        new(Descriptors.DuplicateDeclaration, span, $"`{name}` is declared twice")
        {
            Help = "rename one of them",
            Related = [new RelatedSpan(first, "first declared here")],
        };

    public static Diagnostic UnknownName(TextSpan span, string name, string? suggestion) =>
        WithSuggestion(new Diagnostic(Descriptors.UnknownName, span, $"unknown name `{name}`"), suggestion,
            "bind it above, or make it a parameter");

    public static Diagnostic UnknownOperation(TextSpan span, string name, string? suggestion) =>
        WithSuggestion(new Diagnostic(Descriptors.UnknownOperation, span, $"unknown operation `{name}`"), suggestion,
            "run `nasc ops` to list the operations");

    public static Diagnostic UnknownArgument(TextSpan span, string operation, string name, string? suggestion, string parameters) =>
        WithSuggestion(new Diagnostic(Descriptors.UnknownArgument, span, $"`{operation}` has no parameter `{name}`"), suggestion,
            parameters.Length == 0 ? "it has no static parameters" : $"it has {parameters}");

    public static Diagnostic MissingArgument(TextSpan span, string operation, string parameter) =>
        new(Descriptors.MissingArgument, span, $"`{operation}` needs `{parameter}`")
        {
            Help = $"give it: `{operation}({parameter}: ...)`",
        };

    public static Diagnostic TooManyArguments(TextSpan span, string operation, int most) =>
        new(Descriptors.TooManyArguments, span, $"`{operation}` takes {(most == 0 ? "no static arguments" : Plural(most, "static argument"))}")
        {
            Help = "remove this argument; a tensor is applied with `|>`",
        };

    public static Diagnostic ArgumentGivenTwice(TextSpan span, string operation, string parameter) =>
        new(Descriptors.ArgumentGivenTwice, span, $"`{parameter}` of `{operation}` is given twice") { Help = "remove one of the two" };

    public static Diagnostic PositionalAfterNamed(TextSpan span) =>
        new(Descriptors.PositionalAfterNamed, span, "an argument without a name cannot follow one with a name")
        {
            Help = "name it too, or put it first",
        };

    public static Diagnostic DuplicateParameter(TextSpan span, string name) =>
        new(Descriptors.DuplicateParameter, span, $"the parameter `{name}` is declared twice") { Help = "rename one of them" };

    public static Diagnostic NameBoundTwice(TextSpan span, string name) =>
        new(Descriptors.NameBoundTwice, span, $"`{name}` is bound already") { Help = "use another name" };

    public static Diagnostic DuplicateEntry(TextSpan span, string name) =>
        new(Descriptors.DuplicateEntry, span, $"two entries are called `{name}`")
        {
            Help = $"name one of them: `another_{name} = ...`",
            Fixes = [new CodeFix("give this entry a name", new TextSpan(span.Start, 0), $"another_{name} = ")],
        };

    public static Diagnostic CyclicDeclaration(TextSpan span, string name, string path) =>
        new(Descriptors.CyclicDeclaration, span, $"`{name}` uses itself") { Help = $"break the circle: {path}" };

    public static Diagnostic ShadowsOperation(TextSpan span, string name) =>
        new(Descriptors.ShadowsOperation, span, $"`{name}` is the name of a catalog operation")
        {
            Help = "choose another name",
            Fixes = [new CodeFix($"rename to `my_{name}`", span, $"my_{name}")],
        };

    public static Diagnostic UnknownStrategy(TextSpan span, string name, string? suggestion, string known) =>
        WithSuggestion(new Diagnostic(Descriptors.UnknownStrategy, span, $"unknown strategy `{name}`"), suggestion,
            $"strategies are {known}");

    public static Diagnostic UnknownSetting(TextSpan span, string owner, string name, string? suggestion, string known) =>
        WithSuggestion(new Diagnostic(Descriptors.UnknownSetting, span, $"`{owner}` has no setting `{name}`"), suggestion,
            $"its settings are {known}");

    public static Diagnostic DuplicateSetting(TextSpan span, string name) =>
        new(Descriptors.DuplicateSetting, span, $"`{name}` is set twice") { Help = "remove one of the two" };

    public static Diagnostic UnknownNetwork(TextSpan span, string name, string? suggestion) =>
        WithSuggestion(new Diagnostic(Descriptors.UnknownNetwork, span, $"`{name}` is not a network of this file"), suggestion,
            "name a network that the file declares");

    public static Diagnostic UnusedBinding(TextSpan span, string name) =>
        new(Descriptors.UnusedBinding, span, $"`{name}` is never used") { Help = "remove it, or use it" };

    public static Diagnostic DuplicateBlock(TextSpan span, string what) =>
        new(Descriptors.DuplicateBlock, span, $"there is {what} already") { Help = "remove one of the two" };

    /// <param name="other">The other meaning's place, or null where that is another import.</param>
    public static Diagnostic ImportClash(TextSpan span, string name, TextSpan? other) =>
        new(Descriptors.ImportClash, span, $"`{name}` would mean two things in this file")
        {
            Help = "rename one of them, or import a file under another name: `import \"file.nas\" as name`",
            Related = other is { } place ? [new RelatedSpan(place, "declared here, too")] : [],
        };

    public static Diagnostic BadImport(TextSpan span, string path, string problem, string help) =>
        new(Descriptors.BadImport, span, $"cannot import `{path}`: {problem}") { Help = help };

    /// <param name="files">The files of the circle, from the first on.</param>
    public static Diagnostic ImportCircle(TextSpan span, string file, ImmutableArray<string> files) =>
        new(Descriptors.ImportCircle, span, $"`{file}` imports itself")
        {
            Help = files.Length == 1
                ? "remove this import"
                : $"break the circle: {string.Join(" -> ", files.Append(file).Select(Code))}",
        };

    public static Diagnostic NotInFile(TextSpan span, string file, string name, string? suggestion, bool isNetwork) =>
        WithSuggestion(new Diagnostic(Descriptors.NotInFile, span, isNetwork
                ? $"`{name}` is a network of `{file}`, and networks are not imported"
                : $"`{file}` declares no `{name}`"),
            isNetwork ? null : suggestion,
            isNetwork ? "compile that file itself, or declare an op" : "only what the file itself declares is visible, not what it imports");

    public static Diagnostic NoNetwork() =>
        new(Descriptors.NoNetwork, new TextSpan(0, 0), "this file declares no network")
        {
            Help = "declare one: `network Name(image: [3, 32, 32]) { output ... }`",
        };

    private static Diagnostic WithSuggestion(Diagnostic diagnostic, string? suggestion, string otherwise) =>
        suggestion is null
            ? diagnostic with { Help = otherwise }
            : diagnostic with
            {
                Help = $"did you mean `{suggestion}`?",
                Fixes = [new CodeFix($"change to `{suggestion}`", diagnostic.Span, suggestion)],
            };

    private static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
