using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch.Tests.Training;

/// <summary>A network without decisions, written by hand: [N, 1, 4, 4] to [N, 3].</summary>
internal sealed class TinyChild : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> stem = Conv2d(1, 6, 3, padding: 1);
    private readonly Module<Tensor, Tensor> norm = BatchNorm2d(6);
    private readonly Module<Tensor, Tensor> head = Linear(96, 3);

    public TinyChild()
        : base(nameof(TinyChild)) => RegisterComponents();

    public List<double> DropPaths { get; } = [];

    public static (ChildModel Child, TinyChild Network) Create(long seed)
    {
        manual_seed(seed);
        var network = new TinyChild();
        return (new ChildModel(network, network.DropPaths.Add, Linear(96, 3), network.ForwardWithFeatures), network);
    }

    public override Tensor forward(Tensor input) => ForwardWithFeatures(input).Logits;

    private (Tensor Logits, Tensor Features) ForwardWithFeatures(Tensor input)
    {
        var features = functional.relu(norm.call(stem.call(input))).flatten(1);
        return (head.call(features), features);
    }
}
