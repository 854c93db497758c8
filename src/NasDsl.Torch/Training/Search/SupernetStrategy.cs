using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace NasDsl.Torch;

/// <summary>What one step of a search is made with.</summary>
/// <param name="Epoch">from 0.</param>
/// <param name="Index">of the step in its epoch, from 0.</param>
internal readonly record struct SearchStep(SearchData Data, int Epoch, int Index)
{
    public MeasuredLoss NextTraining() => Data.NextTraining(Epoch, Index);

    public MeasuredLoss NextHeldOut() => Data.NextHeldOut(Epoch, Index);
}

/// <summary>What sets one search of a supernet apart from another. All of them train its weights.</summary>
internal abstract class SupernetStrategy : IDisposable
{
    private const string WeightsName = "optimizer.weights";

    private readonly Optimizer optimizer;

    protected SupernetStrategy(SupernetModel model, SearchSettings settings)
    {
        (Model, Settings) = (model, settings);
        Weights = model.Weights();
        Alphas = [.. model.Alphas.Values];
        optimizer = Optimizers.Create(settings.Weights, Weights, settings.Epochs);
    }

    /// <summary>Whether the alphas learn and say which architecture is best.</summary>
    public abstract bool LearnsAlphas { get; }

    protected SupernetModel Model { get; }

    protected SearchSettings Settings { get; }

    protected IReadOnlyList<Parameter> Weights { get; }

    protected IReadOnlyList<Parameter> Alphas { get; }

    /// <summary>The learning rate of the weights.</summary>
    protected double Rate { get; private set; }

    protected Optimizer WeightOptimizer => optimizer;

    public virtual void BeginEpoch(int epoch)
    {
        Rate = Settings.Weights.LearningRate.At(epoch, Settings.Epochs);
        Optimizers.SetLearningRate(optimizer, Rate);
    }

    /// <summary>One step; gives the losses of its batches as they were before it.</summary>
    public abstract (StepOutcome Trained, StepOutcome? HeldOut) Step(SearchStep step);

    /// <summary>What comes after the last step of an epoch; false where it was cancelled and is to be gone on with.</summary>
    /// <param name="measured">is told what was measured on held-out batches.</param>
    public virtual bool EndEpoch(SearchData data, int epoch, Action<StepOutcome> measured, CancellationToken cancellation) => true;

    /// <summary>Whether <see cref="Finish"/>, cancelled, goes on another time from what it had found; else it begins anew.</summary>
    public virtual bool ResumesFinish => false;

    /// <summary>The architecture that was found; null where the alphas say it.</summary>
    /// <exception cref="OperationCanceledException">cancelled; what was found so far is kept for another time</exception>
    public virtual IReadOnlyDictionary<string, string[]>? Finish(SearchData data, CancellationToken cancellation) => null;

    public virtual void Save(Checkpoint checkpoint) => checkpoint.Put(WeightsName, optimizer);

    public virtual void Load(Checkpoint checkpoint) => checkpoint.CopyTo(WeightsName, optimizer);

    public virtual void Dispose() => optimizer.Dispose();

    /// <summary>Moves the weights down the loss; returns that loss as it was before.</summary>
    public StepOutcome StepWeights(MeasuredLoss training)
    {
        using var scope = NewDisposeScope();
        Gradients.Backward(training.Loss, Weights, frozen: Alphas);
        UpdateWeights();
        return training.Outcome;
    }

    /// <summary>Moves the weights by the gradients that they have. What was not computed has none and stays as it is.</summary>
    protected void UpdateWeights()
    {
        Optimizers.Clip(Settings.Weights, Weights);
        optimizer.step();
        Gradients.Clear(Weights);
    }
}

/// <summary>A strategy whose alphas learn by gradients.</summary>
internal abstract class AlphaStrategy : SupernetStrategy
{
    private const string AlphasName = "optimizer.alphas";

    private readonly Optimizer optimizer;

    protected AlphaStrategy(SupernetModel model, SearchSettings settings)
        : base(model, settings)
    {
        SupernetModel.ExpectAlphas(model);
        optimizer = Optimizers.Create(settings.Alphas, Alphas, settings.Epochs);
    }

    public override bool LearnsAlphas => true;

    public override void BeginEpoch(int epoch)
    {
        base.BeginEpoch(epoch);
        Optimizers.SetLearningRate(optimizer, Settings.Alphas.LearningRate.At(epoch, Settings.Epochs));
    }

    public override void Save(Checkpoint checkpoint)
    {
        base.Save(checkpoint);
        checkpoint.Put(AlphasName, optimizer);
    }

    public override void Load(Checkpoint checkpoint)
    {
        base.Load(checkpoint);
        checkpoint.CopyTo(AlphasName, optimizer);
    }

    public override void Dispose()
    {
        optimizer.Dispose();
        base.Dispose();
    }

    /// <summary>Moves the alphas by the gradients that they have.</summary>
    protected void UpdateAlphas()
    {
        Optimizers.Clip(Settings.Alphas, Alphas);
        optimizer.step();
        Gradients.Clear(Alphas);
    }
}
