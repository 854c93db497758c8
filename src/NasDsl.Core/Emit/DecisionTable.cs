using System.Collections.Immutable;
using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Emit;

/// <summary>Writes the decisions of a space into its supernet: a field for the alphas of each, and what is known of it.</summary>
internal sealed class DecisionTable
{
    private readonly SearchSpace space;
    private readonly RelaxationPlan relaxation;
    private readonly Dictionary<string, string> locals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> choiceFunctions = new(StringComparer.Ordinal);
    private readonly HashSet<string> referred = new(StringComparer.Ordinal);

    public DecisionTable(SearchSpace space, RelaxationPlan relaxation)
    {
        (this.space, this.relaxation) = (space, relaxation);
        var names = new NameScope(name =>
            name is "named" or "Add" or "SomeOf" or "OrderOf" or "NumberOf" || name.TrimEnd([.. "0123456789"]) == "OneOf");
        foreach (var decision in space.Decisions)
        {
            locals[decision.Name] = names.Of(decision.Name);
            if (decision.Parent is { } parent)
                referred.Add(parent.Decision);
            foreach (var edge in EdgesOf(decision))
                referred.Add(edge.Name);
            if (decision.Kind == DecisionKind.One && !choiceFunctions.ContainsKey(Key(decision)))
                choiceFunctions[Key(decision)] = choiceFunctions.Count == 0 ? "OneOf" : $"OneOf{choiceFunctions.Count + 1}";
        }
    }

    public void WriteFields(CodeWriter writer)
    {
        foreach (var decision in relaxation.Decisions)
            writer.Line($"private readonly Parameter {Field(decision)};");
    }

    public void WriteAssignments(CodeWriter writer)
    {
        foreach (var decision in relaxation.Decisions)
            writer.Line($"{Field(decision)} = Alpha({decision.Alternatives.Length});");
    }

    /// <summary>The method that makes the table, parents before what lies inside.</summary>
    public void WriteDescription(CodeWriter writer)
    {
        using (writer.Block("private OrderedDictionary<string, Decision> DescribeDecisions()"))
        {
            writer.Line("var named = new OrderedDictionary<string, Decision>(StringComparer.Ordinal);");
            foreach (var decision in space.Decisions)
                writer.Statement((referred.Contains(decision.Name) ? $"var {locals[decision.Name]} = " : "") + Construct(decision));
            foreach (var decision in space.Decisions)
                if (EdgesOf(decision) is { Length: > 0 } edges)
                    writer.Statement($"{locals[decision.Name]}.Edges = [{string.Join(", ", edges.Select(e => locals[e.Name]))}];");
            writer.Line("return named;");
            writer.Line();
            foreach (var decision in space.Decisions.Where(d => d.Kind == DecisionKind.One).DistinctBy(Key))
                WriteChoiceFunction(writer, decision);
            WriteSubsetFunction(writer);
            WriteOrderFunction(writer);
            using (writer.Block("Decision Add(Decision decision)"))
            {
                writer.Line("named.Add(decision.Name, decision);");
                writer.Line("return decision;");
            }
        }
    }

    /// <summary>Decisions with one key are described alike.</summary>
    private string Key(Decision decision) => string.Join(
        '\n', decision.Alternatives.Select(a => $"{a.Label} {a.RelaxationOnly}").Prepend($"{relaxation.HasAlphas(decision)}"));

    private static string Quoted(IEnumerable<Alternative> alternatives) =>
        string.Join(", ", alternatives.Select(a => $"\"{a.Label}\""));

    private string Field(Decision decision) => "alpha_" + locals[decision.Name];

    /// <summary>The choices of operation that rank a subset's elements, or none where it has alphas of its own.</summary>
    private ImmutableArray<Decision> EdgesOf(Decision decision)
    {
        if (decision.Kind != DecisionKind.Subset || relaxation.HasAlphas(decision))
            return [];
        return [.. decision.Alternatives.Select(a => relaxation.EdgeDecision(decision, a.Label)).OfType<Decision>()];
    }

    private string Construct(Decision decision)
    {
        var alpha = relaxation.HasAlphas(decision) ? $"() => {Field(decision)}" : null;
        var inside = decision.Parent is { } parent ? $"({locals[parent.Decision]}, [{string.Join(", ", parent.Alternatives.Select(a => $"\"{a}\""))}])" : null;
        if (decision.Kind == DecisionKind.One)
            return $"{choiceFunctions[Key(decision)]}(\"{decision.Name}\"{(alpha is null ? "" : $", {alpha}")}{(inside is null ? "" : $", {inside}")});";
        if (decision.Kind == DecisionKind.Order)
            return $"OrderOf(\"{decision.Name}\", [{Quoted(decision.Alternatives)}]{(inside is null ? "" : $", {inside}")});";

        return $"SomeOf(\"{decision.Name}\", ({decision.Minimum}, {decision.Maximum}), [{Quoted(decision.Alternatives)}]"
            + (alpha is null ? "" : $", alpha: {alpha}")
            + (inside is null ? "" : $", inside: {inside}")
            + ");";
    }

    private void WriteSubsetFunction(CodeWriter writer)
    {
        if (space.Decisions.Any(d => d.Kind == DecisionKind.Subset))
            writer.Lines("""
                Decision SomeOf(
                    string name,
                    (int Minimum, int Maximum) count,
                    string[] alternatives,
                    Func<Parameter>? alpha = null,
                    (Decision, string[])? inside = null) =>
                    Add(new Decision { Name = name, Alternatives = alternatives, Count = count, FindAlpha = alpha, Inside = inside });

                """);
    }

    private void WriteOrderFunction(CodeWriter writer)
    {
        if (space.Decisions.Any(d => d.Kind == DecisionKind.Order))
            writer.Lines("""
                Decision OrderOf(string name, string[] alternatives, (Decision, string[])? inside = null) =>
                    Add(new Decision { Name = name, Alternatives = alternatives, IsOrder = true, Inside = inside });

                """);
    }

    private void WriteChoiceFunction(CodeWriter writer, Decision decision)
    {
        var never = decision.Alternatives.Where(a => a.RelaxationOnly).ToList();
        var hasAlphas = relaxation.HasAlphas(decision);
        writer.Line(
            $"Decision {choiceFunctions[Key(decision)]}(string name, {(hasAlphas ? "Func<Parameter> alpha, " : "")}(Decision, string[])? inside = null) =>");
        using (writer.Indented())
        {
            writer.Line("Add(new Decision");
            writer.Line("{");
            using (writer.Indented())
            {
                writer.Line("Name = name,");
                writer.Statement($"Alternatives = [{Quoted(decision.Alternatives)}],");
                if (never.Count > 0)
                    writer.Line($"NeverChosen = [{Quoted(never)}],");
                if (hasAlphas)
                    writer.Line("FindAlpha = alpha,");
                writer.Line("Inside = inside,");
            }
            writer.Line("});");
        }
        writer.Line();
    }
}
