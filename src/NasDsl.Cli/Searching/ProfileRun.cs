using System.Collections.Immutable;
using System.Globalization;
using NasDsl.Analysis;
using NasDsl.Cli.Files;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Search;
using NasDsl.Torch;

namespace NasDsl.Cli.Searching;

/// <summary>What `nasc profile` was asked.</summary>
/// <param name="Checks">How many architectures are measured as a whole.</param>
internal sealed record ProfileSettings(string Device, int Threads, int Batch, int Checks, long Seed, string? Output);

/// <summary>One `nasc profile`.</summary>
internal sealed class ProfileRun(Session session, LoadedProgram program, ProfileSettings settings)
{
    /// <summary>So many architectures are all looked through for operations.</summary>
    private const int Listable = 5000;

    /// <summary>Of larger spaces random ones, until so many in a row bring nothing new.</summary>
    private const int Patience = 500;

    private readonly LatencyMeter meter = new(settings.Device, settings.Threads, settings.Batch);

    private SearchSpace Space => program.Space;

    public void Execute()
    {
        Devices.Parse(settings.Device);
        var operations = Operations();
        session.Note($"{operations.Count} operations");
        var rows = ImmutableArray.CreateBuilder<LatencyRow>();
        foreach (var (key, layer) in operations.OrderBy(o => o.Key.ToString(), StringComparer.Ordinal))
        {
            session.Cancellation.ThrowIfCancellationRequested();
            var alone = OperationUses.Alone(layer);
            var found = Measure(alone, alone);
            rows.Add(new LatencyRow(key, found.Seconds, found.Runs));
        }
        var table = new LatencyTable(
            FormattableString.Invariant($"device {settings.Device}, {settings.Threads} threads, batch {settings.Batch}"), rows.ToImmutable());
        Artefact.Write(session, settings.Output, table.Write());
        Check(table);
    }

    /// <summary>The operations that the architectures of the space run, each once.</summary>
    private Dictionary<OperationKey, OperationLayer> Operations()
    {
        var operations = new Dictionary<OperationKey, OperationLayer>();
        var isListed = ArchitectureEnumerator.CanList(Space) && SpaceCounter.For(Space).Architectures <= Listable;
        var quiet = 0;
        foreach (var architecture in isListed ? All() : Random())
        {
            session.Cancellation.ThrowIfCancellationRequested();
            var before = operations.Count;
            foreach (var (key, (layer, _)) in OperationUses.Of(ArchitectureResolver.Resolve(Space, architecture)))
                operations.TryAdd(key, layer);
            quiet = operations.Count > before ? 0 : quiet + 1;
            if (!isListed && quiet == Patience)
                break;
        }
        return operations;
    }

    private IEnumerable<Architecture> All()
    {
        var space = DecisionSpace.Of(Space);
        return space.All().Select(space.ArchitectureOf);
    }

    private IEnumerable<Architecture> Random()
    {
        var sampler = ArchitectureSampler.For(Space, settings.Seed);
        while (true)
            yield return sampler.Next();
    }

    private MeasuredLatency Measure(SearchSpace space, SearchSpace child) => meter.Measure(
        ChildEmitter.Emit(space, child, new EmitOptions()), GeneratedNames.Child(space), [.. child.Network.Inputs.Select(i => i.Shape)]);

    /// <summary>Says how far the sum is from the whole.</summary>
    private void Check(LatencyTable table)
    {
        var errors = new List<double>();
        var (sums, wholes) = (new List<double>(), new List<double>());
        foreach (var architecture in Random().Take(settings.Checks))
        {
            session.Cancellation.ThrowIfCancellationRequested();
            var child = ArchitectureResolver.Resolve(Space, architecture);
            var (sum, whole) = (table.SecondsOf(child, out var missing), Measure(Space, child).Seconds);
            if (missing is not null)
                continue;
            sums.Add(sum);
            wholes.Add(whole);
            errors.Add(sum / whole - 1);
            session.Note(string.Create(
                CultureInfo.InvariantCulture, $"an architecture: sum {1000 * sum:G4} ms, measured {1000 * whole:G4} ms, error {100 * errors[^1]:+0.0;-0.0} %"));
        }
        if (errors.Count > 0)
            session.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"the sum is off by {100 * errors.Average():+0.0;-0.0} % on average, by {100 * errors.Average(Math.Abs):0.0} % either way; "
                + $"rank correlation {RankCorrelation.Spearman([.. sums], [.. wholes]):0.00} over {errors.Count} architectures"));
    }
}
