using System.Diagnostics;
using NasDsl.Emit;
using NasDsl.Torch;
using static TorchSharp.torch;

namespace NasDsl.Benchmarks;

/// <summary>Whole first-order steps of a compiled supernet, as a search makes them, on two batches of noise.</summary>
internal sealed class SearchStep : IDisposable
{
    private const int Classes = 10, Size = 32;

    private readonly DartsStrategy steps;
    private readonly SupernetModel model;
    private readonly Dictionary<int, (ImageBatch Training, ImageBatch Validation)> batches = [];

    public SearchStep(Workload workload, string options)
    {
        set_num_threads(workload.Threads);
        var space = DartsProgram.Space(workload);
        model = GeneratedModels.CreateSupernet(Optimizations.Emit(space, options), GeneratedNames.Supernet(space), seed: 1);
        model.Network.train();
        Parameters = model.Weights().Sum(w => w.numel());
        steps = new DartsStrategy(model, new SearchSettings { Epochs = 1, BatchSize = workload.Batch }, order: 1);
        steps.BeginEpoch(0);
    }

    /// <summary>The number of weights.</summary>
    public long Parameters { get; }

    /// <summary>One step on batches of that size.</summary>
    public (TimeSpan Wall, TimeSpan Processor, double Loss) Run(int size)
    {
        if (!batches.TryGetValue(size, out var batch))
            batches[size] = batch = (Noise(size, 1), Noise(size, 2));
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        steps.StepAlphas(LossOf(batch.Training), LossOf(batch.Validation));
        var outcome = steps.StepWeights(LossOf(batch.Training));
        return (Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor, outcome.Loss);
    }

    public void Dispose() => steps.Dispose();

    private ImageLoss LossOf(ImageBatch batch) => new(model.Network, batch, Classes, CPU, 0, 0);

    private static ImageBatch Noise(int images, int seed)
    {
        var random = new Random(seed);
        var shape = new ImageShape(3, Size, Size);
        var pixels = new float[images * shape.Size];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (float)(2 * random.NextDouble() - 1) * 1.7f;
        return new ImageBatch(pixels, [.. Enumerable.Range(0, images).Select(_ => (long)random.Next(Classes))], shape);
    }
}
