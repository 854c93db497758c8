using System.Diagnostics;
using NasDsl.IR;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch;

/// <summary>A network whose passes forward a <see cref="LatencyMeter"/> measures.</summary>
public sealed class LatencyProbe
{
    private const int WarmUps = 3, LeastRuns = 4, MostRuns = 200, LeastTogether = 4;

    /// <summary>Of one turn, for each that takes part.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(20);

    private readonly Type type;
    private readonly IReadOnlyList<Shape> inputs;
    private readonly System.Reflection.MethodInfo forward;
    private readonly List<double> times = [];

    internal LatencyProbe(string source, string className, IReadOnlyList<Shape> inputs)
    {
        this.inputs = inputs;
        type = GeneratedAssembly.Compile(source, className).Find(className)
            ?? throw new GeneratedCodeException($"the generated code lacks the class `{className}`", []);
        forward = type.GetMethod("forward", [.. inputs.Select(_ => typeof(Tensor))])
            ?? throw new GeneratedCodeException($"`{className}` takes other inputs", []);
    }

    /// <summary>
    /// What else the machine does only ever adds to a pass: their lowest tenth is closer to a machine that does nothing else than the
    /// median.
    /// </summary>
    /// <exception cref="InvalidOperationException">nothing was measured</exception>
    public MeasuredLatency Result => times.Count == 0
        ? throw new InvalidOperationException("nothing was measured")
        : new MeasuredLatency(times.Order().ElementAt((times.Count - 1) / 10), times.Count);

    /// <summary>Some passes of each, in turns. The networks are made anew: those of all that there are would take much memory.</summary>
    internal static void TakeTurns(IReadOnlyList<LatencyProbe> probes, LatencyConditions conditions, Device device)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var made = new List<(LatencyProbe Probe, Module Network, Tensor[] Inputs)>();
        try
        {
            foreach (var probe in probes)
                made.Add((probe, probe.Create(device), probe.Inputs(conditions.Batch, device)));
            var watch = Stopwatch.StartNew();
            for (var run = 0; run < WarmUps + LeastRuns || (watch.Elapsed < Enough * Math.Max(LeastTogether, made.Count) && run < MostRuns); run++)
                foreach (var (probe, network, tensors) in made)
                    probe.Time(network, tensors, device, counts: run >= WarmUps);
        }
        finally
        {
            made.ForEach(item => item.Network.Dispose());
        }
    }

    private Module Create(Device device)
    {
        var network = (Module)(Activator.CreateInstance(type)
            ?? throw new GeneratedCodeException($"`{type.Name}` has no constructor", []));
        network.to(device);
        network.eval();
        return network;
    }

    private Tensor[] Inputs(int batch, Device device) => [.. inputs.Select(s => Input(s, batch, device))];

    private void Time(Module network, Tensor[] tensors, Device device, bool counts)
    {
        // As if another operation had just written them.
        foreach (var tensor in tensors)
            tensor.mul_(1);
        Await(tensors[0], device);
        var start = Stopwatch.GetTimestamp();
        Pass(network, tensors, device);
        if (counts)
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private void Pass(Module network, Tensor[] tensors, Device device)
    {
        using var outputs = NewDisposeScope();
        var output = forward.Invoke(network, [.. tensors]);
        if (output is Tensor computed)
            Await(computed, device);
    }

    /// <summary>On another device a call returns before anything is computed.</summary>
    private static void Await(Tensor computed, Device device)
    {
        if (device.type != DeviceType.CPU)
            computed.reshape(-1).narrow(0, 0, 1).to(CPU);
    }

    /// <summary>Images lie in memory with the channels last, as in training.</summary>
    private static Tensor Input(Shape shape, int batch, Device device)
    {
        long[] sizes = [batch, .. shape.Dimensions];
        if (shape.Vocabulary is { } vocabulary)
            return randint((int)Math.Min(vocabulary, int.MaxValue), [.. sizes.Select(d => (int)d)], dtype: ScalarType.Int64, device: device);
        var values = randn(sizes, device: device);
        return shape.IsImage ? values.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : values;
    }
}
