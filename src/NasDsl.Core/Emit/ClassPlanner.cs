using System.Collections.Immutable;
using System.Globalization;
using NasDsl.IR;

namespace NasDsl.Emit;

/// <summary>
/// Decides how many classes a declaration becomes and which numbers they take as parameters: uses whose text is the same
/// but for values share a class, and a value that differs among them is named after what it equals.
/// </summary>
internal sealed class ClassPlanner
{
    private const int LargestMultiple = 16;

    private readonly ImmutableArray<Function> functions;
    private readonly ImmutableArray<ClassTemplate> templates;
    private readonly NameScope names;
    private readonly List<(ConstructorParameter Parameter, int Order, string[] Values)> parameters = [];
    private readonly string[] texts;
    private readonly bool[] varies;

    private ClassPlanner(ImmutableArray<Function> functions, ImmutableArray<ClassTemplate> templates, NameScope names)
    {
        (this.functions, this.templates, this.names) = (functions, templates, names);
        texts = new string[templates[0].Holes.Length];
        varies = new bool[texts.Length];
        for (var hole = 0; hole < texts.Length; hole++)
            (texts[hole], varies[hole]) = TextOf(hole);
    }

    /// <summary>The class for uses that share <see cref="ClassTemplate.Shape"/>.</summary>
    public static PlannedClass Plan(
        string className, ImmutableArray<Function> functions, ImmutableArray<ClassTemplate> templates, NameScope names)
    {
        var planner = new ClassPlanner(functions, templates, names);
        var ordered = planner.parameters.OrderBy(p => p.Order).ToList();
        var uses = functions.Select((_, i) => new ClassUse(
            className, [.. ordered.Select(p => p.Parameter)], [.. ordered.Select(p => p.Values[i])], templates[i].Needs));
        return new PlannedClass(
            className, functions[0].Doc, templates[0], [.. ordered.Select(p => p.Parameter)],
            [.. planner.texts], [.. planner.varies], [.. uses]);
    }

    private (string Text, bool Varies) TextOf(int hole)
    {
        var values = templates.Select(t => t.Holes[hole].Literal).ToArray();
        if (values.All(v => v == values[0]))
            return (values[0], false);
        var description = templates[0].Holes[hole];
        return (Known(values, description.Type) ?? Multiple(values, description.Type) ?? Own(values, description), true);
    }

    /// <summary>A static argument or an input's channels that have these values.</summary>
    private string? Known(string[] values, string type)
    {
        foreach (var (name, order, kind, known) in Candidates())
            if (kind == type && known.SequenceEqual(values))
                return Parameter(type, name, order, known);
        return null;
    }

    private string? Multiple(string[] values, string type)
    {
        if (type != "long")
            return null;
        foreach (var (name, order, kind, known) in Candidates().Where(c => c.Kind == "long"))
            for (var factor = 2; factor <= LargestMultiple; factor++)
                if (known.Select(k => Times(k, factor)).SequenceEqual(values))
                    return $"{factor} * {Parameter(kind, name, order, known)}";
        return null;
    }

    private static string Times(string literal, int factor) =>
        (factor * long.Parse(literal, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);

    private string Own(string[] values, Hole hole)
    {
        var found = parameters.FirstOrDefault(p => p.Parameter.Type == hole.Type && p.Values.SequenceEqual(values));
        if (found.Parameter is { } same)
            return same.Name;
        var name = Identifiers.Camel(hole.Argument);
        if (parameters.Any(p => p.Parameter.Name == name))
            name = Identifiers.Camel($"{Identifiers.Spell(hole.Node)}_{hole.Argument}");
        return Parameter(hole.Type, name, int.MaxValue, values);
    }

    private string Parameter(string type, string name, int order, string[] values)
    {
        var found = parameters.FirstOrDefault(p => p.Order == order && order != int.MaxValue);
        if (found.Parameter is { } same)
            return same.Name;
        var parameter = new ConstructorParameter(type, names.Fresh(Identifiers.Spell(name)));
        parameters.Add((parameter, order, values));
        return parameter.Name;
    }

    private IEnumerable<(string Name, int Order, string Kind, string[] Values)> Candidates()
    {
        var first = functions[0];
        for (var i = 0; i < first.Arguments.Items.Length; i++)
        {
            var (name, value) = first.Arguments.Items[i];
            if (value is IntegerArgument or RealArgument or BooleanArgument or PairArgument
                && functions.All(f => i < f.Arguments.Items.Length && f.Arguments.Items[i].Name == name))
                yield return (
                    Identifiers.Camel(name), 1000 + i, KindOf(value),
                    [.. functions.Select(f => LayerTexts.Literal(f.Arguments.Items[i].Value))]);
        }
        for (var i = 0; i < first.Graph.Inputs.Length; i++)
            yield return (
                Identifiers.Camel(first.Graph.Inputs[i].Name) + "Channels", i, "long",
                [.. functions.Select(f => LayerTexts.Literal(new IntegerArgument(f.Graph.Inputs[i].Shape.Channels)))]);
    }

    private static string KindOf(ArgumentValue value) => value switch
    {
        IntegerArgument => "long",
        RealArgument => "double",
        PairArgument => "(long, long)",
        _ => "bool",
    };
}

/// <summary>A class ready to be written.</summary>
/// <param name="Texts">For each hole of the template, a literal or an expression over the parameters.</param>
/// <param name="Uses">One for each function that it stands for.</param>
internal sealed record PlannedClass(
    string Name,
    string? Doc,
    ClassTemplate Template,
    ImmutableArray<ConstructorParameter> Parameters,
    ImmutableArray<string> Texts,
    ImmutableArray<bool> Varies,
    ImmutableArray<ClassUse> Uses)
{
    public string Fill(string template) => Emit.Template.Fill(template, Texts, Varies);
}
