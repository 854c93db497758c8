using System.Collections.Immutable;
using NasDsl.Diagnostics;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Architectures.Notations;

/// <summary>Collects the choices that a notation tells.</summary>
internal sealed class ChoiceBuilder(DiagnosticBag diagnostics)
{
    private readonly ImmutableSortedDictionary<string, ImmutableArray<string>>.Builder choices =
        Architecture.Empty.Choices.ToBuilder();

    public Architecture Build() => new(choices.ToImmutable());

    public void Take(Decision decision, params ImmutableArray<string> labels) => choices[decision.Name] = labels;

    /// <summary>Takes the alternative of that name, or reports that there is none, or none that an architecture may take.</summary>
    public void TakeNamed(Decision decision, Located name)
    {
        var alternative = OperationNames.Find(decision, name.Text);
        if (alternative is { RelaxationOnly: false })
            Take(decision, alternative.Label);
        else if (alternative is not null)
            diagnostics.Add(Diagnose.RelaxationOnlyAlternative(name.Span, decision.Name, alternative.Label));
        else
            diagnostics.Add(Diagnose.UnknownNotationOperation(
                name.Span, name.Text, decision, SpellChecker.Suggest(name.Text, decision.Choosable.Select(a => a.Label))));
    }

    /// <summary>Takes alternative <paramref name="number"/> of a list, or reports that it has no such.</summary>
    public void TakeNumbered(Decision decision, LocatedNumber number, ImmutableArray<string> labels)
    {
        if (number.Value >= labels.Length)
            diagnostics.Add(Diagnose.UnknownNotationNumber(number.Span, number.Value, decision.Name, labels));
        else if (decision.Alternatives.First(a => a.Label == labels[number.Value]).RelaxationOnly)
            diagnostics.Add(Diagnose.RelaxationOnlyAlternative(number.Span, decision.Name, labels[number.Value]));
        else
            Take(decision, labels[number.Value]);
    }
}
