using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using NasDsl.Search;

namespace NasDsl.Cli.Searching;

/// <summary>
/// Evaluates in several processes of `nasc`. One that ends by itself (out of memory, say) is a failed evaluation, and another takes its
/// place; all of them end when the search is cancelled, or this process ends.
/// </summary>
/// <param name="single">The same evaluator in this process: it tells goals and budgets.</param>
internal sealed class WorkerPool(Terminal terminal, SampledSearchSettings settings, IEvaluator single) : IParallelEvaluator, IDisposable
{
    private readonly WorkerProcess?[] workers = new WorkerProcess?[settings.Jobs];

    public ImmutableArray<Goal> Goals => single.Goals;

    public ImmutableArray<double> Budgets => single.Budgets;

    private long Seed { get; set; } = settings.Seed;

    /// <summary>The same processes: searches follow one another.</summary>
    public IEvaluator ForSeed(long seed)
    {
        Seed = seed;
        return this;
    }

    public Evaluation Evaluate(Proposal proposal)
    {
        var found = Evaluation.Failed("it was not evaluated");
        Evaluate([proposal], (_, evaluation, _) => found = evaluation, CancellationToken.None);
        return found;
    }

    public void Evaluate(IReadOnlyList<Proposal> proposals, Action<int, Evaluation, TimeSpan> done, CancellationToken cancellation)
    {
        if (proposals.Count == 0)
            return;
        using var registration = cancellation.Register(Kill);
        var open = new ConcurrentQueue<int>(Enumerable.Range(0, proposals.Count));
        using var ended = new BlockingCollection<(int Index, Evaluation Evaluation, TimeSpan Elapsed)>();
        var lanes = Enumerable.Range(0, Math.Min(workers.Length, proposals.Count))
            .Select(lane => Task.Factory.StartNew(() => Work(lane), TaskCreationOptions.LongRunning)).ToArray();
        var all = Task.WhenAll(lanes).ContinueWith(_ => ended.CompleteAdding(), TaskScheduler.Default);
        foreach (var (index, evaluation, elapsed) in ended.GetConsumingEnumerable())
            done(index, evaluation, elapsed);
        all.Wait(CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
        Task.WaitAll(lanes, CancellationToken.None);

        void Work(int lane)
        {
            while (!cancellation.IsCancellationRequested && open.TryDequeue(out var index))
            {
                var start = Stopwatch.GetTimestamp();
                if (Ask(lane, proposals[index], cancellation) is { } evaluation)
                    ended.Add((index, evaluation, Stopwatch.GetElapsedTime(start)), CancellationToken.None);
            }
        }
    }

    /// <summary>Null where the search was cancelled meanwhile.</summary>
    private Evaluation? Ask(int lane, Proposal proposal, CancellationToken cancellation)
    {
        try
        {
            var worker = workers[lane] ??= WorkerProcess.Start(terminal, settings with { Jobs = 1 });
            // Cancelled before it was in the list of those that are ended.
            if (cancellation.IsCancellationRequested)
            {
                worker.Kill();
                return null;
            }
            return worker.Ask(new WorkerRequest(Seed, proposal.Candidate.ToString(), proposal.Budget));
        }
        catch (WorkerEndedException e)
        {
            workers[lane]?.Dispose();
            workers[lane] = null;
            // Ctrl-C reaches all processes of a terminal, and this one may be told last.
            return cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(500)) ? null : Evaluation.Failed(e.Message);
        }
    }

    private void Kill()
    {
        foreach (var worker in workers)
            worker?.Kill();
    }

    public void Dispose()
    {
        foreach (var worker in workers)
            worker?.Dispose();
        Array.Clear(workers);
    }
}
