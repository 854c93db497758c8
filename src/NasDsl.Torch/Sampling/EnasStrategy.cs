using NasDsl.IR;
using NasDsl.Search;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>ENAS (Pham, Guan, Zoph, Le and Dean, 2018).</summary>
public sealed record EnasMethod(DecisionSpace Space, EnasPlan Plan) : SearchMethod
{
    internal override SupernetStrategy Create(SupernetModel model, SearchSettings settings) =>
        new EnasStrategy(model, settings, Space, Plan);
}

/// <summary>
/// ENAS (Pham, Guan, Zoph, Le and Dean, "Efficient neural architecture search via parameter sharing", 2018): in an epoch every step
/// trains the weights of an architecture that the controller draws; after it the controller learns which ones are accurate on
/// held-out batches. At the end it draws some, and the one that is best on one batch is taken.
/// </summary>
internal sealed class EnasStrategy(SupernetModel model, SearchSettings settings, DecisionSpace space, EnasPlan plan)
    : PathStrategy(model, settings, space)
{
    private const string ControllerName = "enas.controller", UpdatesName = "enas.updates";

    private readonly SharedWeightsController controller = new(space, plan, settings.Seed);
    private int updates;

    public override (StepOutcome Trained, StepOutcome? HeldOut) Step(SearchStep step) =>
        (Train(controller.Sample(RandomOf(0, step.Epoch, step.Index)), step), null);

    public override bool EndEpoch(SearchData data, int epoch, Action<StepOutcome> measured, CancellationToken cancellation)
    {
        for (; updates < plan.Steps; updates++)
        {
            if (cancellation.IsCancellationRequested)
                return false;
            var random = RandomOf(1, epoch, updates);
            var (round, samples) = (updates, new List<(Candidate, double)>());
            for (var i = 0; i < plan.Aggregate; i++)
            {
                var candidate = controller.Sample(random);
                var loss = data.NextHeldOut(epoch, round);
                samples.Add((candidate, AccuracyOf(candidate, loss)));
                measured(loss.Outcome);
            }
            controller.Learn(samples);
        }
        updates = 0;
        return true;
    }

    public override IReadOnlyDictionary<string, string[]> Finish(SearchData data, CancellationToken cancellation)
    {
        var random = RandomOf(2, 0, 0);
        var loss = data.NextHeldOut(Settings.Epochs, 0);
        var best = (Candidate: controller.Sample(random), Accuracy: double.NegativeInfinity);
        for (var (i, next) = (0, best.Candidate); i < plan.Samples; i++, next = controller.Sample(random))
        {
            cancellation.ThrowIfCancellationRequested();
            if (AccuracyOf(next, loss) is var accuracy && accuracy > best.Accuracy)
                best = (next, accuracy);
        }
        return Labels(best.Candidate);
    }

    public override void Save(Checkpoint checkpoint)
    {
        base.Save(checkpoint);
        checkpoint.PutNumbers(ControllerName, controller.State);
        checkpoint.PutState(UpdatesName, updates);
    }

    public override void Load(Checkpoint checkpoint)
    {
        base.Load(checkpoint);
        controller.State = checkpoint.Numbers(ControllerName);
        updates = checkpoint.State<int>(UpdatesName);
    }

    /// <summary>On one batch, by its own statistics, as the released code does.</summary>
    private double AccuracyOf(Candidate candidate, MeasuredLoss loss) => With(candidate, () =>
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        loss.Loss();
        return (double)loss.Outcome.Correct / loss.Outcome.Images;
    });
}
