using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Semantics;

public class ModuleTests
{
    [Fact]
    public void Fields_become_components_under_their_names()
    {
        using var net = new Net();
        Assert.Equal(["alpha", "stem.weight", "cells.0.weight", "cells.0.bias", "cells.1.weight", "cells.1.bias", "norm.weight", "norm.bias"],
            net.named_parameters().Select(p => p.name));
        Assert.Equal(["offset", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked"],
            net.named_buffers().Select(b => b.name));
        Assert.Equal(["stem", "cells", "norm", "act"], net.named_children().Select(c => c.name));
        Assert.Equal(["stem", "cells", "norm", "act", "cells.0", "cells.1"], net.named_modules().Select(m => m.name));
    }

    [Fact]
    public void The_state_lists_parameters_before_buffers()
    {
        using var net = new Net();
        Assert.Equal(net.named_parameters().Select(p => p.name).Concat(net.named_buffers().Select(b => b.name)),
            net.state_dict().Keys);
        Assert.Same(net.stem.weight, net.state_dict()["stem.weight"]);
    }

    [Fact]
    public void Saving_and_loading_restores_every_value()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        using var copy = new Net();
        net.call(randn(5, 4));
        using var stream = new MemoryStream();
        net.save(stream);
        copy.load(new MemoryStream(stream.ToArray()));
        foreach (var (name, value) in net.state_dict())
            Assert.True(value.Equals(copy.state_dict()[name]), name);
    }

    [Fact]
    public void Loading_a_file_restores_the_output()
    {
        using var scope = NewDisposeScope();
        var path = Path.GetTempFileName();
        try
        {
            using var net = nn.Linear(3, 2);
            using var copy = nn.Linear(3, 2);
            net.save(path);
            copy.load(path);
            var input = randn(4, 3);
            Assert.True(net.call(input).allclose(copy.call(input)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Loading_something_else_is_refused()
    {
        using var scope = NewDisposeScope();
        using var small = nn.Linear(3, 2);
        using var large = nn.Linear(4, 2);
        using var bare = nn.Linear(3, 2, hasBias: false);
        Assert.Throws<InvalidOperationException>(() => bare.load_state_dict(small.state_dict()));
        Assert.ThrowsAny<Exception>(() => small.load_state_dict(large.state_dict()));
        using var stream = new MemoryStream();
        large.save(stream);
        Assert.Throws<ArgumentException>(() => small.load(new MemoryStream(stream.ToArray())));
        Assert.Throws<ArgumentException>(() => bare.load(new MemoryStream(stream.ToArray())));
        var (missing, unexpected) = bare.load_state_dict(small.state_dict(), strict: false);
        Assert.Empty(missing);
        Assert.Equal(["bias"], unexpected);
        Assert.True(bare.weight.Equals(small.weight));
    }

    [Fact]
    public void Conversion_replaces_parameters_everywhere_but_keeps_whole_numbers()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        var before = net.alpha;
        Assert.Same(net, net.to(float64));
        Assert.NotSame(before, net.alpha);
        Assert.Same(net.alpha, net.get_parameter("alpha"));
        Assert.Same(net.offset, net.get_buffer("offset"));
        Assert.All(net.parameters(), p => Assert.Equal(float64, p.dtype));
        Assert.Equal(int64, net.get_buffer("norm.num_batches_tracked")?.dtype);
        Assert.Equal(float64, net.call(randn(5, 4, float64)).dtype);
    }

    [Fact]
    public void Training_mode_reaches_every_module()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        Assert.True(net.training);
        net.eval();
        Assert.All(net.modules(), module => Assert.False(module.training));
        net.train();
        Assert.All(net.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void Disposing_a_module_disposes_its_tensors()
    {
        var net = new Net();
        var tensors = net.parameters().Concat(net.buffers()).ToList();
        net.Dispose();
        Assert.All(tensors, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void Names_are_registered_once()
    {
        using var net = new Net();
        Assert.Throws<InvalidOperationException>(() => net.register_module("stem", nn.ReLU()));
        Assert.Throws<ArgumentException>(() => net.register_module("a.b", nn.ReLU()));
        Assert.Throws<InvalidOperationException>(() => nn.ReLU().register_parameter("w", nn.Parameter(ones(1))));
    }

    [Fact]
    public void Hooks_see_and_replace_what_passes()
    {
        using var scope = NewDisposeScope();
        using var act = nn.ReLU();
        var pre = act.register_forward_pre_hook((_, x) => x.neg());
        var post = act.register_forward_hook((_, _, y) => y * 10);
        Assert.Equal(20, act.call(tensor(-2f)).ToSingle());
        pre.remove();
        post.remove();
        Assert.Equal(0, act.call(tensor(-2f)).ToSingle());
    }

    [Fact]
    public void Sequential_disposes_what_it_makes_between()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(("first", nn.Linear(3, 3)), ("second", nn.ReLU()));
        Assert.Equal(["first.weight", "first.bias"], net.state_dict().Keys);
        var input = randn(2, 3);
        var before = scope.DisposablesCount;
        var output = net.call(input);
        Assert.Equal(before + 1, scope.DisposablesCount);
        Assert.False(output.IsInvalid);
    }

    [Fact]
    public void A_step_that_returns_its_input_leaves_it_in_its_scope()
    {
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(new PassThrough());
        var input = ones(2);
        Assert.Same(input, net.call(input));
        Assert.True(scope.Contains(input));
    }

    [Fact]
    public void Recurrent_cells_follow_their_formulas()
    {
        using var scope = NewDisposeScope();
        using var cell = nn.LSTMCell(3, 2);
        var (x, h, c) = (randn(1, 3), randn(1, 2), randn(1, 2));
        var (h1, c1) = cell.call(x, (h, c));
        Assert.Equal(["weight_ih", "weight_hh", "bias_ih", "bias_hh"], cell.state_dict().Keys);
        var state = cell.state_dict();
        var gates = (x.matmul(state["weight_ih"].t()) + state["bias_ih"] + h.matmul(state["weight_hh"].t()) + state["bias_hh"]).chunk(4, 1);
        var expected = gates[1].sigmoid() * c + gates[0].sigmoid() * gates[2].tanh();
        Assert.True(c1.allclose(expected, 1e-4, 1e-6));
        Assert.True(h1.allclose(gates[3].sigmoid() * expected.tanh(), 1e-4, 1e-6));
        using var gru = nn.GRUCell(3, 2);
        Assert.True(gru.forward(x).allclose(gru.forward(x, zeros(1, 2))));
    }

    private sealed class PassThrough() : nn.Module<Tensor, Tensor>(nameof(PassThrough))
    {
        public override Tensor forward(Tensor input) => input;
    }

    private sealed class Net : nn.Module<Tensor, Tensor>
    {
        public readonly Linear stem = nn.Linear(4, 3, hasBias: false);
        public readonly Parameter alpha = nn.Parameter(randn(2));
        private readonly ModuleList<nn.Module<Tensor, Tensor>> cells = nn.ModuleList<nn.Module<Tensor, Tensor>>(nn.Linear(3, 3), nn.Linear(3, 3));
        [ComponentName(Name = "norm")] private readonly BatchNorm1d normalization = nn.BatchNorm1d(3);
        private readonly ReLU act = nn.ReLU();
        public readonly Tensor offset = zeros(3);

        public Net() : base(nameof(Net)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var x = stem.call(input);
            foreach (var cell in cells)
                x = x + cell.call(x) * alpha.softmax(0)[0];
            return act.call(normalization.call(x) + offset).MoveToOuterDisposeScope();
        }
    }
}
