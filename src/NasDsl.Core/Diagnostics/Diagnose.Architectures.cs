using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Diagnostics;

public static partial class Diagnose
{
    private const int MostNamesListed = 4;

    public static Diagnostic InvalidJson(TextSpan span, string problem) => new(Descriptors.InvalidJson, span, problem);

    public static Diagnostic ArchitectureFileTooLarge(TextSpan span, int length, int limit) =>
        new(Descriptors.ArchitectureFileTooLarge, span, $"an architecture file has at most {limit} characters, this one has {length}");

    public static Diagnostic WrongJsonType(TextSpan span, string what, string expected, string found) =>
        new(Descriptors.WrongJsonType, span, $"{what} must be {expected}, not {found}");

    public static Diagnostic UnknownArchitectureField(TextSpan span, string name, string? suggestion) =>
        new(Descriptors.UnknownArchitectureField, span, $"unknown field `{name}`")
        {
            Help = suggestion is null ? "the fields are `network`, `fingerprint` and `decisions`" : DidYouMean(suggestion),
            Fixes = Change(span, name, suggestion, quoted: true),
        };

    public static Diagnostic MissingArchitectureField(TextSpan span, string name) =>
        new(Descriptors.MissingArchitectureField, span, $"the field `{name}` is missing");

    public static Diagnostic DuplicateJsonName(TextSpan span, string name, TextSpan first) =>
        new(Descriptors.DuplicateJsonName, span, $"`{name}` is given twice")
        {
            Related = [new RelatedSpan(first, "first given here")],
        };

    public static Diagnostic OtherNetwork(TextSpan span, string file, string network) =>
        new(Descriptors.OtherNetwork, span, $"this architecture is for the network `{file}`, not for `{network}`");

    public static Diagnostic OtherSpace(TextSpan span, string network, ImmutableArray<Diagnostic> differences) =>
        new(Descriptors.OtherSpace, span,
            $"this architecture was made for another version of `{network}`"
            + (differences.IsEmpty ? ", but all that it takes still exists" : $": {Shortened(differences.Select(d => d.Message), "; ")}"))
        {
            Help = differences.IsEmpty
                ? "delete the field `fingerprint` to use it all the same"
                : "search again, or mend the file by hand and delete its field `fingerprint`",
            Related = [.. differences.Select(d => new RelatedSpan(d.Span, d.Message))],
        };

    public static Diagnostic UnknownDecision(TextSpan span, string name, string network, string? suggestion) =>
        new(Descriptors.UnknownDecision, span, $"`{network}` has no decision `{name}`")
        {
            Help = suggestion is null ? "run `nasc info` to list the decisions" : DidYouMean(suggestion),
            Fixes = Change(span, name, suggestion, quoted: true),
        };

    public static Diagnostic MissingDecisions(TextSpan span, ImmutableArray<string> names) =>
        new(Descriptors.MissingDecisions, span,
            names.Length == 1
                ? $"the decision `{names[0]}` is missing"
                : $"{names.Length} decisions are missing: {Shortened(names.Select(Code), ", ")}");

    public static Diagnostic NoSuchAlternative(TextSpan span, Decision decision, string label, string? suggestion) =>
        new(Descriptors.NoSuchAlternative, span, $"`{decision.Name}` has no alternative `{label}`")
        {
            Help = suggestion is null ? $"the alternatives are {LabelsOf(decision)}" : DidYouMean(suggestion),
            Fixes = Change(span, label, suggestion, quoted: true),
        };

    public static Diagnostic WrongChoiceCount(TextSpan span, Decision decision, int taken) =>
        new(Descriptors.WrongChoiceCount, span, $"`{decision.Name}` takes {Counts(decision)}, not {taken}")
        {
            Help = $"the alternatives are {LabelsOf(decision)}",
        };

    public static Diagnostic AlternativeTakenTwice(TextSpan span, Decision decision, string label) =>
        new(Descriptors.AlternativeTakenTwice, span, $"`{decision.Name}` takes `{label}` twice");

    public static Diagnostic DecisionDoesNotExist(TextSpan span, string name, DecisionCondition parent) =>
        new(Descriptors.DecisionDoesNotExist, span, $"the decision `{name}` does not exist for this architecture")
        {
            Help = $"it exists only where `{parent.Decision}` takes {string.Join(" or ", parent.Alternatives.Select(a => $"`{a}`"))}",
        };

    public static Diagnostic RelaxationOnlyAlternative(TextSpan span, string decision, string label) =>
        new(Descriptors.RelaxationOnlyAlternative, span, $"an architecture cannot take `{label}` for `{decision}`")
        {
            Help = "`" + label + "` only takes part in the softmax of a supernet; leave the edge out instead",
        };

    public static Diagnostic GraphNotJoined(TextSpan span, string decision) =>
        new(Descriptors.GraphNotJoined, span, $"the edges of `{decision}` join no input to the output")
        {
            Help = "take edges that lead from vertex 0 to the last one",
        };

    public static Diagnostic NotInInterval(TextSpan span, Decision decision, string label) =>
        new(Descriptors.NoSuchAlternative, span, $"`{decision.Name}` cannot be `{label}`")
        {
            Help = FormattableString.Invariant($"it is a number from {decision.Interval?.Minimum:R} to {decision.Interval?.Maximum:R}"),
        };

    private static string DidYouMean(string suggestion) => $"did you mean `{suggestion}`?";

    private static ImmutableArray<CodeFix> Change(TextSpan span, string from, string? to, bool quoted) =>
        to is null ? [] : [new CodeFix($"change `{from}` to `{to}`", span, quoted ? $"\"{to}\"" : to)];

    private static string Code(string text) => $"`{text}`";

    private static string LabelsOf(Decision decision) => string.Join(", ", decision.Choosable.Select(a => Code(a.Label)));

    private static string Counts(Decision decision) => decision.Kind == DecisionKind.Order
        ? $"all of its {decision.Alternatives.Length} alternatives, in an order"
        : decision.Minimum == decision.Maximum
        ? $"{decision.Minimum} of its {decision.Alternatives.Length} alternatives"
        : $"{decision.Minimum} to {decision.Maximum} of its {decision.Alternatives.Length} alternatives";

    private static string Shortened(IEnumerable<string> items, string separator)
    {
        var all = items.ToList();
        var listed = string.Join(separator, all.Take(MostNamesListed));
        return all.Count <= MostNamesListed ? listed : $"{listed}{separator}and {all.Count - MostNamesListed} more";
    }
}
