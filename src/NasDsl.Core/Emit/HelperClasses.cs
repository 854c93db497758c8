using System.Collections.Concurrent;
using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>The helper classes that do not belong to an operation.</summary>
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

    public static HelperClass PathDropout { get; } = new("PathDropout", """
        /// <summary>In training, drops an edge's result for some examples and scales the others up.</summary>
        internal sealed class PathDropout
        {
            /// <summary>The probability that an edge is dropped for an example.</summary>
            public double Rate { get; set; }

            public Tensor Apply(Tensor result, bool training)
            {
                if (!training || Rate <= 0)
                    return result;
                var shape = result.shape.Select((size, dimension) => dimension == 0 ? size : 1).ToArray();
                var kept = result.new_empty(shape).bernoulli_(1 - Rate);
                return result * kept / (1 - Rate);
            }
        }
        """);

    public static HelperClass Recurrent { get; } = new("Recurrent", """
        /// <summary>
        /// A cell of two tensors, a step's features and the state, applied to the steps of a sequence one after the other:
        /// [batch, steps, features] to the states [batch, steps, hidden].
        /// </summary>
        internal sealed class Recurrent : Module<Tensor, Tensor>
        {
            private readonly Module<Tensor, Tensor, Tensor> cell;
            private readonly long hidden;
            // In a list: a field that is a tensor would be a buffer of the model.
            private readonly List<Tensor> carried = [];
            private bool carries;

            public Recurrent(Module<Tensor, Tensor, Tensor> cell, long hidden)
                : base(nameof(Recurrent))
            {
                this.cell = cell;
                this.hidden = hidden;
                RegisterComponents();
            }

            /// <summary>Lets the next forward begin with a state [batch, hidden], zeros if null, and keep the last one.</summary>
            public void Begin(Tensor? state)
            {
                carries = true;
                carried.Clear();
                if (state is not null)
                    carried.Add(state);
            }

            /// <summary>The last state, cut off from the graph of gradients; it belongs to no dispose scope.</summary>
            public Tensor End()
            {
                carries = false;
                var state = carried[0];
                carried.Clear();
                return state;
            }

            public override Tensor forward(Tensor input)
            {
                using var scope = NewDisposeScope();
                var state = carried.Count > 0 ? carried[0] : input.new_zeros([input.size(0), hidden]);
                var states = new Tensor[input.size(1)];
                for (var step = 0; step < states.Length; step++)
                    states[step] = state = cell.forward(input.select(1, step), state);
                if (carries)
                {
                    carried.Clear();
                    carried.Add(state.detach().clone().DetachFromDisposeScope());
                }
                return stack(states, 1).MoveToOuterDisposeScope();
            }
        }
        """);

    private static readonly ConcurrentDictionary<(int Inputs, bool IsOpen), HelperClass> mixedOps = [];

    /// <summary>A relaxed choice over <paramref name="inputs"/> tensors.</summary>
    /// <param name="isOpen">Whether the optimizer's code may look inside.</param>
    public static HelperClass MixedOp(int inputs, bool isOpen) =>
        mixedOps.GetOrAdd((inputs, isOpen), static key => NewMixedOp(key.Inputs, key.IsOpen));

    private static HelperClass NewMixedOp(int inputs, bool isOpen)
    {
        var (name, type, parameters, arguments) = Signature("MixedOp", inputs);
        var open = isOpen
            ? $"/// <summary>Whether only some alternatives are computed.</summary>\n    public bool IsTaken => decision.IsPartial;\n\n"
                + $"    public Tensor Weights => decision.Weights;\n\n    public {type} this[int alternative] => candidates[alternative];\n\n    "
            : "";
        return new HelperClass(name, $$"""
            /// <summary>A relaxed choice: the sum of all candidates, each times the weight of its alternative.</summary>
            internal sealed class {{name}} : {{type}}
            {
                private readonly Decision decision;
                private readonly ModuleList<{{type}}> candidates;

                public {{name}}(Decision decision, params {{type}}[] candidates)
                    : base(nameof({{name}}))
                {
                    this.decision = decision;
                    this.candidates = ModuleList(candidates);
                    RegisterComponents();
                }

                {{open}}public override Tensor forward({{parameters}})
                {
                    using var scope = NewDisposeScope();
                    if (decision.Index is { } taken)
                        return candidates[taken].forward({{arguments}}).MoveToOuterDisposeScope();
                    var (weights, computed) = (decision.Weights, decision.Computed);
                    var sum = weights[computed[0]] * candidates[computed[0]].forward({{arguments}});
                    foreach (var i in computed.Skip(1))
                        sum = sum + weights[i] * candidates[i].forward({{arguments}});
                    return sum.MoveToOuterDisposeScope();
                }
            }
            """);
    }

    /// <summary>A choice over <paramref name="inputs"/> tensors some of whose alternatives are one module, or cannot be.</summary>
    public static HelperClass SharedOp(int inputs)
    {
        var (name, type, parameters, arguments) = Signature("SharedOp", inputs);
        return new HelperClass(name, $$"""
            /// <summary>A choice in which several alternatives may be the same module.</summary>
            internal sealed class {{name}} : {{type}}
            {
                private readonly Decision decision;
                private readonly int[] places;
                private readonly ModuleList<{{type}}> candidates;

                /// <param name="places">For each alternative which candidate it is; -1 for one that cannot be here.</param>
                public {{name}}(Decision decision, int[] places, params {{type}}[] candidates)
                    : base(nameof({{name}}))
                {
                    this.decision = decision;
                    this.places = places;
                    this.candidates = ModuleList(candidates);
                    RegisterComponents();
                }

                public override Tensor forward({{parameters}})
                {
                    using var scope = NewDisposeScope();
                    if (decision.Index is { } taken)
                        return candidates[Math.Max(0, places[taken])].forward({{arguments}}).MoveToOuterDisposeScope();
                    var (weights, computed) = (decision.Weights, decision.Computed);
                    var results = computed.Select(i => Math.Max(0, places[i])).Distinct()
                        .ToDictionary(place => place, place => candidates[place].forward({{arguments}}));
                    var sum = weights[computed[0]] * results[Math.Max(0, places[computed[0]])];
                    foreach (var i in computed.Skip(1))
                        sum = sum + weights[i] * results[Math.Max(0, places[i])];
                    return sum.MoveToOuterDisposeScope();
                }
            }
            """);
    }

    /// <summary>A learned mixture of layers over <paramref name="inputs"/> tensors.</summary>
    public static HelperClass Blend(int inputs)
    {
        var (name, type, parameters, arguments) = Signature("Blend", inputs);
        return new HelperClass(name, $$"""
            /// <summary>A learned mixture: the sum of all parts, each times its share, the softmax of a weight that is trained.</summary>
            internal sealed class {{name}} : {{type}}
            {
                private readonly Parameter weights;
                private readonly ModuleList<{{type}}> parts;

                public {{name}}(params {{type}}[] parts)
                    : base(nameof({{name}}))
                {
                    weights = Parameter(zeros(parts.Length));
                    this.parts = ModuleList(parts);
                    RegisterComponents();
                }

                public override Tensor forward({{parameters}})
                {
                    using var scope = NewDisposeScope();
                    var shares = weights.softmax(0);
                    var sum = shares[0] * parts[0].forward({{arguments}});
                    for (var i = 1; i < parts.Count; i++)
                        sum = sum + shares[i] * parts[i].forward({{arguments}});
                    return sum.MoveToOuterDisposeScope();
                }
            }
            """);
    }

    /// <summary>A function without weights as a module.</summary>
    public static HelperClass Lambda(int inputs)
    {
        var (name, type, parameters, arguments) = Signature("Lambda", inputs);
        var function = type.Replace("Module<", "Func<", StringComparison.Ordinal);
        return new HelperClass(name, $$"""
            /// <summary>A function without weights as a module.</summary>
            internal sealed class {{name}}({{function}} function) : {{type}}(nameof({{name}}))
            {
                public override Tensor forward({{parameters}}) => function({{arguments}});
            }
            """);
    }

    /// <summary>A module of several tensors followed by one of a single tensor.</summary>
    public static HelperClass Then(int inputs)
    {
        var (name, type, parameters, arguments) = Signature("Then", inputs);
        return new HelperClass(name, $$"""
            /// <summary>A module of several tensors, then another one on its result.</summary>
            internal sealed class {{name}} : {{type}}
            {
                private readonly {{type}} first;
                private readonly Module<Tensor, Tensor> rest;

                public {{name}}({{type}} first, Module<Tensor, Tensor> rest)
                    : base(nameof({{name}}))
                {
                    this.first = first;
                    this.rest = rest;
                    RegisterComponents();
                }

                public override Tensor forward({{parameters}})
                {
                    using var scope = NewDisposeScope();
                    return rest.forward(first.forward({{arguments}})).MoveToOuterDisposeScope();
                }
            }
            """);
    }

    private static (string Name, string Type, string Parameters, string Arguments) Signature(string name, int inputs)
    {
        string[] names = inputs == 1 ? ["input"] : [.. Enumerable.Range(1, inputs).Select(i => $"input{i}")];
        return (
            inputs == 1 ? name : $"{name}{inputs}",
            LayerTexts.ModuleType(inputs),
            string.Join(", ", names.Select(n => $"Tensor {n}")),
            string.Join(", ", names));
    }
}
