using System.Diagnostics;
using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Libtorch.Tests.Memory;

/// <summary>Runs alone, because it counts the process's tensors.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;

[Collection(nameof(Alone))]
public class LeakTests
{
    private const int Steps = 10_000;
    private const int WarmUp = 2_000;

    /// <summary>What allocators may keep for themselves; a leak of 1.5 KB a step would be more.</summary>
    private const long ToleratedBytes = 12 << 20;

    [Fact]
    public void Training_keeps_tensors_and_memory_flat()
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        using var net = nn.Sequential(nn.Conv2d(1, 4, 3, padding: 1), nn.BatchNorm2d(4), nn.ReLU(inplace: true),
            nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.1), nn.Linear(16, 3));
        using var optimizer = optim.SGD(net.parameters(), 0.01, momentum: 0.9, weight_decay: 1e-4);
        var images = randn(4, 1, 4, 4);
        var classes = randint(3, [4]);

        Train(net, optimizer, images, classes, WarmUp);
        Settle();
        var (tensors, objects, bytes) = (Native.ts_live_tensors(), Tensor.TotalCount, ResidentOutsideHeap());

        Train(net, optimizer, images, classes, Steps);
        Settle();
        Assert.Equal(tensors, Native.ts_live_tensors());
        Assert.Equal(objects, Tensor.TotalCount);
        Assert.InRange(ResidentOutsideHeap() - bytes, long.MinValue, ToleratedBytes);
    }

    [Fact]
    public void What_nobody_disposes_is_finalized()
    {
        Settle();
        var before = Native.ts_live_tensors();
        Abandon();
        Assert.True(Native.ts_live_tensors() > before);
        Settle();
        Assert.Equal(before, Native.ts_live_tensors());
    }

    [Fact]
    public void A_failing_call_leaks_nothing()
    {
        Settle();
        var before = Native.ts_live_tensors();
        using (NewDisposeScope())
            for (var i = 0; i < 100; i++)
                Assert.ThrowsAny<Exception>(() => ones(2, 3).matmul(ones(2, 3)));
        Assert.Equal(before, Native.ts_live_tensors());
    }

    private static void Train(Sequential net, SGD optimizer, Tensor images, Tensor classes, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = F.cross_entropy(net.call(images), classes);
            loss.backward();
            nn.utils.clip_grad_norm_(net.parameters(), 5);
            optimizer.step();
        }
    }

    private static void Abandon()
    {
        for (var i = 0; i < 100; i++)
            ones(10);
    }

    private static void Settle()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>The garbage collector sizes its own heap as it likes, so that part does not count.</summary>
    private static long ResidentOutsideHeap()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 - GC.GetGCMemoryInfo().TotalCommittedBytes;
    }
}
