using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests.Memory;

[Collection(nameof(Alone))]
public class ScriptTests
{
    [Fact]
    public void A_thousand_calls_keep_tensors_flat()
    {
        using var scope = NewDisposeScope();
        using var unit = jit.compile(Semantics.ScriptTests.WeightGradient);
        var (g, x, w) = (ones(1, 2, 4, 4), ones(1, 2, 4, 4), ones(2, 1, 3, 3));
        Repeat(unit, 10, g, x, w);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var (tensors, objects) = (Native.ts_live_tensors(), Tensor.TotalCount);
        Repeat(unit, 1_000, g, x, w);
        Assert.Equal(tensors, Native.ts_live_tensors());
        Assert.Equal(objects, Tensor.TotalCount);
    }

    private static void Repeat(jit.CompilationUnit unit, int calls, Tensor g, Tensor x, Tensor w)
    {
        for (var i = 0; i < calls; i++)
        {
            using var scope = NewDisposeScope();
            unit.invoke<Tensor>("weight_gradient", g, x, w, 1L, 1L, 1L);
            if (i % 10 == 0)
                Assert.Throws<ExternalException>(() => unit.invoke("weight_gradient", g, x, g, 1L, 7L, 1L));
        }
    }
}
