using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Architectures;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Analysis;

/// <summary>Holds an architecture against a space and says all that does not fit.</summary>
public sealed class ArchitectureValidator
{
    private readonly SearchSpace space;
    private readonly DecisionTree tree;
    private readonly Dictionary<string, ArchitectureEntry> entries;
    private readonly HashSet<string> existing = new(StringComparer.Ordinal);
    private readonly HashSet<string> broken = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string>.Builder missing = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<Diagnostic>.Builder diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

    private ArchitectureValidator(SearchSpace space, ArchitectureDocument document)
    {
        this.space = space;
        tree = DecisionTree.Of(space);
        entries = document.Entries.ToDictionary(e => e.Name.Text, StringComparer.Ordinal);
    }

    /// <summary>Empty where the architecture is one of the space; spans are empty.</summary>
    public static ImmutableArray<Diagnostic> Validate(SearchSpace space, Architecture architecture) =>
        Validate(space, ArchitectureDocument.Of(architecture, space));

    /// <summary>Empty where the file holds an architecture of the space; names in the file must be distinct.</summary>
    public static ImmutableArray<Diagnostic> Validate(SearchSpace space, ArchitectureDocument document)
    {
        if (document.DecisionsSpan is not { } decisions)
            return [];
        var validator = new ArchitectureValidator(space, document);
        foreach (var decision in validator.tree.Roots)
            validator.Check(decision);
        if (validator.missing.Count > 0)
            validator.Report(Diagnose.MissingDecisions(decisions, validator.missing.ToImmutable()));
        foreach (var entry in document.Entries)
            validator.CheckExistence(entry);
        return validator.diagnostics.ToImmutable();
    }

    private void Report(Diagnostic diagnostic) => diagnostics.Add(diagnostic);

    private void Check(Decision decision)
    {
        existing.Add(decision.Name);
        if (!entries.TryGetValue(decision.Name, out var entry))
        {
            missing.Add(decision.Name);
            broken.Add(decision.Name);
            return;
        }
        var before = diagnostics.Count;
        CheckLabels(decision, entry);
        if (entry.IsBroken || diagnostics.Count > before)
            broken.Add(decision.Name);
        foreach (var label in entry.Labels.Select(l => l.Text).Distinct())
            foreach (var child in tree.Children(decision, label))
                Check(child);
    }

    private void CheckLabels(Decision decision, ArchitectureEntry entry)
    {
        if (entry.IsBroken)
            return;
        if (decision.Kind is DecisionKind.One or DecisionKind.Real && entry.IsList)
        {
            Report(Diagnose.WrongJsonType(entry.Span, $"the choice for `{decision.Name}`", "a string", "a list"));
            return;
        }
        if (decision.Kind is DecisionKind.Subset or DecisionKind.Order && !entry.IsList)
        {
            Report(Diagnose.WrongJsonType(entry.Span, $"the choice for `{decision.Name}`", "a list of strings", "a string"));
            return;
        }
        if (decision.Kind == DecisionKind.Real)
        {
            if (entry.Labels is [var number] && !IsIn(decision, number.Text))
                Report(Diagnose.NotInInterval(number.Span, decision, number.Text));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var label in entry.Labels)
            CheckLabel(decision, label, isRepeated: !seen.Add(label.Text));
        if (seen.Count == entry.Labels.Length && (seen.Count < decision.Minimum || seen.Count > decision.Maximum))
            Report(Diagnose.WrongChoiceCount(entry.Span, decision, seen.Count));
        else if (decision.Dag is { } rule && seen.All(l => decision.Alternatives.Any(a => a.Label == l)) && !rule.Allows(seen))
            Report(Diagnose.GraphNotJoined(entry.Span, decision.Name));
    }

    private static bool IsIn(Decision decision, string label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && decision.Interval is { } interval
        && number >= interval.Minimum
        && number <= interval.Maximum;

    private void CheckLabel(Decision decision, Located label, bool isRepeated)
    {
        var alternative = decision.Alternatives.FirstOrDefault(a => a.Label == label.Text);
        if (alternative is null)
        {
            var suggestion = SpellChecker.Suggest(label.Text, decision.Choosable.Select(a => a.Label));
            Report(Diagnose.NoSuchAlternative(label.Span, decision, label.Text, suggestion));
        }
        else if (alternative.RelaxationOnly)
        {
            Report(Diagnose.RelaxationOnlyAlternative(label.Span, decision.Name, label.Text));
        }
        else if (isRepeated)
        {
            Report(Diagnose.AlternativeTakenTwice(label.Span, decision, label.Text));
        }
    }

    private void CheckExistence(ArchitectureEntry entry)
    {
        var (name, span) = entry.Name;
        if (tree.Find(name) is not { } decision)
            Report(Diagnose.UnknownDecision(span, name, space.Name, SpellChecker.Suggest(name, tree.Decisions.Select(d => d.Name))));
        else if (!existing.Contains(name) && decision.Parent is { } parent && !IsReportedAlready(parent.Decision))
            Report(Diagnose.DecisionDoesNotExist(span, name, parent));
    }

    /// <summary>
    /// Whether it is already said why nothing inside <paramref name="name"/> exists: its own choice is missing or wrong, or
    /// it should not be in the file either.
    /// </summary>
    private bool IsReportedAlready(string name)
    {
        if (existing.Contains(name))
            return broken.Contains(name);
        return entries.ContainsKey(name) || (tree.Find(name)?.Parent is { } parent && IsReportedAlready(parent.Decision));
    }
}
