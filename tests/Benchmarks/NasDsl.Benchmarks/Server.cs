using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace NasDsl.Benchmarks;

/// <summary>
/// The child process of a measurement: reads one command a line and answers with one line, as reference/darts_supernet.py
/// does, where the commands are described.
/// </summary>
internal sealed class Server(Workload workload, string options)
{
    private SearchStep? step;

    private SearchStep Step => step ??= new SearchStep(workload, options);

    public void Run()
    {
        set_num_threads(workload.Threads);
        while (Console.ReadLine() is { } line)
            Console.WriteLine(Answer(line.Split(' ')));
        step?.Dispose();
    }

    private string Answer(string[] command) => command[0] switch
    {
        "step" => Timed(),
        "parameters" => Text(Step.Parameters),
        "dispatch" => Text(Dispatch(int.Parse(command[1], CultureInfo.InvariantCulture))),
        "sgemm" => Text(Sgemm(1024)),
        _ => $"error: no command {command[0]}",
    };

    private string Timed()
    {
        var (wall, processor, loss) = Step.Run(workload.Batch);
        return $"{Text(wall.TotalSeconds)} {Text(processor.TotalSeconds)} {Text(loss)}";
    }

    /// <summary>Nanoseconds of one small addition, its result disposed of.</summary>
    private static double Dispatch(int repetitions)
    {
        using var a = ones(4);
        using var b = ones(4);
        Add(repetitions / 10);
        var start = Stopwatch.GetTimestamp();
        Add(repetitions);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / repetitions;

        void Add(int times)
        {
            for (var i = 0; i < times; i++)
                a.add(b).Dispose();
        }
    }

    /// <summary>GFLOP/s of a product of two square matrices of 32-bit floats; the median of ten.</summary>
    private static double Sgemm(int size)
    {
        using var a = randn(size, size);
        using var b = randn(size, size);
        var seconds = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            var start = Stopwatch.GetTimestamp();
            a.mm(b).Dispose();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * size * size * size / Statistics.Median(seconds.Skip(2)) / 1e9;
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
