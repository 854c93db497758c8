using System.Runtime.InteropServices;

namespace NasDsl.Cli;

/// <summary>
/// Ctrl-C and SIGTERM. While something runs that can stop cleanly, the first one asks it to and a second one ends the
/// process; otherwise the first one ends it. Files that are being written are removed either way.
/// </summary>
internal static class Interruption
{
    private const long SameRequestMilliseconds = 300;

    private static readonly CancellationTokenSource Source = new();
    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Unfinished = new(StringComparer.Ordinal);
    private static PosixSignalRegistration[]? registrations;
    private static int cleanStops;
    private static long stopRequested = -SameRequestMilliseconds;

    public static CancellationToken Token => Source.Token;

    /// <summary>Until disposed, the first signal only cancels <see cref="Token"/>.</summary>
    public static IDisposable StopCleanly()
    {
        Register();
        Interlocked.Increment(ref cleanStops);
        return new Scope(() => Interlocked.Decrement(ref cleanStops));
    }

    /// <summary>Until disposed, <paramref name="path"/> is removed if the process is told to end.</summary>
    public static IDisposable Removing(string path)
    {
        Register();
        lock (Gate)
            Unfinished.Add(path);
        return new Scope(() =>
        {
            lock (Gate)
                Unfinished.Remove(path);
        });
    }

    private static void Register()
    {
        lock (Gate)
        {
            registrations ??=
            [
                PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            ];
        }
    }

    private static void OnSignal(PosixSignalContext context)
    {
        if (Volatile.Read(ref cleanStops) > 0 && !Source.IsCancellationRequested)
        {
            context.Cancel = true;
            Interlocked.Exchange(ref stopRequested, Environment.TickCount64);
            Source.Cancel();
            return;
        }

        // A signal sent to a process and to its group arrives twice: that is one request.
        if (Environment.TickCount64 - Interlocked.Read(ref stopRequested) < SameRequestMilliseconds)
        {
            context.Cancel = true;
            return;
        }

        lock (Gate)
            foreach (var path in Unfinished)
                File.Delete(path);
    }

    private sealed class Scope(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
