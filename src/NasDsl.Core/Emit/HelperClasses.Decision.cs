using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>What a supernet knows of a choice.</summary>
internal static partial class HelperClasses
{
    /// <param name="hasState">Whether what it counts by can be read and put back.</param>
    public static HelperClass Decision(bool hasState) => new("Decision", $$"""
        /// <summary>A choice of the space: its alternatives and, where it is relaxed, the weights that rank them.</summary>
        public sealed class Decision
        {
            private Tensor? given;
            private int[]? computed;

            /// <summary>The name that an architecture calls it by.</summary>
            public required string Name { get; init; }

            public required string[] Alternatives { get; init; }

            /// <summary>Alternatives that take part in the softmax and are never chosen.</summary>
            public string[] NeverChosen { get; init; } = [];

            /// <summary>The least and the largest number of alternatives that are chosen; null for exactly one.</summary>
            public (int Minimum, int Maximum)? Count { get; init; }

            /// <summary>Whether what is chosen is an order of all alternatives.</summary>
            public bool IsOrder { get; init; }

            /// <summary>The alternative of another decision inside which this one lies.</summary>
            public (Decision Decision, string[] Alternatives)? Inside { get; init; }

            /// <summary>Where it has no weights of its own: the choice of operation on each alternative's edge.</summary>
            public Decision[] Edges { get; set; } = [];

            /// <summary>Finds the weights before the softmax; null where it has none of its own.</summary>
            public Func<Parameter>? FindAlpha { get; init; }

            /// <summary>The weights before the softmax; looked up each time, because moving a model replaces them.</summary>
            public Parameter Alpha => FindAlpha?.Invoke() ?? throw new InvalidOperationException($"{Name} is not relaxed");

            /// <summary>The alternatives taken; null where all count by their weights. Empty for a decision that does not exist.</summary>
            public string[]? Taken { get; private set; }

            /// <summary>
            /// The place of the one alternative taken, of an order among all orders; null where all count. A decision that does
            /// not exist takes one that computes nothing, if there is one.
            /// </summary>
            public int? Index => Taken switch
            {
                null => null,
                [] => NeverChosen is [var none, ..] ? Array.IndexOf(Alternatives, none) : 0,
                _ => IsOrder ? OrderIndex(Taken) : Array.IndexOf(Alternatives, Taken[0]),
            };

            /// <summary>How much each alternative counts in the supernet: 1 or 0 where some are taken.</summary>
            public Tensor Weights => (Taken, given, Count) switch
            {
                ({ } taken, _, _) => tensor(
                    Alternatives.Select(a => taken.Contains(a) ? 1.0 : 0.0).ToArray(), dtype: Alpha.dtype, device: Alpha.device),
                (_, { } weights, _) => weights,
                (_, _, null) => Alpha.softmax(0),
                (_, _, (int least, int most)) when least == most => Alpha.softmax(0) * most,
                _ => Alpha.sigmoid(),
            };

            /// <summary>The places of the alternatives that count: all of them unless <see cref="Weigh"/> says which.</summary>
            public int[] Computed => computed ?? Enumerable.Range(0, Alternatives.Length).ToArray();

            /// <summary>Whether only some alternatives count.</summary>
            public bool IsPartial => Taken is not null || computed is not null;

            /// <summary>The weights for a mean over the alternatives: scaled so that their own mean is 1.</summary>
            public Tensor Shares => Weights / Weights.mean();

            /// <summary>Takes alternatives until <see cref="Release"/>: only they are computed. None: the decision does not exist.</summary>
            public void Take(params string[] labels)
            {
                var (minimum, maximum) = IsOrder ? (Alternatives.Length, Alternatives.Length) : Count ?? (1, 1);
                if (labels.Except(Alternatives).FirstOrDefault() is { } unknown)
                    throw new ArgumentException($"{Name} has no alternative {unknown}");
                if (labels.Length > 0 && (labels.Length < minimum || labels.Length > maximum || labels.Distinct().Count() < labels.Length))
                    throw new ArgumentException($"{Name} takes {minimum} to {maximum} alternatives, not {string.Join(", ", labels)}");
                Taken = labels;
            }

            /// <summary>
            /// Lets the alternatives count by these weights until <see cref="Release"/>. The weights stay the caller's; gradients flow
            /// into them.
            /// </summary>
            /// <param name="places">The alternatives that are computed, the others' weights are zero; null for all.</param>
            public void Weigh(Tensor weights, int[]? places) => (Taken, given, computed) = (null, weights, places);

            {{(hasState ? DecisionState : "")}}/// <summary>Lets all alternatives count by their own weights again.</summary>
            public void Release() => (Taken, given, computed) = (null, null, null);

            /// <summary>What is computed while one alternative is taken, whatever the weights are.</summary>
            public Tensor With(string alternative, Func<Tensor> compute)
            {
                Take(alternative);
                try
                {
                    return compute();
                }
                finally
                {
                    Taken = null;
                }
            }

            /// <summary>Whether the alternative of that place is computed; of a decision that does not exist, all.</summary>
            public bool Counts(int place) =>
                Taken is { Length: > 0 } ? Taken.Contains(Alternatives[place]) : computed?.Contains(place) ?? true;

            /// <summary>Whether the alternative is taken.</summary>
            public bool Takes(string alternative) => Known.Contains(alternative);

            /// <summary>The value of the alternative that is taken, one for each.</summary>
            public T Pick<T>(params T[] values) => values[Known.Length == 0 ? 0 : Index ?? 0];

            /// <summary>What is taken.</summary>
            private string[] Known =>
                Taken ?? throw new InvalidOperationException($"{Name} cannot be relaxed: take an architecture first");

            private int OrderIndex(string[] order)
            {
                var left = Alternatives.ToList();
                var index = 0;
                foreach (var label in order)
                {
                    index = index * left.Count + left.IndexOf(label);
                    left.Remove(label);
                }
                return index;
            }

            /// <summary>
            /// The alternatives that the weights speak for, in the decision's own order. Without weights: what is taken, else the
            /// first alternatives, as few as there may be.
            /// </summary>
            public string[] Choose()
            {
                var (minimum, maximum) = Count ?? (1, 1);
                if (FindAlpha is null && Edges.Length == 0)
                    return Taken ?? (IsOrder ? Alternatives : Alternatives.Except(NeverChosen).Take(minimum).ToArray());
                var (strengths, wanted) = Rank();
                return Enumerable.Range(0, Alternatives.Length)
                    .Where(i => !NeverChosen.Contains(Alternatives[i]))
                    .OrderByDescending(i => strengths[i])
                    .Take(Math.Clamp(wanted, minimum, maximum))
                    .Order()
                    .Select(i => Alternatives[i])
                    .ToArray();
            }

            private (double[] Strengths, int Wanted) Rank()
            {
                if (Edges.Length == 0)
                {
                    var weights = Values();
                    return (weights, weights.Count(w => w > 0.5));
                }
                // An edge is as strong as the strongest of its operations that computes something.
                return (Edges.Select(e => e.Strength()).ToArray(), Edges.Count(e => e.Strength() >= e.Values().Max()));
            }

            private double Strength() => Values().Where((_, i) => !NeverChosen.Contains(Alternatives[i])).Max();

            private double[] Values() => Weights.detach().to_type(ScalarType.Float64).cpu().data<double>().ToArray();
        }
        """);

    private const string DecisionState =
        "/// <summary>What the alternatives count by: what is taken, weights from outside, the places that are computed.</summary>\n"
        + "    public (string[]? Taken, Tensor? Given, int[]? Computed) State\n    {\n        get => (Taken, given, computed);\n"
        + "        set => (Taken, given, computed) = value;\n    }\n\n    ";
}
