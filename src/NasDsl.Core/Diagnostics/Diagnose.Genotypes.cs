using System.Collections.Immutable;
using NasDsl.Text;

namespace NasDsl.Diagnostics;

public static partial class Diagnose
{
    public static Diagnostic GenotypeSyntax(TextSpan span, string expected, string found) =>
        new(Descriptors.GenotypeSyntax, span, $"expected {expected}, found {found}");

    public static Diagnostic GenotypeTooLong(TextSpan span, int limit) =>
        new(Descriptors.GenotypeSyntax, span, $"a genotype has at most {limit} characters and list items");

    public static Diagnostic UnknownGenotypeField(TextSpan span, string name, string? suggestion) =>
        new(Descriptors.GenotypeField, span, $"a genotype has no field `{name}`")
        {
            Help = suggestion is null
                ? "the fields are `normal`, `normal_concat`, `reduce` and `reduce_concat`"
                : DidYouMean(suggestion),
            Fixes = Change(span, name, suggestion, quoted: false),
        };

    public static Diagnostic DuplicateGenotypeField(TextSpan span, string name) =>
        new(Descriptors.GenotypeField, span, $"the field `{name}` is given twice");

    public static Diagnostic MissingGenotypeFields(TextSpan span, ImmutableArray<string> names) =>
        new(Descriptors.GenotypeField, span, $"the genotype lacks {string.Join(", ", names.Select(Code))}");

    public static Diagnostic NotADartsSpace(TextSpan span, string network, string problem) =>
        new(Descriptors.NotADartsSpace, span, $"an architecture of `{network}` has no DARTS genotype: {problem}")
        {
            Help = "keep it as an architecture file",
        };

    public static Diagnostic UnknownGenotypeOperation(
        TextSpan span, string name, string cell, ImmutableArray<string> operations, string? suggestion) =>
        new(Descriptors.UnknownGenotypeOperation, span, $"`{cell}` has no candidate `{name}`")
        {
            Help = suggestion is null
                ? $"the candidates are {string.Join(", ", operations.Select(Code))}"
                : DidYouMean(suggestion),
            Fixes = Change(span, name, suggestion, quoted: true),
        };

    public static Diagnostic GenotypeEdgeCount(TextSpan span, string field, string cell, int expected, int found) =>
        new(Descriptors.GenotypeEdgeCount, span, $"`{field}` has {found} edges, the nodes of `{cell}` take {expected}");

    public static Diagnostic GenotypeSource(TextSpan span, string node, long source, int sources) =>
        new(Descriptors.GenotypeSource, span, $"`{node}` cannot read source {source}: its sources are 0 to {sources - 1}");

    public static Diagnostic GenotypeSourceTwice(TextSpan span, string node, long source) =>
        new(Descriptors.GenotypeSource, span, $"`{node}` reads source {source} twice");

    public static Diagnostic GenotypeConcat(TextSpan span, string field, string cell, string expected) =>
        new(Descriptors.GenotypeConcat, span, $"the output of `{cell}` is made of other nodes than `{field}` says")
        {
            Help = $"in this space it is `{expected}`",
        };
}
