using System.Diagnostics;
using System.Globalization;

namespace NasDsl.Benchmarks;

/// <summary>A child process that is asked for one step after the other, kept alive between them.</summary>
internal sealed class Contender : IDisposable
{
    private const string TrimThreshold = "MALLOC_TRIM_THRESHOLD_", MapThreshold = "MALLOC_MMAP_THRESHOLD_";

    /// <summary>Both sides keep what they have freed: heap trimming costs up to a third of a run at random.</summary>
    private const string Bytes = "17179869184";

    /// <summary>A mapping of its own for every tensor of half a megabyte: it is gone when it is freed.</summary>
    private const string BytesOfMapping = "524288";

    private readonly Process process;

    private Contender(string name, string command, IEnumerable<string> arguments, bool mapsTensors)
    {
        Name = name;
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[TrimThreshold] = Bytes;
        start.Environment[MapThreshold] = mapsTensors ? BytesOfMapping : Bytes;
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = Threads(arguments);
        process = Process.Start(start) ?? throw new InvalidOperationException($"{command} did not start");
    }

    /// <summary>What readers have to know of the environment of both sides.</summary>
    public static string Settings => $"{TrimThreshold} = {MapThreshold} = {Bytes} on both sides";

    /// <summary>Whether there is a Python with PyTorch.</summary>
    public static bool HasPyTorch { get; } = Python() is not null;

    public string Name { get; }

    /// <summary>Seconds of the steps so far.</summary>
    public List<double> Wall { get; } = [];

    /// <summary>The same in time of the processor, which other work on the machine disturbs less.</summary>
    public List<double> Processor { get; } = [];

    /// <summary>Hand-written PyTorch.</summary>
    /// <param name="mapsTensors">What is freed goes back at once, which takes twice the time.</param>
    public static Contender PyTorch(Workload workload, bool channelsLast = false, bool mapsTensors = false) => new(
        channelsLast ? "PyTorch, channels last" : "PyTorch",
        Python() ?? throw new UsageException("python3-torch is not installed"),
        [Repository.PathOf("tests", "Benchmarks", "reference", "darts_supernet.py"), .. workload.Arguments,
            .. channelsLast ? ["--channels-last"] : Array.Empty<string>()],
        mapsTensors);

    /// <summary>The supernet that the compiler writes.</summary>
    /// <param name="mapsTensors">What is freed goes back at once, which takes twice the time.</param>
    public static Contender NasDsl(Workload workload, string options, bool mapsTensors = false) => new(
        $"nasc {options}",
        Environment.ProcessPath ?? throw new InvalidOperationException("there is no path of this process"),
        ["serve", "--options", options, .. workload.Arguments],
        mapsTensors);

    public string Ask(string command)
    {
        try
        {
            process.StandardInput.WriteLine(command);
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw new MeasurementException($"{Name} has ended");
        }

        var answer = process.StandardOutput.ReadLine();
        return answer is null || answer.StartsWith("error", StringComparison.Ordinal)
            ? throw new MeasurementException($"{Name} answered `{command}` with {answer ?? "nothing"}")
            : answer;
    }

    public double AskNumber(string command) => double.Parse(Ask(command), CultureInfo.InvariantCulture);

    public void Step()
    {
        double[] numbers = [.. Ask("step").Split(' ').Select(t => double.Parse(t, CultureInfo.InvariantCulture))];
        Wall.Add(numbers[0]);
        Processor.Add(numbers[1]);
    }

    /// <summary>The most memory that the process has held, in bytes.</summary>
    public long PeakMemory() => Status("VmHWM:");

    /// <summary>The memory that the process holds now, in bytes.</summary>
    public long ResidentMemory() => Status("VmRSS:");

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(5000))
            process.Kill();
        process.Dispose();
    }

    private long Status(string field)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture);
    }

    private static string Threads(IEnumerable<string> arguments) => arguments.SkipWhile(a => a != "--threads").Skip(1).FirstOrDefault("1");

    private static string? Python() => new[] { Environment.GetEnvironmentVariable("PYTHON"), "/usr/bin/python3", "python3" }
        .OfType<string>().Where(p => p.Length > 0).FirstOrDefault(Imports);

    private static bool Imports(string python)
    {
        try
        {
            var start = new ProcessStartInfo(python, ["-c", "import torch"]) { RedirectStandardError = true };
            using var process = Process.Start(start);
            process?.StandardError.ReadToEnd();
            process?.WaitForExit();
            return process?.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
