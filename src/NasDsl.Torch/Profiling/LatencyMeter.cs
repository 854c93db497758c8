using System.Diagnostics;
using NasDsl.IR;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>How long a network takes for one pass forward.</summary>
/// <param name="Seconds">The median over <paramref name="Runs"/>.</param>
public sealed record MeasuredLatency(double Seconds, int Runs);

/// <summary>
/// Measures passes forward in inference mode: some that do not count, then at least <see cref="LeastRuns"/>, and more until
/// <see cref="Enough"/> has passed; the median is not moved by what else the machine does now and then.
/// </summary>
/// <param name="threads">of one operation.</param>
public sealed class LatencyMeter(string device, int threads, int batch)
{
    private const int WarmUps = 3, LeastRuns = 15, MostRuns = 1000;

    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(100);

    /// <exception cref="GeneratedCodeException">the source does not compile, or has no such class</exception>
    /// <exception cref="DeviceException">the device is not there</exception>
    public MeasuredLatency Measure(string source, string className, IReadOnlyList<Shape> inputs)
    {
        var target = Devices.Parse(device);
        set_num_threads(threads);
        var type = GeneratedAssembly.Compile(source, className).Find(className)
            ?? throw new GeneratedCodeException($"the generated code lacks the class `{className}`", []);
        using var network = (Module)(Activator.CreateInstance(type) ?? throw new GeneratedCodeException($"`{className}` has no constructor", []));
        network.to(target);
        network.eval();
        using var scope = NewDisposeScope();
        Tensor[] tensors = [.. inputs.Select(s => Input(s, target))];
        using var mode = inference_mode();
        var forward = type.GetMethod("forward", [.. tensors.Select(_ => typeof(Tensor))])
            ?? throw new GeneratedCodeException($"`{className}` takes other inputs", []);
        return Measure(() =>
        {
            using var outputs = NewDisposeScope();
            var output = forward.Invoke(network, [.. tensors]);
            // On another device the call returns before anything is computed.
            if (target.type != DeviceType.CPU && output is Tensor computed)
                computed.reshape(-1).narrow(0, 0, 1).to(CPU);
        });
    }

    private static MeasuredLatency Measure(Action run)
    {
        for (var i = 0; i < WarmUps; i++)
            run();
        var times = new List<double>();
        var watch = Stopwatch.StartNew();
        while (times.Count < LeastRuns || (watch.Elapsed < Enough && times.Count < MostRuns))
        {
            var start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        times.Sort();
        return new MeasuredLatency((times[(times.Count - 1) / 2] + times[times.Count / 2]) / 2, times.Count);
    }

    /// <summary>Images lie in memory with the channels last, as in training.</summary>
    private Tensor Input(Shape shape, Device target)
    {
        long[] sizes = [batch, .. shape.Dimensions];
        if (shape.Vocabulary is { } vocabulary)
            return randint((int)Math.Min(vocabulary, int.MaxValue), [.. sizes.Select(d => (int)d)], dtype: ScalarType.Int64, device: target);
        var values = randn(sizes, device: target);
        return shape.IsImage ? values.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : values;
    }
}
