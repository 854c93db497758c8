using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>The helper classes that do not belong to an operation.</summary>
internal static partial class HelperClasses
{
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
