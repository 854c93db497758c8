using NasDsl.Torch.Tests.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch.Tests.Weights;

public sealed class ModuleWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void A_loaded_network_computes_what_the_saved_one_did()
    {
        var (saved, _) = TinyChild.Create(1);
        var (loaded, _) = TinyChild.Create(2);
        var images = randn(5, 1, 4, 4);
        // Running statistics must travel too.
        saved.Network.train();
        saved.Network.call(images);
        ModuleWeights.SaveWeights(saved.Network, folder["w"]);
        ModuleWeights.LoadWeights(loaded.Network, folder["w"]);

        saved.Network.eval();
        loaded.Network.eval();
        Assert.True(saved.Network.call(images).SameAs(loaded.Network.call(images)));
    }

    [Fact]
    public void Names_and_types_are_those_of_PyTorch()
    {
        ModuleWeights.SaveWeights(TinyChild.Create(1).Network, folder["w"]);
        var entries = SafetensorsFile.Read(folder["w"]).ToDictionary(entry => entry.Name, entry => (entry.Type, string.Join(',', entry.Shape)));
        Assert.Equal(
            ["head.bias", "head.weight", "norm.bias", "norm.num_batches_tracked", "norm.running_mean", "norm.running_var", "norm.weight",
                "stem.bias", "stem.weight"],
            entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((SafetensorsType.F32, "6,1,3,3"), entries["stem.weight"]);
        Assert.Equal((SafetensorsType.I64, ""), entries["norm.num_batches_tracked"]);
    }

    [Fact]
    public void Doubles_keep_every_bit()
    {
        var (from, to) = (Linear(3, 2, dtype: ScalarType.Float64), Linear(3, 2, dtype: ScalarType.Float64));
        ModuleWeights.SaveWeights(from, folder["w"]);
        ModuleWeights.LoadWeights(to, folder["w"]);
        Assert.True(from.weight.SameAs(to.weight));
    }

    [Fact]
    public void Every_difference_to_another_network_is_listed()
    {
        ModuleWeights.SaveWeights(Sequential(("a", Linear(3, 2)), ("b", Linear(2, 2))), folder["w"]);
        var other = Sequential(("a", Linear(4, 2)), ("c", Linear(2, 2, hasBias: false)));
        var error = Assert.Throws<WeightsException>(() => ModuleWeights.LoadWeights(other, folder["w"]));

        Assert.Equal(WeightsException.NamesDiffer, error.Code);
        Assert.Equal(
            $"`{folder["w"]}` belongs to another network: it lacks `c.weight`; it has the unknown `b.weight`, `b.bias`; "
            + "it has the wrong shape for `a.weight: [2, 3] instead of [2, 4]`",
            error.Message);
    }

    public void Dispose() => folder.Dispose();
}
