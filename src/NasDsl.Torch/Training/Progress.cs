using System.Diagnostics;

namespace NasDsl.Torch;

/// <summary>Counts what a training run has done and tells its observer.</summary>
internal sealed class Progress(ITrainingObserver? observer, int epochs, int stepsPerEpoch, bool countsTokens = false)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly List<EpochReport> reports = [];
    private int epoch, step;
    private long images;
    private double rate;
    private TimeSpan before;
    private readonly Tally train = new(), heldOut = new();

    public IReadOnlyList<EpochReport> Epochs => reports;

    public double Seconds => Elapsed.TotalSeconds;

    private TimeSpan Elapsed => before + watch.Elapsed;

    /// <summary>What there is to know to go on from here.</summary>
    public State Saved
    {
        get => new(epoch, step, images, rate, Seconds, train.Sums, heldOut.Sums, [.. reports]);
        set
        {
            (epoch, step, images, rate, before) = (value.Epoch, value.Step, value.Images, value.Rate, TimeSpan.FromSeconds(value.Seconds));
            (train.Sums, heldOut.Sums) = (value.Train, value.HeldOut);
            reports.Clear();
            reports.AddRange(value.Epochs);
        }
    }

    public void BeginEpoch(int index, double learningRate)
    {
        (epoch, step, rate) = (index, 0, learningRate);
        train.Clear();
        heldOut.Clear();
    }

    public void HeldOut(StepOutcome outcome) => heldOut.Add(outcome);

    public void Trained(StepOutcome outcome, Func<double>? alphaEntropy = null)
    {
        step++;
        images += outcome.Images;
        train.Add(outcome);
        observer?.OnStep(new StepReport(
            epoch + 1, epochs, step, stepsPerEpoch, outcome.Loss, train.Mean.Accuracy, rate, alphaEntropy?.Invoke(), images,
            Elapsed, Remaining(), countsTokens));
    }

    public void EndEpoch(Evaluation? test, double? alphaEntropy, IReadOnlyDictionary<string, double[]> alphas)
    {
        var measured = test ?? (heldOut.Mean.Images > 0 ? heldOut.Mean : null);
        var report = new EpochReport(
            epoch + 1, epochs, rate, train.Mean.Loss, train.Mean.Accuracy, measured, alphaEntropy, alphas, images,
            Elapsed, Remaining(), countsTokens);
        reports.Add(report);
        observer?.OnEpoch(report);
    }

    private TimeSpan Remaining()
    {
        var done = (double)epoch * stepsPerEpoch + step;
        var all = (double)epochs * stepsPerEpoch;
        return done == 0 ? TimeSpan.Zero : Elapsed * Math.Max(0, all / done - 1);
    }

    /// <summary>Sums over what was counted: of losses times examples, of correct ones, of all.</summary>
    internal sealed record Counts(double Loss, long Correct, long Count);

    /// <param name="Epoch">the epoch begun, from 0.</param>
    /// <param name="Step">how many steps of it are done.</param>
    internal sealed record State(
        int Epoch, int Step, long Images, double Rate, double Seconds, Counts Train, Counts HeldOut, IReadOnlyList<EpochReport> Epochs);

    private sealed class Tally
    {
        private double loss;
        private long correct, count;

        public Counts Sums
        {
            get => new(loss, correct, count);
            set => (loss, correct, count) = (value.Loss, value.Correct, value.Count);
        }

        public Evaluation Mean => count == 0 ? new(0, 0, 0) : new(loss / count, (double)correct / count, count);

        public void Add(StepOutcome outcome)
        {
            loss += outcome.Loss * outcome.Images;
            correct += outcome.Correct;
            count += outcome.Images;
        }

        public void Clear() => (loss, correct, count) = (0, 0, 0);
    }
}
