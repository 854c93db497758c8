using System.Collections.Immutable;

namespace NasDsl.Emit;

/// <summary>Writes the class of a declared op or cell, and the parts that the network's class has in common with it.</summary>
internal static class ClassWriter
{
    public static void Write(CodeWriter writer, PlannedClass planned, string kind)
    {
        var template = planned.Template;
        var type = ModelFile.BaseType(template);
        writer.Summary(planned.Doc, $"{kind} `{planned.Name}`.");
        using (writer.Block($"internal sealed class {planned.Name} : {type}"))
        {
            WriteFields(writer, planned);
            if (template.Needs.HasFlag(ClassNeeds.DropPath))
                writer.Line("private readonly PathDropout dropPath;");
            if (template.Recomputation is not null)
                writer.Line("private readonly Recomputed recomputed;");
            if (!template.Fields.IsEmpty || template.Needs != ClassNeeds.None || template.Recomputation is not null)
                writer.Line();
            WriteConstructor(writer, planned);
            writer.Line();
            WriteForward(writer, template);
        }
    }

    /// <summary>`forward`, and what it hands over to where the optimizer has written a second one.</summary>
    public static void WriteForward(CodeWriter writer, ClassTemplate template)
    {
        var output = ModelFile.OutputType(template);
        var signature = $"public override {output} forward";
        if (template.Recomputation is not null)
        {
            WriteRecomputed(writer, template, signature);
            writer.Line();
            writer.Line("/// <summary>What the backward pass computes again.</summary>");
            signature = $"private {output} Compute";
        }
        if (template.Mixed is not { } mixed)
        {
            WriteForward(writer, template, signature);
            return;
        }

        var parameters = string.Join(", ", template.Inputs.Select(i => $"Tensor {i}"));
        var arguments = string.Join(", ", template.Inputs);
        writer.Line($"{signature}({parameters}) =>");
        writer.Line($"    {mixed.Choice}.IsTaken ? ForwardTaken({arguments}) : ForwardMixed({arguments});");
        writer.Line();
        writer.Line("/// <summary>All candidates, what they have in common once.</summary>");
        WriteForward(writer, template with { Forward = mixed.Lines }, $"private {output} ForwardMixed");
        writer.Line();
        writer.Line("/// <summary>As declared: where an architecture is taken, each choice computes only what it takes.</summary>");
        WriteForward(writer, template, $"private {output} ForwardTaken");
    }

    private static void WriteRecomputed(CodeWriter writer, ClassTemplate template, string signature)
    {
        var parameters = string.Join(", ", template.Inputs.Select(i => $"Tensor {i}"));
        var call = $"recomputed.Forward({string.Join(", ", template.Inputs)})";
        if (template.OutputCount == 1)
        {
            writer.Line($"{signature}({parameters}) => {call}[0];");
            return;
        }
        using (writer.Block($"{signature}({parameters})"))
        {
            writer.Line($"var computed = {call};");
            writer.Line($"return ({string.Join(", ", Enumerable.Range(0, template.OutputCount).Select(i => $"computed[{i}]"))});");
        }
    }

    private static string RecomputedText(ClassTemplate template, Recomputation recomputation)
    {
        var decisions = template.Needs.HasFlag(ClassNeeds.Decisions) ? "decisions.Values" : "[]";
        var call = $"Compute({string.Join(", ", template.Inputs.Select((_, i) => $"x[{i}]"))})";
        var compute = template.OutputCount == 1
            ? $"x => [{call}]"
            : $"x => {call} is var y ? [{string.Join(", ", Enumerable.Range(1, template.OutputCount).Select(i => $"y.Item{i}"))}] : []";
        return $"new Recomputed(this, {decisions}, {compute}{(recomputation.HasChance ? ", hasChance: true" : "")})";
    }

    public static void WriteFields(CodeWriter writer, PlannedClass planned)
    {
        foreach (var field in planned.Template.Fields)
        {
            if (field.Comment is { } comment)
                writer.Line($"// {comment}");
            writer.Line($"private readonly {planned.Fill(field.Type)} {field.Name};");
        }

        foreach (var field in planned.Template.Mixed?.Fields ?? [])
            writer.Line($"private readonly {field.Type} {field.Name};");
    }

