using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Semantics;

public class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_created_in_it()
    {
        var outside = ones(2);
        Tensor inside;
        using (NewDisposeScope())
            inside = ones(2);
        Assert.True(inside.IsInvalid);
        Assert.False(outside.IsInvalid);
    }

    [Fact]
    public void A_tensor_moves_one_scope_outwards()
    {
        using var outer = NewDisposeScope();
        Tensor kept, gone;
        using (var inner = NewDisposeScope())
        {
            gone = ones(2);
            kept = ones(2).MoveToOuterDisposeScope();
            Assert.Equal(1, inner.DisposablesCount);
        }
        Assert.True(gone.IsInvalid);
        Assert.False(kept.IsInvalid);
        Assert.True(outer.Contains(kept));
        outer.Dispose();
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void Moving_out_of_the_outermost_scope_detaches()
    {
        Tensor kept;
        using (NewDisposeScope())
            kept = ones(2).MoveToOuterDisposeScope();
        Assert.False(kept.IsInvalid);
    }

    [Fact]
    public void Detached_tensors_survive_and_attached_ones_do_not()
    {
        var outside = ones(2);
        Tensor detached;
        using (var scope = NewDisposeScope())
        {
            detached = ones(2).DetachFromDisposeScope();
            scope.Attach(outside);
        }
        Assert.False(detached.IsInvalid);
        Assert.True(outside.IsInvalid);
    }

    [Fact]
    public void Everything_but_some_is_disposed()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (ones(1), ones(1));
        Assert.Same(second, scope.DisposeEverythingBut(second));
        Assert.True(first.IsInvalid);
        Assert.False(second.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Scopes_belong_to_their_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? other = null;
        var thread = new Thread(() => other = ones(1));
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        Assert.False(other?.IsInvalid);
    }

    [Fact]
    public void Disposing_takes_a_tensor_out_of_its_scope()
    {
        using var scope = NewDisposeScope();
        var tensor = ones(1);
        tensor.Dispose();
        Assert.Equal(0, scope.DisposablesCount);
        Assert.Throws<InvalidOperationException>(() => tensor.Handle);
    }

    [Fact]
    public void Statistics_count_creations_and_disposals()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        using (NewDisposeScope())
        {
            ones(1);
            ones(1).DetachFromDisposeScope().Dispose();
        }
        Assert.Equal(2, statistics.CreatedInScopeCount);
        Assert.Equal(1, statistics.DisposedInScopeCount);
        Assert.Equal(1, statistics.DetachedFromScopeCount);
        Assert.Equal(1, statistics.DisposedOutsideScopeCount);
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_parameter_takes_its_datas_place_in_the_scope()
    {
        using var scope = NewDisposeScope();
        var data = ones(2);
        var parameter = nn.Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(scope.Contains(parameter));
        Assert.False(scope.Contains(data));
        Assert.True(parameter.requires_grad);
        Assert.True(parameter.is_leaf);
    }

    [Fact]
    public void A_used_scope_is_closed()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        Assert.Null(CurrentDisposeScope);
        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
    }
}
