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

    private readonly LatencyMeter meter = new(new LatencyConditions(settings.Device, settings.Threads, settings.Batch));

    private SearchSpace Space => program.Space;

    public void Execute()
    {
        Devices.Parse(settings.Device);
        var operations = Operations();
        session.Note($"{operations.Count} operations");
        var each = operations.OrderBy(o => o.Key.ToString(), StringComparer.Ordinal)
            .Select(o => (o.Key, Probe: AddAlone(o.Value))).ToList();
        var children = Random().Take(settings.Checks).Select(a => ArchitectureResolver.Resolve(Space, a))
            .Select(child => (Child: child, Probe: Add(child))).ToList();
        meter.Run(session.Cancellation);
        var table = new LatencyTable(
            FormattableString.Invariant($"device {settings.Device}, {settings.Threads} threads, batch {settings.Batch}"),
            [.. each.Select(e => new LatencyRow(e.Key, e.Probe.Result.Seconds, e.Probe.Result.Runs))]);
        Artefact.Write(session, settings.Output, table.Write());
        Compare([.. children.Select(c => (table.SecondsOf(c.Child, out var missing), c.Probe.Result.Seconds, IsWhole: missing is null))
            .Where(c => c.IsWhole).Select(c => (c.Item1, c.Seconds))]);
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

    private LatencyProbe AddAlone(OperationLayer layer)
    {
        var alone = OperationUses.Alone(layer);
        return meter.AddOperation(CodeOf(alone, alone), GeneratedNames.Child(alone), ShapesOf(alone));
    }

    private LatencyProbe Add(SearchSpace child) => meter.AddNetwork(CodeOf(Space, child), GeneratedNames.Child(Space), ShapesOf(child));

    private static string CodeOf(SearchSpace space, SearchSpace child) => ChildEmitter.Emit(space, child, new EmitOptions());

    private static ImmutableArray<Shape> ShapesOf(SearchSpace child) => [.. child.Network.Inputs.Select(i => i.Shape)];

    /// <summary>Says how far the sums are from the wholes.</summary>
    private void Compare(ImmutableArray<(double Sum, double Whole)> pairs)
    {
        foreach (var (sum, whole) in pairs)
            session.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"an architecture: sum {1000 * sum:G4} ms, measured {1000 * whole:G4} ms, error {100 * ErrorOf(sum, whole):+0.0;-0.0} %"));
        if (pairs.IsEmpty)
            return;
        var errors = pairs.Select(p => ErrorOf(p.Sum, p.Whole)).ToList();
        session.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"the sum is off by {100 * errors.Average():+0.0;-0.0} % on average, by {100 * errors.Average(Math.Abs):0.0} % either way; "
            + $"rank correlation {RankCorrelation.Spearman([.. pairs.Select(p => p.Sum)], [.. pairs.Select(p => p.Whole)]):0.00} over {pairs.Length} architectures"));
    }

    private static double ErrorOf(double sum, double whole) => sum / whole - 1;
}
