using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Operations;
using NasDsl.Optimization;

namespace NasDsl.Emit;

/// <summary>The second `forward` of a supernet's class: what the optimizer has made of the graph.</summary>
internal sealed partial class ForwardBuilder
{
    private readonly ImmutableArray<FieldTemplate>.Builder helpers = ImmutableArray.CreateBuilder<FieldTemplate>();
    private ImmutableHashSet<int> weighed = [];
    private readonly Dictionary<Node, (string Local, int? Row)> weights = new(ReferenceEqualityComparer.Instance);

    /// <summary>Writes the plan; the modules are those of the plain `forward`, written by another builder.</summary>
    public MixedForward Build(ForwardPlan plan)
    {
        values = new TensorText[plan.NextId];
        uses = new int[plan.NextId];
        foreach (var (id, count) in plan.Uses())
            uses[id] = count;
        BindInputs();
        weighed = [.. plan.Weighed.Select(c => c.Choice.Id)];
        var steps = plan.ById();
        // Lanes stand inside the sum that takes them, behind the weights of both.
        foreach (var step in plan.Steps.Where(s => s is not LanesStep))
        {
            if (step is MixStep mix)
            {
                DeclareWeights(mix, steps);
                foreach (var lanes in mix.Inputs.Select(i => steps.GetValueOrDefault(i)).OfType<LanesStep>())
                    Write(lanes);
                Declare(step, step.Name, MixText(mix, steps));
            }
            else
            {
                Write(step);
            }
        }

        lines.Add(ReturnStatement());
        var choice = plan.Weighed.First().Choice;
        return new MixedForward(helpers.ToImmutable(), lines.ToImmutable(), names.Of(choice.Name));
    }

    private void Write(Step step)
    {
        switch (step)
        {
            case PlainStep plain:
                Write(plain.Node);
                break;
            case FunctionStep function:
                Declare(step, $"{Base(step.Inputs[0])}_{function.Operation.Operation.Name}", FunctionText(function));
                break;
            case CandidateStep candidate:
                Declare(step, $"{Base(step.Inputs[0])}_{candidate.Candidate.Label}", CandidateText(candidate));
                break;
            case SideBySideStep:
                Declare(step, step.Name, $"cat([{Texts(step)}], 1)");
                break;
            case LanesStep lanes:
                values[step.Id] = new TensorText(LanesText(lanes), true);
                break;
        }
    }

    /// <summary>A local for the step's tensor; one that is taken once stands where it is taken.</summary>
    private void Declare(Step step, string wanted, string text)
    {
        // A choice that is no part of a larger sum has a field of its name.
        var isField = step is MixStep && weighed.Contains(step.Id);
        var name = step is MixStep && !isField ? names.Of(step.Name) : names.Fresh(Identifiers.Spell(isField ? $"{wanted}_sum" : wanted));
        lines.Add($"var {name} = {text};");
        values[step.Id] = new TensorText(name, true);
    }

    /// <summary>What a tensor is called, to name others after it.</summary>
    private string Base(int id) => values[id].Text.All(c => char.IsLetterOrDigit(c) || c == '_') ? values[id].Text : "x";

    private string Texts(Step step) => string.Join(", ", step.Inputs.Select(i => values[i].Text));

    private string FunctionText(FunctionStep step) =>
        step.Operation.Operation.EmissionOf(step.Operation) is ExpressionEmission emission
            ? context.Text(emission, LayerTexts.Literals(step.Operation), [values[step.Inputs[0]].Atomic])
            : values[step.Inputs[0]].Text;

    private string CandidateText(CandidateStep step)
    {
        if (step.Candidates.Length == 1)
            return $"{Text(step.Candidate)}.forward({Texts(step)})";
        // Without statistics to keep there is nothing to do for the others.
        if (!step.Stages.Any(s => s.Operation.FactsOf(s).HasFlag(OperationFacts.Stateful)))
            return $"{Text(step.Candidate)}.forward({Texts(step)})";
        context.Helpers.Add(HelperClasses.SharedCandidate);
        return $"SharedCandidate.Forward({Texts(step)}, {string.Join(", ", step.Candidates.Select(Text))})";
    }

