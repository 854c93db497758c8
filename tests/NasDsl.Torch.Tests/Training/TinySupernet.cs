using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch.Tests.Training;

/// <summary>Two relaxed decisions of three operations each, written by hand: [N, 1, 4, 4] to [N, 3].</summary>
internal sealed class TinySupernet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> stem = Conv2d(1, 4, 3, padding: 1, bias: false);
    private readonly Module<Tensor, Tensor> norm = BatchNorm2d(4);
    private readonly Module<Tensor, Tensor> conv1 = Conv2d(4, 4, 3, padding: 1);
    private readonly Module<Tensor, Tensor> conv2 = Conv2d(4, 4, 1);
    private readonly Module<Tensor, Tensor> head;
    private readonly Parameter alpha1 = Parameter(1e-3 * randn(3));
    private readonly Parameter alpha2 = Parameter(1e-3 * randn(3));

    public TinySupernet(int classes = 3)
        : base(nameof(TinySupernet))
    {
        head = Linear(64, classes);
        RegisterComponents();
        Alphas = new Dictionary<string, Parameter> { ["first"] = alpha1, ["second"] = alpha2 };
    }

    public IReadOnlyDictionary<string, Parameter> Alphas { get; }

    public static SupernetModel Create(long seed)
    {
        manual_seed(seed);
        var network = new TinySupernet();
        return new SupernetModel(network, network.Alphas);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = norm.call(stem.call(input));
        x = Mix(alpha1, x, conv1);
        x = Mix(alpha2, x, conv2);
        return head.call(x.flatten(1)).MoveToOuterDisposeScope();
    }

    private static Tensor Mix(Parameter alpha, Tensor x, Module<Tensor, Tensor> convolution)
    {
        var weight = alpha.softmax(0);
        return weight[0] * x + weight[1] * functional.relu(x) + weight[2] * convolution.call(x);
    }
}
