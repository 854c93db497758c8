using NasDsl.IR;

namespace NasDsl.Torch;

/// <summary>How long a network takes for one pass forward.</summary>
/// <param name="Seconds">A tenth of <paramref name="Runs"/> passes took no longer.</param>
public sealed record MeasuredLatency(double Seconds, int Runs);

/// <summary>Where and how passes forward are measured.</summary>
/// <param name="Device">`cpu`, `cuda` or `cuda:N`.</param>
/// <param name="Threads">Of one operation.</param>
/// <param name="Batch">Examples in one pass.</param>
public sealed record LatencyConditions(string Device, int Threads, int Batch);

/// <summary>
/// Measures passes forward in inference mode. Operations take turns, one pass each, so that caches are as in a network, where other operations ran
/// since an operation's weights and code were last needed, and only its input was just written. All are measured in several rounds: what
/// else the machine does for a while is spread over all of them.
/// </summary>
public sealed class LatencyMeter(LatencyConditions conditions)
{
    /// <summary>So many rounds over everything.</summary>
    private const int Rounds = 5;

    /// <summary>So many operations take turns: about those of a network. All at once would take much memory.</summary>
    private const int Together = 24;

    private readonly List<LatencyProbe> operations = [], networks = [];

    /// <summary>An operation, to be measured as a part of networks.</summary>
    /// <exception cref="GeneratedCodeException">the source does not compile, or has no such class</exception>
    public LatencyProbe AddOperation(string source, string className, IReadOnlyList<Shape> inputs) =>
        Add(operations, new LatencyProbe(source, className, inputs));

    /// <summary>A whole network, to be measured by itself.</summary>
    /// <exception cref="GeneratedCodeException">the source does not compile, or has no such class</exception>
    public LatencyProbe AddNetwork(string source, string className, IReadOnlyList<Shape> inputs) =>
        Add(networks, new LatencyProbe(source, className, inputs));

    /// <summary>Measures all that were added.</summary>
    /// <exception cref="DeviceException">the device is not there</exception>
    /// <exception cref="OperationCanceledException">cancelled between two turns</exception>
    public void Run(CancellationToken cancellation = default)
    {
        var device = Devices.Parse(conditions.Device);
        TorchSharp.torch.set_num_threads(conditions.Threads);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var some in operations.Chunk(Together).Concat(networks.Select(network => new[] { network })))
            {
                cancellation.ThrowIfCancellationRequested();
                LatencyProbe.TakeTurns(some, conditions, device);
            }
        }
    }

    private static LatencyProbe Add(List<LatencyProbe> probes, LatencyProbe probe)
    {
        probes.Add(probe);
        return probe;
    }
}