    private string LanesText(LanesStep step)
    {
        context.Helpers.Add(HelperClasses.Lanes);
        var field = names.Fresh(Identifiers.Spell(step.Name));
        var options = (step.FoldsWeights ? ", foldsWeights: true" : "") + (step.LowersDepthwise ? ", lowersDepthwise: true" : "")
            + (step.Recomputes ? ", recomputes: true" : "");
        var construct = $"new Lanes([{string.Join(", ", step.Candidates.Select(Text))}], first: {step.First}{options})";
        helpers.Add(new FieldTemplate("Lanes", field, construct));
        return $"{field}.Forward({Texts(step)}, {WeightsText(step.Candidates)})";
    }

    private string MixText(MixStep step, IReadOnlyDictionary<int, Step> steps)
    {
        if (step.Inputs is [var single] && step.Weights[0] is null && steps.GetValueOrDefault(single) is not LanesStep)
            return values[single].Text;
        var added = step.Inputs.Select(i => steps.GetValueOrDefault(i)).OfType<LanesStep>().GroupBy(l => l.Candidates.Length)
            .Select(group => $"Lanes.Add({group.Key}, {string.Join(", ", group.Select(l => values[l.Id].Text))})").ToList();
        if (added.Count == 1 && step.Inputs.All(i => steps.GetValueOrDefault(i) is LanesStep))
            return added[0];
        var terms = added.Select(text => $"(null, {text})").ToList();
        foreach (var (input, weight) in step.Inputs.Zip(step.Weights).Where(p => steps.GetValueOrDefault(p.First) is not LanesStep))
            terms.Add($"({(weight is null ? "null" : WeightText(weight))}, {values[input].Text})");
        context.Helpers.Add(HelperClasses.Mixture);
        return $"Mixture.Sum({string.Join(", ", terms)})";
    }

    private string Text(Candidate candidate) => $"{names.Of(candidate.Choice.Name)}[{candidate.Index}]";

    /// <summary>Computes the weights of all choices that a sum and the lanes in it ask for: a row for each choice.</summary>
    private void DeclareWeights(MixStep mix, IReadOnlyDictionary<int, Step> steps)
    {
        var choices = mix.Inputs.Select(i => steps.GetValueOrDefault(i)).OfType<LanesStep>().SelectMany(l => l.Candidates)
            .Concat(mix.Weights.OfType<Candidate>()).Select(c => c.Choice)
            .Distinct<Node>(ReferenceEqualityComparer.Instance).ToList();
        foreach (var group in choices.OrderBy(c => c.Id).GroupBy(c => ((ChoiceLayer)c.Layer).Alternatives.Length))
        {
            var rows = group.ToList();
            var local = names.Fresh(Identifiers.Spell($"{mix.Name}_weights"));
            var fields = rows.Select(c => $"{names.Of(c.Name)}.Weights").ToList();
            lines.Add(rows.Count == 1 ? $"var {local} = {fields[0]};" : $"var {local} = stack([{string.Join(", ", fields)}]);");
            for (var i = 0; i < rows.Count; i++)
                weights[rows[i]] = (local, rows.Count == 1 ? null : i);
        }
    }

    private string WeightText(Candidate candidate)
    {
        var (local, row) = weights[candidate.Choice];
        return row is null ? $"{local}[{candidate.Index}]" : $"{local}[{row}, {candidate.Index}]";
    }

    /// <summary>The weights of lanes as one tensor [lanes].</summary>
    private string WeightsText(ImmutableArray<Candidate> lanes)
    {
        var (local, row) = weights[lanes[0].Choice];
        var index = lanes[0].Index;
        if (row is null && lanes.Length == 1)
            return $"{local}[{index}].unsqueeze(0)";
        var areNeighbours = lanes.Select((c, i) => c.Index == index && weights[c.Choice] == (local, row + i)).All(same => same);
        if (!areNeighbours || row is not { } start)
            return $"stack([{string.Join(", ", lanes.Select(WeightText))}])";
        var isAll = start == 0 && weights.Values.Count(w => w.Local == local) == lanes.Length;
        return isAll ? $"{local}.select(1, {index})" : $"{local}.select(1, {index}).narrow(0, {start}, {lanes.Length})";
    }
}
