using TorchSharp;
using static TorchSharp.torch;

namespace NasDsl.Torch;

/// <summary>
/// A text whose training part trains weights and whose validation part judges architectures (as Liu, Simonyan and Yang, 2019, section
/// 3.2). Both are read on and on, the states carried along; the settings' split is not looked at.
/// </summary>
/// <param name="steps">the network's declared steps: how many tokens a gradient sees.</param>
public sealed class TextSource(TextCorpus corpus, int steps) : SearchSource
{
    internal override SearchData Open(SupernetModel model, SearchSettings settings, Device device) =>
        new TextSearchData(model, settings, device, corpus, steps);
}

internal sealed class TextSearchData : SearchData
{
    private const string Read = "data.read", Judged = "data.judged";

    private readonly SupernetModel model;
    private readonly Device device;
    private readonly int vocabulary;
    private readonly int? mostSteps;
    private readonly TextBatches training, validation;
    private readonly TextStream reader, judge;
    private int next, heldOut = -1;
    private bool hasRead, hasJudged;

    public TextSearchData(SupernetModel model, SearchSettings settings, Device device, TextCorpus corpus, int steps)
    {
        (this.model, this.device, vocabulary, mostSteps) = (model, device, corpus.Vocabulary.Count, settings.MaxStepsPerEpoch);
        training = new TextBatches(
            TextTrainer.First(corpus.Train, settings.TrainImages), settings.BatchSize, steps, "training part");
        validation = new TextBatches(corpus.Validation, settings.BatchSize, steps, "validation part");
        reader = new TextStream(model.Network, model.ForwardFrom);
        judge = new TextStream(model.Network, model.ForwardFrom);
    }

    public override int StepsPerEpoch => Math.Min(training.Windows, mostSteps ?? int.MaxValue);

    public override bool CountsTokens => true;

    public override void BeginEpoch(int epoch, int step)
    {
        next = step;
        if (step > 0)
            return;
        reader.Restart();
        hasRead = false;
    }

    public override MeasuredLoss NextTraining(int epoch, int step)
    {
        Settle();
        hasRead = true;
        return Loss(reader, training.Window(next++), epoch, step);
    }

    public override MeasuredLoss NextHeldOut(int epoch, int step)
    {
        if (hasJudged)
            judge.Advance();
        hasJudged = true;
        heldOut = (heldOut + 1) % validation.Windows;
        if (heldOut == 0)
            judge.Restart();
        return Loss(judge, validation.Window(heldOut), epoch, step);
    }

    public override Evaluation Evaluate(CancellationToken cancellation) =>
        TextEvaluator.Evaluate(model.Network, model.ForwardFrom, validation, vocabulary, device, cancellation);

    public override void Forward(int batches, Action<int> before, CancellationToken cancellation)
    {
        using var noGradient = no_grad();
        using var stream = new TextStream(model.Network, model.ForwardFrom);
        foreach (var (i, batch) in training.All().Take(batches).Index())
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            before(i);
            stream.Logits(batch.Inputs(device));
            stream.Advance();
        }
    }

    public override void Save(Checkpoint checkpoint)
    {
        Settle();
        if (hasJudged)
            judge.Advance();
        hasJudged = false;
        checkpoint.PutState(Judged, heldOut);
        reader.Save(checkpoint, Read);
        judge.Save(checkpoint, Judged);
    }

    public override void Load(Checkpoint checkpoint)
    {
        heldOut = checkpoint.State<int>(Judged);
        (hasRead, hasJudged) = (false, false);
        reader.Load(checkpoint, Read, device);
        judge.Load(checkpoint, Judged, device);
    }

    public override void Dispose()
    {
        reader.Dispose();
        judge.Dispose();
    }

    /// <summary>Goes on behind the window that was read.</summary>
    private void Settle()
    {
        if (hasRead)
            reader.Advance();
        hasRead = false;
    }

    private TextLoss Loss(TextStream stream, TextBatch window, int epoch, int step) =>
        new(stream, window, vocabulary, 0, device, epoch, step);
}
