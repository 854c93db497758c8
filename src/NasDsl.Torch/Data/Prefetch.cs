using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace NasDsl.Torch;

/// <summary>Prepares what comes next while the caller computes.</summary>
public static class Prefetch
{
    /// <summary>
    /// The same items in the same order, made on a thread of their own, which begins with the first one asked for and ends with the
    /// last or when the enumerator is disposed. What making an item throws is thrown where that item would have come.
    /// </summary>
    /// <param name="items">must not depend on what the caller does meanwhile.</param>
    /// <param name="waiting">how many items at most are ready and not yet taken; one more may be in the making.</param>
    public static IEnumerable<T> Ahead<T>(this IEnumerable<T> items, int waiting = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(waiting);
        return Iterate(items, waiting);
    }

    private static IEnumerable<T> Iterate<T>(IEnumerable<T> items, int waiting)
    {
        using var ready = new BlockingCollection<T>(waiting);
        using var stop = new CancellationTokenSource();
        ExceptionDispatchInfo? problem = null;
        var thread = new Thread(Make) { IsBackground = true, Name = "prefetch" };
        thread.Start();
        try
        {
            foreach (var item in ready.GetConsumingEnumerable())
                yield return item;
            problem?.Throw();
        }
        finally
        {
            stop.Cancel();
            thread.Join();
        }

        void Make()
        {
            try
            {
                foreach (var item in items)
                    ready.Add(item, stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Nobody takes any more.
            }
            catch (Exception e)
            {
                problem = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                ready.CompleteAdding();
            }
        }
    }
}
