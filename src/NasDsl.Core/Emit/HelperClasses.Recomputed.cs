using NasDsl.Operations;

namespace NasDsl.Emit;

/// <summary>What computes cells again for the backward pass.</summary>
internal static partial class HelperClasses
{
    /// <remarks>
    /// The call is a function of the graph whose inputs are all tensors that gradients may be asked for: those given to the cell,
    /// its parameters, the weights of its choices. So frozen parameters cost nothing, and whoever asks for the gradients of some
    /// tensors alone gets these. The backward pass records the cell on inputs that are cut off and differentiates that at once.
    /// </remarks>
    public static HelperClass Recomputed { get; } = new("Recomputed", """
        /// <summary>
        /// A cell of which only the inputs are kept for the backward pass (Chen, Xu, Zhang and Guestrin, "Training deep nets with
        /// sublinear memory cost", 2016). It is computed again there, on the same random numbers, and leaves its statistics alone.
        /// </summary>
        /// <param name="decisions">Those that the cell may ask.</param>
        /// <param name="compute">What the cell computes of its inputs.</param>
        /// <param name="hasChance">Whether it draws random numbers.</param>
        internal sealed class Recomputed(
            Module cell, IEnumerable<Decision> decisions, Func<Tensor[], Tensor[]> compute, bool hasChance = false)
        {
            private readonly Decision[] decisions = decisions.ToArray();

            /// <summary>What the backward pass has to know of a call beside its tensors.</summary>
            /// <param name="Outside">The first tensors that the call saves are the cell's inputs and weights from outside, so many.</param>
            public sealed record Call(
                Recomputed Owner, int Inputs, int Outside, (string[]? Taken, Tensor? Given, int[]? Computed)[] States, bool Training);

            public Tensor[] Compute(Tensor[] inputs) => compute(inputs);

            /// <summary>The results; what lies between is not kept.</summary>
            public Tensor[] Forward(params Tensor[] inputs)
            {
                var states = decisions.Select(decision => decision.State).ToArray();
                Tensor[] outside = [.. inputs, .. states.Select(state => state.Given).OfType<Tensor>()];
                var alphas = decisions.Where(decision => decision.FindAlpha is not null).Select(decision => decision.Alpha);
                var trained = cell.parameters().Concat(alphas).Where(weight => weight.requires_grad)
                    .Distinct(ReferenceEqualityComparer.Instance).Cast<Tensor>().ToArray();
                // TorchSharp can put back the state of the processor's generator alone.
                var isRepeatable = !hasChance || inputs[0].device_type == DeviceType.CPU;
                if (!isRepeatable || !is_grad_enabled() || (trained.Length == 0 && !outside.Any(x => x.requires_grad)))
                    return compute(inputs);
                using var scope = NewDisposeScope();
                var call = new Call(this, inputs.Length, outside.Length, states, cell.training);
                return RecomputedCell.apply([call, .. outside, .. trained]).Select(x => x.MoveToOuterDisposeScope()).ToArray();
            }

            /// <summary>The gradients of the tensors of a call, null where there is none.</summary>
            /// <param name="saved">Those tensors, and the state of the random numbers.</param>
            /// <param name="gradients">Of the results.</param>
            public Tensor?[] Differentiate(Call call, List<Tensor> saved, List<Tensor> gradients)
            {
                if (cell.training != call.Training)
                    throw new InvalidOperationException($"{cell.GetName()} went from training to evaluation, or back, before its backward pass");
                if (is_grad_enabled())
                    throw new InvalidOperationException($"{cell.GetName()} is computed again, its gradients cannot be differentiated");
                var sources = saved.SkipLast(1)
                    .Select((x, i) => i < call.Outside ? x.detach().requires_grad_(x.requires_grad) : x).ToArray();
                var (random, states) = (get_rng_state(), decisions.Select(decision => decision.State).ToArray());
                var statistics = cell.buffers().Select(buffer => (Buffer: buffer, Value: buffer.clone())).ToArray();
                try
                {
                    set_rng_state(saved[^1]);
                    Put(call.States, sources[call.Inputs..call.Outside]);
                    using var recorded = enable_grad();
                    var found = Gradients(compute(sources[..call.Inputs]), gradients, sources);
                    // All of the cell has gone now: copies of what stays do not lie scattered between the gaps that it has left.
                    return found.Select(gradient => gradient?.clone()).ToArray();
                }
                finally
                {
                    set_rng_state(random);
                    Put(states, states.Select(state => state.Given).OfType<Tensor>().ToArray());
                    using var noGradient = no_grad();
                    foreach (var (buffer, value) in statistics)
                        buffer.copy_(value);
                }
            }

            private static Tensor?[] Gradients(Tensor[] results, List<Tensor> gradients, Tensor[] sources)
            {
                var found = new Tensor?[sources.Length];
                var wanted = Enumerable.Range(0, sources.Length).Where(i => sources[i].requires_grad).ToArray();
                var roots = Enumerable.Range(0, results.Length)
                    .Where(i => results[i].requires_grad && gradients[i] is { IsInvalid: false }).ToArray();
                if (wanted.Length == 0 || roots.Length == 0)
                    return found;
                var computed = autograd.grad(
                    roots.Select(i => results[i]).ToArray(), wanted.Select(i => sources[i]).ToArray(),
                    roots.Select(i => gradients[i]).ToArray(), allow_unused: true);
                foreach (var (i, gradient) in wanted.Zip(computed))
                    found[i] = gradient.IsInvalid ? null : gradient;
                return found;
            }

            /// <param name="given">The weights from outside, for the decisions that have some.</param>
            private void Put((string[]? Taken, Tensor? Given, int[]? Computed)[] states, Tensor[] given)
            {
                var next = 0;
                for (var i = 0; i < decisions.Length; i++)
                    decisions[i].State = states[i] with { Given = states[i].Given is null ? null : given[next++] };
            }
        }

        /// <summary>A call of a cell that is computed again for the backward pass.</summary>
        internal sealed class RecomputedCell : autograd.MultiTensorFunction<RecomputedCell>
        {
            public override string Name => nameof(RecomputedCell);

            /// <param name="vars">The <see cref="Recomputed.Call"/>, the cell's inputs and all weights that it computes with.</param>
            public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
            {
                var call = (Recomputed.Call)vars[0];
                List<Tensor> tensors = [.. vars.Skip(1).Cast<Tensor>()];
                // A result that nobody asks the gradient of has none, rather than zeros.
                ctx.set_materialize_grads(false);
                ctx.save_data("call", call);
                ctx.save_for_backward([.. tensors, get_rng_state()]);
                return [.. call.Owner.Compute([.. tensors.Take(call.Inputs)])];
            }

            public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
            {
                using var scope = NewDisposeScope();
                var call = (Recomputed.Call)ctx.get_data("call");
                if (grad_outputs.All(gradient => gradient is not { IsInvalid: false }))
                    return [null!, .. ctx.get_saved_variables().SkipLast(1).Select(_ => default(Tensor)!)];
                var gradients = call.Owner.Differentiate(call, ctx.get_saved_variables(), grad_outputs);
                return [null!, .. gradients.Select(gradient => gradient?.MoveToOuterDisposeScope()!)];
            }
        }
        """);
}