    /// <summary>The assignments of all fields, candidates that several choices share written once.</summary>
    public static void WriteAssignments(CodeWriter writer, PlannedClass planned)
    {
        var constructs = planned.Template.Fields.Select(f => (f.Name, Text: planned.Fill(f.Construct))).ToList();
        var shared = new SharedCandidates(constructs.Select(c => c.Text));
        shared.Write(writer);
        foreach (var (name, text) in constructs)
            writer.Statement($"{name} = {shared.Shorten(text)};");
        foreach (var field in planned.Template.Mixed?.Fields ?? [])
            writer.Statement($"{field.Name} = {field.Construct};");
    }

    public static void WriteForward(CodeWriter writer, ClassTemplate template, string signature)
    {
        using (writer.Block($"{signature}({string.Join(", ", template.Inputs.Select(i => $"Tensor {i}"))})"))
        {
            writer.Line("using var scope = NewDisposeScope();");
            foreach (var line in template.Forward)
                writer.Statement(line);
        }
    }

    private static void WriteConstructor(CodeWriter writer, PlannedClass planned)
    {
        var needs = planned.Template.Needs;
        var parameters = planned.Parameters.Select(p => $"{p.Type} {p.Name}").ToList();
        if (needs.HasFlag(ClassNeeds.Decisions))
            parameters.Add("IReadOnlyDictionary<string, Decision> decisions");
        if (needs.HasFlag(ClassNeeds.Path))
            parameters.Add("string path");
        if (needs.HasFlag(ClassNeeds.DropPath))
            parameters.Add("PathDropout dropPath");

        WriteSignature(writer, $"public {planned.Name}", parameters);
        writer.Line($"    : base(nameof({planned.Name}))");
        writer.Line("{");
        using (writer.Indented())
        {
            if (needs.HasFlag(ClassNeeds.DropPath))
                writer.Line("this.dropPath = dropPath;");
            WriteAssignments(writer, planned);
            if (planned.Template.Recomputation is { } recomputation)
                writer.Statement($"recomputed = {RecomputedText(planned.Template, recomputation)};");
            writer.Line("RegisterComponents();");
        }
        writer.Line("}");
    }

    private static void WriteSignature(CodeWriter writer, string head, List<string> parameters)
    {
        const int width = 100;
        var line = $"{head}({string.Join(", ", parameters)})";
        if (line.Length <= width)
        {
            writer.Line(line);
            return;
        }
        writer.Line($"{head}(");
        using (writer.Indented())
            for (var i = 0; i < parameters.Count; i++)
                writer.Line(parameters[i] + (i == parameters.Count - 1 ? ")" : ","));
    }
}

/// <summary>
/// Lists of candidates that more than one relaxed choice of a class has: a local function makes them, new ones at each call.
/// </summary>
internal sealed class SharedCandidates
{
    private const string Head = "new MixedOp(";

    private readonly ImmutableArray<(string Name, string List)> lists;

    public SharedCandidates(IEnumerable<string> constructs)
    {
        var repeated = constructs
            .Select(CandidatesOf)
            .Where(list => list.Length > 0)
            .GroupBy(list => list)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .ToList();
        lists = [.. repeated.Select((list, i) => (i == 0 ? "Candidates" : $"Candidates{i + 1}", list))];
    }

    public void Write(CodeWriter writer)
    {
        foreach (var (name, list) in lists)
        {
            writer.Line($"Module<Tensor, Tensor>[] {name}() =>");
            writer.Line("[");
            using (writer.Indented())
                foreach (var candidate in LineBreaker.Split(list, ", "))
                    writer.Statement(candidate + ",");
            writer.Line("];");
            writer.Line();
        }
    }

    public string Shorten(string construct)
    {
        var list = CandidatesOf(construct);
        var name = lists.FirstOrDefault(l => l.List == list).Name;
        return name is null ? construct : construct.Replace(list, $"{name}()", StringComparison.Ordinal);
    }

    private static string CandidatesOf(string construct)
    {
        if (!construct.StartsWith(Head, StringComparison.Ordinal))
            return "";
        var arguments = LineBreaker.Split(construct[Head.Length..^1], ", ");
        return string.Join(", ", arguments.Skip(1));
    }
}
