using NasDsl.Analysis;
using NasDsl.IR;

namespace NasDsl.Emit;

/// <summary>Lists in which the choices of the architecture tell the tensors that are there.</summary>
internal sealed partial class ForwardBuilder
{
    /// <summary>A concatenation in which each part has its place.</summary>
    private TensorText Placed(PlacedConcatLayer layer, TensorText[] inputs)
    {
        context.Helpers.Add(HelperClasses.Parts);
        var dimension = layer.Output.Rank == 2 ? 2 : 1;
        var parts = inputs.Select((x, i) =>
        {
            var there = layer.There[i] is { } condition ? $", {Condition(condition)}" : "";
            var channels = Layout.ChannelsOf(layer.Inputs[i]);
            return $"Parts.Place({x.Text}, {dimension}, {channels}{there})";
        });
        return new TensorText($"cat([{string.Join(", ", parts)}], {dimension})", true);
    }

    /// <summary>A sum or mean of the tensors that are there.</summary>
    private TensorText Picked(PickedSumLayer layer, TensorText[] inputs)
    {
        context.Helpers.Add(HelperClasses.Parts);
        var parts = inputs.Select((x, i) => $"({x.Text}, {(layer.There[i] is { } condition ? Condition(condition) : "true")})");
        return new TensorText($"Parts.{(Averages(layer.Sum) ? "Mean" : "Sum")}({string.Join(", ", parts)})", true);
    }

    /// <summary>Whether something holds for the alternatives that are taken.</summary>
    private string Condition(Cases<bool> cases)
    {
        if (cases.Variable is not { } variable)
            return cases.Value ? "true" : "false";
        if (variable.Decision is not { } decision)
            throw new EmitException("a list of which too many decisions tell the elements has no supernet");
        var field = DecisionField(decision);
        var texts = cases.Outcomes.Select(o => o is null ? null : Condition(o)).ToArray();
        var known = texts.OfType<string>().Distinct().ToList();
        if (known is [var only])
            return only;
        if (variable.Kind == DecisionKind.Order)
            return $"{field}.Pick({string.Join(", ", texts.Select(t => t ?? "false"))})";
        var rare = known.MinBy(k => texts.Count(t => t == k)) ?? "false";
        var rest = known.Count == 2 ? known.First(k => k != rare) : null;
        if (rest is null)
            return $"{field}.Pick({string.Join(", ", texts.Select(t => t ?? "false"))})";
        // Of a subset the second outcome is the element; of a choice each outcome is an alternative.
        var labels = variable.Outcomes.Where((_, i) => texts[i] == rare).ToList();
        var negates = labels is [""];
        var asked = negates ? [variable.Outcomes[1]] : labels;
        var takes = string.Join(" || ", asked.Select(l => $"{field}.Takes(\"{l}\")"));
        var (yes, no) = negates ? (rest, rare) : (rare, rest);
        takes = asked.Count > 1 ? $"({takes})" : takes;
        return (yes, no) switch
        {
            ("true", "false") => takes,
            ("false", "true") => $"!{takes}",
            ("false", _) => $"!{takes} && {no}",
            (_, "false") => $"{takes} && {yes}",
            ("true", _) => $"({takes} || {no})",
            (_, "true") => $"(!{takes} || {yes})",
            _ => $"({takes} ? {yes} : {no})",
        };
    }

    private string DecisionField(string decision)
    {
        if (!decisionFields.TryGetValue(decision, out var field))
        {
            decisionFields[decision] = field = names.Fresh(Identifiers.Spell(decision) + "_choice");
            fields.Add(new FieldTemplate("Decision", field, layers.DecisionText(decision)));
        }
        return field;
    }
}
