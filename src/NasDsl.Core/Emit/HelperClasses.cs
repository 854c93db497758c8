using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>The helper classes that do not belong to an operation.</summary>
internal static class HelperClasses
{
    public static HelperClass Decision { get; } = new("Decision", """
        /// <summary>A choice of the space: its alternatives and, where it is relaxed, the weights that rank them.</summary>
        public sealed class Decision
        {
            /// <summary>The name that an architecture calls it by.</summary>
            public required string Name { get; init; }

            public required string[] Alternatives { get; init; }

            /// <summary>Alternatives that take part in the softmax and are never chosen.</summary>
            public string[] NeverChosen { get; init; } = [];

            /// <summary>The least and the largest number of alternatives that are chosen; null for exactly one.</summary>
            public (int Minimum, int Maximum)? Take { get; init; }

            /// <summary>The alternative of another decision inside which this one lies.</summary>
            public (Decision Decision, string[] Alternatives)? Inside { get; init; }

            /// <summary>Where it has no weights of its own: the choice of operation on each alternative's edge.</summary>
            public Decision[] Edges { get; set; } = [];

            /// <summary>Finds the weights before the softmax; null where it has none of its own.</summary>
            public Func<Parameter>? FindAlpha { get; init; }

            /// <summary>The weights before the softmax; looked up each time, because moving a model replaces them.</summary>
            public Parameter Alpha => FindAlpha?.Invoke() ?? throw new InvalidOperationException($"{Name} is not relaxed");

            /// <summary>How much each alternative counts in the supernet.</summary>
            public Tensor Weights => Take switch
            {
                null => Alpha.softmax(0),
                (int least, int most) when least == most => Alpha.softmax(0) * most,
                _ => Alpha.sigmoid(),
            };

            /// <summary>The weights for a mean over the alternatives: scaled so that their own mean is 1.</summary>
            public Tensor Shares => Weights / Weights.mean();

            /// <summary>The alternatives that the weights speak for, in the decision's own order.</summary>
            public string[] Choose()
            {
                var (strengths, wanted) = Rank();
                var (minimum, maximum) = Take ?? (1, 1);
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

    /// <summary>A relaxed choice over <paramref name="inputs"/> tensors.</summary>
    public static HelperClass MixedOp(int inputs)
    {
        var (name, type, parameters, arguments) = Signature("MixedOp", inputs);
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

                public override Tensor forward({{parameters}})
                {
                    using var scope = NewDisposeScope();
                    var weights = decision.Weights;
                    var sum = weights[0] * candidates[0].forward({{arguments}});
                    for (var i = 1; i < candidates.Count; i++)
                        sum = sum + weights[i] * candidates[i].forward({{arguments}});
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
