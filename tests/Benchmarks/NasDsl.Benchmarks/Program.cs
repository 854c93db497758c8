using System.Globalization;
using NasDsl.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
return Benchmarks.Run(args);

internal static class Benchmarks
{
    public static int Run(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine(arguments);
        try
        {
            Run(arguments.FirstOrDefault() ?? "", line, Workload.Parse(line), line.Text("--options", Optimizations.On));
            return 0;
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return 2;
        }
        catch (MeasurementException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return 1;
        }
    }

    private static void Run(string command, CommandLine line, Workload workload, string options)
    {
        if (command == "serve")
            new Server(workload, options).Run();
        else if (command == "step" && !line.Has("--table"))
            Console.WriteLine(StepBenchmark.Line(workload, options, line.Has("--json")));
        else if (command == "memory" && line.Has("--batch"))
            Console.WriteLine(MemoryBenchmark.Line(workload, options));
        else if (command == "predict")
            Console.WriteLine(FormattableString.Invariant($"{MemoryBenchmark.Predict(workload, options) / 1e6:0} MB"));
        else if (command == "generate")
            Console.Write(GeneratedProgram.Write(line.Number("--declarations", 10)));
        else if (command == "all")
            WriteAll(options);
        else
            Console.Write(Sections(options).FirstOrDefault(s => s.Name == command).Measure?.Invoke()
                ?? throw new UsageException($"there is no benchmark `{command}`; there are {string.Join(", ", Sections(options).Select(s => s.Name))}, all"));
    }

    private static (string Name, Func<Report> Measure)[] Sections(string options) =>
    [
        ("step", () => StepBenchmark.Run(options)),
        ("growth", () => GrowthBenchmark.Run(options)),
        ("passes", PassBenchmark.Run),
        ("supernets", () => SupernetsBenchmark.Run(options)),
        ("peak", () => PeakBenchmark.Run(options)),
        ("memory", () => MemoryBenchmark.Run(options)),
        ("dispatch", DispatchBenchmark.Run),
        ("compile", CompileBenchmark.Run),
        ("check", CheckBenchmark.Run),
    ];

    private static void WriteAll(string options)
    {
        var document = new BenchmarkDocument(Repository.PathOf("docs", "benchmarks.md"));
        List<string> failed = [];
        foreach (var (name, measure) in Sections(options))
        {
            Console.Error.WriteLine($"measuring {name}");
            try
            {
                document.Write(name, measure());
            }
            catch (MeasurementException e)
            {
                // The hour that the others take is not lost.
                Console.Error.WriteLine($"error: {name}: {e.Message}");
                failed.Add(name);
            }
        }

        if (failed.Count > 0)
            throw new MeasurementException($"not measured, and left as they were: {string.Join(", ", failed)}");
    }
}
