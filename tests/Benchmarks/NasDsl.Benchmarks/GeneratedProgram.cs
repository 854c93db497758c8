using System.Diagnostics;
using System.Text;
using NasDsl.Text;

namespace NasDsl.Benchmarks;

/// <summary>Programs of any size: small operations of a few kinds, each applied once by the network.</summary>
internal static class GeneratedProgram
{
    /// <summary>Lines that are not declarations.</summary>
    public const int FrameLines = 3;

    /// <summary>Runs until the runtime has compiled what runs often for good.</summary>
    public static void Warm(bool emits)
    {
        var text = Write(1_000);
        for (var i = 0; i < 12; i++)
            Seconds(text, emits);
    }

    /// <summary>The median seconds of some runs, by the clock and of the processor; more runs for small files.</summary>
    public static (double Wall, double Processor) Measure(int declarations, bool emits)
    {
        var text = Write(declarations);
        var runs = Math.Clamp(5_000 / declarations, 3, 25);
        var seconds = Enumerable.Range(0, runs).Select(_ => Seconds(text, emits)).ToArray();
        return (Statistics.Median(seconds.Select(s => s.Wall)), Statistics.Median(seconds.Select(s => s.Processor)));
    }

    private static (double Wall, double Processor) Seconds(string text, bool emits)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var compilation = Compilation.Create(new SourceText(text, "generated.nas"));
        if (!compilation.Diagnostics.IsEmpty || compilation.SupernetSpace is not { } space)
            throw new InvalidOperationException($"the generated program is wrong: {compilation.Diagnostics.FirstOrDefault()?.Message}");
        if (emits)
            Optimizations.Emit(space, Optimizations.On);
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    /// <summary>One line for each declaration, then a network of <see cref="FrameLines"/> lines that uses all of them.</summary>
    public static string Write(int declarations)
    {
        var text = new StringBuilder();
        for (var i = 0; i < declarations; i++)
            text.Append(Declaration(i)).Append('\n');
        text.Append("network Generated(image: [3, 8, 8]) {\n  output image |> conv(8, 1)");
        for (var i = 0; i < declarations; i++)
            text.Append($" |> Part{i}");
        return text.Append(" |> global_avg_pool |> linear(10)\n}\n").ToString();
    }

    private static string Declaration(int index) => (index % 4) switch
    {
        0 => $"op Part{index}(x) {{ output x |> relu |> conv(8, {1 + 2 * (index % 3)}) |> bn }}",
        1 => $"op Part{index}(x) {{ output x |> choose {{ skip(), sep_conv(3), dil_conv(5, dilation: 2) }} }}",
        2 => $"op Part{index}(x) {{ y = x |> conv(8, 3) |> bn output x + y }}",
        _ => $"op Part{index}(x) {{ output x |> max_pool(3) |> bn(affine: false) }}",
    };
}
