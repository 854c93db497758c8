using System.Collections.Immutable;
using NasDsl.IR;
using NasDsl.Text;

namespace NasDsl.Semantics;

/// <summary>What the compiler knows at an expression.</summary>
/// <param name="Shapes">The shapes of the tensor that it gives, over all uses and choices; empty for what is no tensor.</param>
/// <param name="Values">The numbers, words and truth values that it can be, as text.</param>
/// <param name="Decisions">The decisions that a `choose` here makes.</param>
public sealed record ExpressionFact(ImmutableArray<Shape> Shapes, ImmutableArray<string> Values, ImmutableArray<Decision> Decisions);

/// <summary>
/// Notes the values of expressions by their place while a program is unfolded. A place that is met many times, as in the body of
/// a cell, keeps the first few different ones.
/// </summary>
public sealed class FactRecorder
{
    /// <summary>More than anybody reads.</summary>
    private const int MostKept = 6;

    private readonly Dictionary<TextSpan, Entry> expressions = [];
    private readonly Dictionary<TextSpan, List<Layer>> applications = [];
    private readonly List<FactRecorder> included = [];

    /// <summary>What is known of the expression that has exactly this span, or null.</summary>
    public ExpressionFact? At(TextSpan span)
    {
        Entry? all = null;
        foreach (var recorder in included.Append(this))
            if (recorder.expressions.TryGetValue(span, out var entry))
                (all ??= new Entry()).Add(entry);
        return all?.ToFact();
    }

    /// <summary>What the operation with exactly this span became where it was applied.</summary>
    public IReadOnlyList<Layer> LayersAt(TextSpan span) => applications.TryGetValue(span, out var layers) ? layers : [];

    /// <summary>Everything that was applied.</summary>
    public IEnumerable<Layer> Layers => applications.Values.SelectMany(l => l);

    /// <summary>Adds what was noted elsewhere, as if it had been noted here before all else.</summary>
    internal void Include(FactRecorder other) => included.Add(other);

    internal void Applied(TextSpan span, Layer layer)
    {
        if (span.IsInLibrary)
            return;
        if (!applications.TryGetValue(span, out var layers))
            applications[span] = layers = [];
        if (layers.Count < MostKept && !layers.Exists(l => l.Output.Equals(layer.Output)))
            layers.Add(layer);
    }

    internal void Evaluated(TextSpan span, Value value)
    {
        if (value is not (TensorValue { Shape: not null } or NumberValue or BooleanValue or TextValue or ChosenValue or SubsetValue)
            || span.IsInLibrary)
            return;
        if (!expressions.TryGetValue(span, out var entry))
            expressions[span] = entry = new Entry();
        entry.Add(value);
    }

    private sealed class Entry
    {
        private readonly List<Shape> shapes = [];
        private readonly List<string> values = [];
        private readonly List<Decision> decisions = [];

        public ExpressionFact ToFact() => new([.. shapes], [.. values], [.. decisions]);

        public void Add(Entry other)
        {
            foreach (var shape in other.shapes)
                AddNew(shapes, shape);
            foreach (var value in other.values)
                AddNew(values, value);
            foreach (var decision in other.decisions)
                AddDecision(decision);
        }

        public void Add(Value value)
        {
            switch (value)
            {
                case TensorValue { Shape: { } cases }:
                    foreach (var shape in cases.Leaves)
                        AddNew(shapes, shape);
                    break;
                case NumberValue number:
                    AddNew(values, number.Text);
                    break;
                case BooleanValue boolean:
                    AddNew(values, boolean.Truth ? "true" : "false");
                    break;
                case TextValue text:
                    AddNew(values, $"\"{text.Text}\"");
                    break;
                case ChosenValue chosen:
                    AddDecision(chosen.Decision);
                    break;
                case SubsetValue subset:
                    AddDecision(subset.Decision);
                    break;
            }
        }

        private void AddDecision(Decision decision)
        {
            if (decisions.Count < MostKept && !decisions.Exists(d => d.Name == decision.Name))
                decisions.Add(decision);
        }

        private static void AddNew<T>(List<T> known, T item)
        {
            if (known.Count < MostKept && !known.Contains(item))
                known.Add(item);
        }
    }
}
