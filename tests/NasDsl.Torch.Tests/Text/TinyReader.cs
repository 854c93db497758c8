using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasDsl.Torch.Tests.Text;

/// <summary>
/// A recurrent network with one relaxed choice of two functions, written by hand: tokens [N, steps] to [N, steps, vocabulary].
/// </summary>
internal sealed class TinyReader : Module<Tensor, Tensor>
{
    private const long Hidden = 16;

    private readonly Embedding embedding;
    private readonly Linear input = Linear(Hidden, Hidden);
    private readonly Linear memory = Linear(Hidden, Hidden, hasBias: false);
    private readonly Linear decoder;
    private readonly Parameter alpha = Parameter(1e-3 * randn(2));

    public TinyReader(long vocabulary)
        : base(nameof(TinyReader))
    {
        embedding = Embedding(vocabulary, Hidden);
        decoder = Linear(Hidden, vocabulary);
        RegisterComponents();
        Alphas = new Dictionary<string, Parameter> { ["function"] = alpha };
    }

    public IReadOnlyDictionary<string, Parameter> Alphas { get; }

    /// <summary>Whether each call got states from outside.</summary>
    public List<bool> Carried { get; } = [];

    public static TinyReader Create(long seed, long vocabulary)
    {
        manual_seed(seed);
        return new TinyReader(vocabulary);
    }

    public override Tensor forward(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        return ForwardFrom(tokens, null).Output.MoveToOuterDisposeScope();
    }

    public (Tensor Output, Tensor[] States) ForwardFrom(Tensor tokens, Tensor[]? states)
    {
        Carried.Add(states is not null);
        using var scope = NewDisposeScope();
        var x = embedding.call(tokens);
        var state = states?[0] ?? zeros([tokens.size(0), Hidden], dtype: x.dtype);
        var weight = alpha.softmax(0);
        var outputs = new List<Tensor>();
        for (var step = 0; step < x.size(1); step++)
        {
            var sum = input.call(x.select(1, step)) + memory.call(state);
            state = weight[0] * sum.tanh() + weight[1] * sum.sigmoid();
            outputs.Add(decoder.call(state));
        }

        return (stack(outputs, 1).MoveToOuterDisposeScope(), [state.detach().clone().DetachFromDisposeScope()]);
    }
}
