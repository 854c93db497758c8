using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static RMSProp RMSProp(IEnumerable<Parameter> parameters,
                double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(IEnumerable<(string name, Parameter parameter)> parameters,
                double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(named => named.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(IEnumerable<RMSProp.ParamGroup> parameters,
                double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Divides gradients by a running root mean square; centered, by a running deviation (Graves 2013).</summary>
    public class RMSProp : OptimizerHelper, optim.IMomentum
    {
        private readonly Options defaults;

        public RMSProp(IEnumerable<Parameter> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8,
            double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters.ToList() }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
        {
        }

        public RMSProp(IEnumerable<ParamGroup> parameters, double lr = 1e-3, double alpha = 0.99, double eps = 1e-8,
            double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false)
        {
            defaults = new Options
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                alpha = alpha,
                eps = eps,
                weight_decay = weight_decay,
                momentum = momentum,
                centered = centered,
                maximize = maximize,
            };
            foreach (var group in parameters)
                add_param_group(group);
        }

        public double Momentum
        {
            get => defaults.momentum ?? 0;
            set => defaults.momentum = value;
        }

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            var options = (param_group as ParamGroup)?.Given ?? new Options();
            options.LearningRate ??= defaults.LearningRate;
            options.alpha ??= defaults.alpha;
            options.eps ??= defaults.eps;
            options.weight_decay ??= defaults.weight_decay;
            options.momentum ??= defaults.momentum;
            options.centered ??= defaults.centered;
            options.maximize ??= defaults.maximize;
            AddGroup(param_group, options, parameter => new State(parameter));
        }

        public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(Update, closure);

        private void Update(ParamGroup group)
        {
            foreach (var parameter in group.Parameters)
                if (parameter.grad is { } gradient && states[parameter] is State { square_avg: { } square } state)
                    Update(parameter, gradient, square, state, group.Options);
        }

        private static void Update(Parameter parameter, Tensor gradient, Tensor square, State state, Options options)
        {
            double lr = options.LearningRate ?? 0, alpha = options.alpha ?? 0;
            state.step++;
            if (options.maximize == true)
                gradient = gradient.neg();
            if (options.weight_decay is { } decay and not 0)
                gradient = gradient.add(parameter, decay);
            square.mul_(alpha).addcmul_(gradient, gradient, 1 - alpha);
            var variance = square;
            if (state.grad_avg is { } average)
            {
                average.mul_(alpha).add_(gradient, 1 - alpha);
                variance = square.addcmul(average, average, -1);
            }
            var denominator = variance.sqrt().add_(options.eps ?? 0);
            if (state.momentum_buffer is { } buffer)
                parameter.add_(buffer.mul_(options.momentum ?? 0).addcdiv_(gradient, denominator, 1), -lr);
            else
                parameter.addcdiv_(gradient, denominator, -lr);
        }

        /// <summary>The options of a group.</summary>
        public class Options : OptimizerOptions
        {
            public double? alpha;
            public double? eps;
            public double? weight_decay;
            public double? momentum;
            public bool? centered;
            public bool? maximize;

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                writer.Write(alpha ?? 0.99);
                writer.Write(eps ?? 1e-8);
                writer.Write(weight_decay ?? 0);
                writer.Write(momentum ?? 0);
                writer.Write(centered ?? false);
                writer.Write(maximize ?? false);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                alpha = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                momentum = reader.ReadDouble();
                centered = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                if (source is not Options other)
                    return;
                alpha = other.alpha;
                eps = other.eps;
                weight_decay = other.weight_decay;
                momentum = other.momentum;
                centered = other.centered;
                maximize = other.maximize;
            }
        }

        /// <summary>What is remembered about one parameter.</summary>
        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor? square_avg;
            public Tensor? momentum_buffer;
            public Tensor? grad_avg;

            public State(Parameter parameter) : base(parameter)
            {
            }

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                step = 0;
                square_avg = ZerosLike(parameter);
                momentum_buffer = options is Options { momentum: > 0 } ? ZerosLike(parameter) : null;
                grad_avg = options is Options { centered: true } ? ZerosLike(parameter) : null;
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                square_avg?.Save(writer);
                SaveConditionalStateTensor(writer, momentum_buffer);
                SaveConditionalStateTensor(writer, grad_avg);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                step = reader.ReadInt64();
                square_avg?.Load(reader);
                LoadConditionalStateTensor(reader, ref momentum_buffer, parameter.device);
                LoadConditionalStateTensor(reader, ref grad_avg, parameter.device);
            }

            public override void LoadStateDict(OptimizerState source)
            {
                if (source is not State other)
                    return;
                step = other.step;
                Copy(ref square_avg, other.square_avg);
                Copy(ref momentum_buffer, other.momentum_buffer);
                Copy(ref grad_avg, other.grad_avg);
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State state && step == state.step && Near(square_avg, state.square_avg)
                && Near(momentum_buffer, state.momentum_buffer) && Near(grad_avg, state.grad_avg);

            public override void to(Device device)
            {
                Move(ref square_avg, device);
                Move(ref momentum_buffer, device);
                Move(ref grad_avg, device);
            }

            public void Dispose()
            {
                square_avg?.Dispose();
                momentum_buffer?.Dispose();
                grad_avg?.Dispose();
                square_avg = null;
                momentum_buffer = null;
                grad_avg = null;
            }
        }

        /// <summary>Parameters that share options.</summary>
        public class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options)
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double eps = 1e-8, double alpha = 0.99,
                double weight_decay = 0, double momentum = 0, bool centered = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    alpha = alpha,
                    eps = eps,
                    weight_decay = weight_decay,
                    momentum = momentum,
                    centered = centered,
                })
            {
            }

            public double Momentum
            {
                get => Options.momentum ?? 0;
                set => Options.momentum = value;
            }

            /// <summary>The options if the group came with its own.</summary>
            internal Options? Given => ((Modules.ParamGroup)this).Options as Options;
        }
    }
}
