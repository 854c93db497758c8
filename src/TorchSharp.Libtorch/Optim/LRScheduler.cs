namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Learning rates that follow a plan; each scheduler takes its first step when it is made.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimizer's groups, once an epoch.</summary>
            public abstract class LRScheduler
            {
                private protected readonly Optimizer optimizer;
                private readonly bool verbose;
                private readonly double[] lastRates;

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    this.optimizer = optimizer;
                    this.verbose = verbose;
                    Epoch = last_epoch;
                    BaseRates = optimizer.ParamGroups.Select(group => group.InitialLearningRate).ToArray();
                    lastRates = Rates;
                }

                /// <summary>How many epochs have passed.</summary>
                private protected int Epoch { get; set; }

                private protected double[] BaseRates { get; }

                private protected double[] Rates => optimizer.ParamGroups.Select(group => group.LearningRate).ToArray();

                public IEnumerable<double> get_last_lr() => lastRates;

                public virtual void step() => step(null);

                /// <param name="epoch">Jumps to an epoch; null goes to the next.</param>
                public virtual void step(int? epoch)
                {
                    Epoch = epoch ?? Epoch + 1;
                    var rates = (epoch is null ? get_lr() : get_closed_form_lr()).ToArray();
                    var index = 0;
                    foreach (var group in optimizer.ParamGroups)
                    {
                        group.LearningRate = rates[index];
                        if (verbose && lastRates[index] != rates[index])
                            Console.WriteLine($"Adjusting learning rate to {rates[index]}");
                        lastRates[index] = rates[index];
                        index++;
                    }
                }

                /// <summary>For schedulers that look at a metric; the others ignore it.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The next rates, from the present ones.</summary>
                protected virtual IEnumerable<double> get_lr() => Rates;

                /// <summary>The rates of the present epoch, from the initial ones.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();
            }

            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1,
                bool verbose = false) => new impl.StepLR(optimizer, step_size, gamma, last_epoch, verbose);

            public static LRScheduler MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1,
                int last_epoch = -1, bool verbose = false) =>
                new impl.MultiStepLR(optimizer, milestones, gamma, last_epoch, verbose);

            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1,
                bool verbose = false) => new impl.ExponentialLR(optimizer, gamma, last_epoch, verbose);

            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0,
                int last_epoch = -1, bool verbose = false) =>
                new impl.CosineAnnealingLR(optimizer, T_max, eta_min, last_epoch, verbose);

            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1,
                bool verbose = false) => new impl.LambdaLR(optimizer, lr_lambda, last_epoch, verbose);
        }
    }
}
