using NasDsl.Analysis;
using NasDsl.IR;
using NasDsl.Optimization;
using NasDsl.Testing;
using NasDsl.Text;

namespace NasDsl.Tests.Analysis;

public class PeakMemoryTests
{
    // What `tests/Benchmarks/run.sh memory` measures, see docs/benchmarks.md: C, N, batch, bytes beyond the process before the step.
    [Theory]
    [InlineData(4, 1, 16, 331_000_000)]
    [InlineData(8, 1, 16, 631_000_000)]
    [InlineData(16, 1, 8, 633_000_000)]
    [InlineData(4, 2, 16, 545_000_000)]
    public void A_measured_peak_is_predicted_within_a_fifth(int channels, int normals, int batch, double measured)
    {
        var predicted = PeakMemory.OfSearchStep(Darts(channels, normals), batch).Peak;
        Assert.InRange(predicted / measured, 0.8, 1.2);
    }

    // The same with `-O`, and at batch 64 of the published sizes with both.
    [Theory]
    [InlineData(64, "-O0", 7_465_000_000)]
    [InlineData(64, "-O", 3_841_000_000)]
    [InlineData(64, "--recompute cells", 2_171_000_000)]
    [InlineData(16, "--recompute cells", 583_000_000)]
    public void So_is_that_of_an_optimized_step(int batch, string option, double measured)
    {
        var predicted = PeakMemory.OfSearchStep(Darts(16, 2), batch, option switch
        {
            "-O0" => OptimizationOptions.None,
            "-O" => OptimizationOptions.All,
            _ => OptimizationOptions.All with { RecomputesCells = true },
        }).Peak;
        Assert.InRange(predicted / measured, 0.8, 1.2);
    }

    [Fact]
    public void A_convolution_keeps_its_input_and_a_normalization_what_it_normalizes()
    {
        // The image (3 * 4 * 4) and the convolution's output (8 * 4 * 4); the mean keeps nothing, the linear layer its 8 features.
        var estimate = PeakMemory.OfSearchStep(
            Space("network N(x: [3, 4, 4]) { output x |> conv(8, 3) |> bn |> global_avg_pool |> linear(2) }"), batch: 5);
        Assert.Equal(4 * 5 * (48 + 128 + 8), estimate.WeightStep);
        Assert.Equal(4 * (3 * 8 * 9 + 2 * 8 + 8 * 2 + 2), estimate.Gradients);
        Assert.Equal(2 * estimate.Gradients, estimate.Weights);
    }

    [Fact]
    public void Candidates_are_kept_for_the_gradients_of_their_weights_only()
    {
        // Both steps keep the image for the convolution and the features; the architecture step also what the two candidates give.
        var estimate = PeakMemory.OfSearchStep(
            Space("network N(x: [3, 4, 4]) { output x |> choose { conv(3, 3), avg_pool(3) } |> global_avg_pool |> linear(2) }"), batch: 1);
        Assert.Equal(4 * (48 + 3), estimate.WeightStep);
        Assert.Equal(4 * (48 + 3 + 2 * 48), estimate.ArchitectureStep);
    }

    [Fact]
    public void A_tensor_that_several_operations_read_is_kept_once()
    {
        var one = Space("network N(x: [3, 4, 4]) { y = x |> relu output y |> conv(3, 3) |> global_avg_pool |> linear(2) }");
        var two = Space("network N(x: [3, 4, 4]) { y = x |> relu output sum([y |> conv(3, 3), y |> conv(3, 3)]) |> global_avg_pool |> linear(2) }");
        Assert.Equal(PeakMemory.OfSearchStep(one, 1).WeightStep, PeakMemory.OfSearchStep(two, 1).WeightStep);
    }

    [Fact]
    public void A_cell_that_is_computed_again_keeps_its_input()
    {
        // The image, and the features for the linear layer; again and before, the tensors of the larger cell.
        const string cells = "cell Twice(x) { a = x |> conv(3, 3) output a |> conv(3, 3) } cell Once(x) { output x |> conv(3, 3) } ";
        var space = Space(cells + "network N(x: [3, 4, 4]) { output x |> Twice |> Once |> Twice |> global_avg_pool |> linear(2) }");
        var again = PeakMemory.OfSearchStep(space, 1, OptimizationOptions.None with { RecomputesCells = true });
        Assert.Equal(4 * (3 * 48 + 3 + 48 + 2 * 48), again.WeightStep);
        Assert.Equal(4 * (5 * 48 + 3), PeakMemory.OfSearchStep(space, 1).WeightStep);
    }

    [Fact]
    public void It_grows_with_the_batch()
    {
        var space = Darts(4, 1);
        Assert.Equal(
            4 * PeakMemory.OfSearchStep(space, 16).ArchitectureStep, PeakMemory.OfSearchStep(space, 64).ArchitectureStep);
        Assert.Throws<ArgumentOutOfRangeException>(() => PeakMemory.OfSearchStep(space, 0));
    }

    private static SearchSpace Darts(int channels, int normals) => Space(
        RepositoryRoot.ReadText("examples/darts.nas"),
        new() { ["C"] = channels, ["N"] = normals });

    private static SearchSpace Space(string program, Dictionary<string, double>? arguments = null)
    {
        var compilation = Compilation.Create(new SourceText(program, "test.nas")).WithArguments(arguments ?? []);
        return Assert.IsType<SearchSpace>(compilation.SupernetSpace);
    }
}
