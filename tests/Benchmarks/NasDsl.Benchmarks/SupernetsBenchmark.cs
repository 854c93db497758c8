using System.Diagnostics;
using NasDsl.Emit;
using NasDsl.IR;
using NasDsl.Text;
using NasDsl.Torch;
using static TorchSharp.torch;

namespace NasDsl.Benchmarks;

/// <summary>What the optimizer is worth to other supernets than that of DARTS.</summary>
internal static class SupernetsBenchmark
{
    private const int Rounds = 5;

    private static readonly (string File, int Batch, Dictionary<string, double> Arguments)[] Programs =
    [
        ("nasbench201.nas", 16, new() { ["N"] = 1 }),
        ("enas_macro.nas", 8, new() { ["depth"] = 6 }),
        ("darts_rnn.nas", 16, new() { ["vocabulary"] = 1000 }),
        ("bats.nas", 8, new() { ["N"] = 1 }),
        ("pnas.nas", 4, new() { ["N"] = 1 }),
    ];

    public static Report Run(string options) => new Report("Other supernets")
        .Say($"One forward and one backward pass through all candidates, gradients of weights and alphas, one thread; `{options}` and `-O0` "
            + $"alternate {Rounds} times in one process, after a pass that is not counted. The ratio of medians says how many times as fast the "
            + "optimized one is, in brackets by time of the processor.")
        .Table(["program", "batch", $"`{options}`", "`-O0`", "ratio"], Programs.Select(p => Row(p.File, p.Batch, p.Arguments, options)));

    private static string[] Row(string file, int batch, Dictionary<string, double> arguments, string options)
    {
        set_num_threads(1);
        var space = Compilation.Create(new SourceText(File.ReadAllText(Repository.PathOf("examples", file)), file)).WithArguments(arguments)
            .SupernetSpace ?? throw new MeasurementException($"examples/{file} has errors");
        var input = InputOf(space, batch);
        SupernetModel[] models =
        [
            .. new[] { options, Optimizations.Off }.Select(
                o => GeneratedModels.CreateSupernet(Optimizations.Emit(space, o), GeneratedNames.Supernet(space), seed: 1)),
        ];
        var times = models.Select(_ => new List<(double Wall, double Processor)>()).ToArray();
        for (var round = 0; round <= Rounds; round++)
            foreach (var (model, of) in models.Zip(times))
            {
                var time = Pass(model, input);
                if (round > 0)
                    of.Add(time);
            }

        var wall = times.Select(t => Statistics.Median(t.Select(x => x.Wall))).ToArray();
        var processor = times.Select(t => Statistics.Median(t.Select(x => x.Processor))).ToArray();
        var written = arguments.Select(a => FormattableString.Invariant($" {a.Key} = {a.Value}"));
        return
        [
            $"{file},{string.Join(',', written)}", $"{batch}", $"{Report.Number(wall[0])} s", $"{Report.Number(wall[1])} s",
            $"{Report.Number(wall[1] / wall[0])} ({Report.Number(processor[1] / processor[0])})",
        ];
    }

    private static (double Wall, double Processor) Pass(SupernetModel model, Tensor input)
    {
        using var scope = NewDisposeScope();
        model.Network.train();
        model.Network.zero_grad();
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        model.Network.forward(input).pow(2).mean().backward();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    private static Tensor InputOf(SearchSpace space, int batch)
    {
        var shape = space.Network.Inputs[0].Shape;
        return shape.Vocabulary is { } vocabulary
            ? randint(vocabulary, [batch, shape.Steps], int64)
            : randn([batch, .. shape.Dimensions]);
    }
}
