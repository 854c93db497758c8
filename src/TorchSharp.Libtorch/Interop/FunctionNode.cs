using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace TorchSharp.Interop;

/// <summary>Handles of tensors that stay pinned during a call. Must agree with `Handles` in native/function.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeHandles(nint* items, int count)
{
    public nint* Items = items;
    public long Count = count;
}

/// <summary>One call of a function to record. Must agree with `Function` in native/function.cpp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFunction
{
    public nint Name;
    public nint State;
    public delegate* unmanaged<nint, nint*, int, nint, nint> Backward;
    public delegate* unmanaged<nint, void> Release;
    public long Materialize;
    public NativeHandles Inputs, Dirty, NonDifferentiable, Outputs, Saved;
}

/// <summary>What all calls of one differentiable function have in common.</summary>
internal sealed class FunctionDefinition(string name, Func<AutogradContext, List<Tensor>, List<Tensor>> backward)
{
    public string Name => name;

    public Func<AutogradContext, List<Tensor>, List<Tensor>> Backward => backward;

    /// <summary>The name for libtorch's messages, kept for the process's lifetime.</summary>
    public nint NativeName { get; } = Marshal.StringToCoTaskMemUTF8(name);
}

/// <summary>
/// A call of a differentiable function as a node of libtorch's graph, which owns this object through a handle and calls
/// it back for the gradients.
/// </summary>
/// <param name="isTensor">Which of the call's arguments are tensors: the node has an edge for each of these.</param>
internal sealed unsafe class FunctionNode(FunctionDefinition definition, AutogradContext context, bool[] isTensor)
{
    /// <summary>Makes outputs parts of the graph.</summary>
    /// <param name="node">Null if the call is not recorded; the outputs then require no gradient.</param>
    /// <returns>The outputs themselves, except where the graph needs another tensor, as for an input returned as it is.</returns>
    public static List<Tensor> Wrap(FunctionNode? node, AutogradContext context, List<Tensor> inputs, List<Tensor> outputs)
    {
        nint[] from = Handles(inputs), dirty = Handles(context.Dirty), constant = Handles(context.NonDifferentiable);
        nint[] to = Handles(outputs), saved = node is null ? [] : Handles(context.Saved), found = new nint[to.Length];
        fixed (nint* f = from, d = dirty, c = constant, t = to, s = saved, r = found)
        {
            var call = new NativeFunction
            {
                Materialize = context.MaterializeGrads ? 1 : 0,
                Inputs = new(f, from.Length),
                Dirty = new(d, dirty.Length),
                NonDifferentiable = new(c, constant.Length),
                Outputs = new(t, to.Length),
                Saved = new(s, saved.Length),
            };
            node?.Describe(ref call);
            nint attached;
            Native.Check(Native.ts_function(&call, r, &attached));
            context.Attach(attached, saved.Length);
        }
        GC.KeepAlive(inputs);
        GC.KeepAlive(outputs);
        context.ForgetLists();
        return Replace(outputs, found);
    }

    private static List<Tensor> Replace(List<Tensor> outputs, nint[] found)
    {
        var wrapped = new List<Tensor>(found.Length);
        for (var i = 0; i < found.Length; i++)
            wrapped.Add(found[i] == 0 ? outputs[i] ?? new Tensor(0) : new Tensor(found[i]));
        return wrapped;
    }

    private static nint[] Handles(List<Tensor> tensors)
    {
        if (tensors.Count == 0)
            return [];
        var handles = new nint[tensors.Count];
        for (var i = 0; i < handles.Length; i++)
            handles[i] = tensors[i] is { IsInvalid: false } tensor ? tensor.Handle : 0;
        return handles;
    }

    [UnmanagedCallersOnly]
    private static nint RunBackward(nint state, nint* gradients, int count, nint results)
    {
        try
        {
            if (GCHandle.FromIntPtr(state).Target is FunctionNode node)
                node.Differentiate(new(gradients, count), results);
            return 0;
        }
        catch (Exception error)
        {
            // libtorch's frames lie between here and the caller, and an exception cannot pass them: a handle does.
            return GCHandle.ToIntPtr(GCHandle.Alloc(ExceptionDispatchInfo.Capture(error)));
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(nint state)
    {
        var handle = GCHandle.FromIntPtr(state);
        (handle.Target as FunctionNode)?.Detach();
        handle.Free();
    }

    private void Describe(ref NativeFunction call)
    {
        call.Name = definition.NativeName;
        call.State = GCHandle.ToIntPtr(GCHandle.Alloc(this));
        call.Backward = &RunBackward;
        call.Release = &Release;
    }

    private void Detach() => context.Detach();

    /// <remarks>What the function makes on the way dies with the scope; libtorch by then shares in the results.</remarks>
    private void Differentiate(ReadOnlySpan<nint> handles, nint results)
    {
        using var scope = NewDisposeScope();
        var gradients = new List<Tensor>(handles.Length);
        foreach (var handle in handles)
            gradients.Add(new Tensor(handle));
        var found = Handles(OfTensors(definition.Backward(context, gradients)));
        fixed (nint* f = found)
            Native.Check(Native.ts_function_gradients(results, f, found.Length));
    }

    /// <summary>The gradients of the arguments that are tensors; the others must have none.</summary>
    private List<Tensor> OfTensors(List<Tensor> gradients)
    {
        if (gradients is null)
            throw new InvalidOperationException($"the function `{definition.Name}` returned no list of gradients");
        if (gradients.Count < isTensor.Length || gradients.Skip(isTensor.Length).Any(IsDefined))
            throw new InvalidOperationException($"the function `{definition.Name}` returned {gradients.Count} gradients "
                + $"for {isTensor.Length} arguments");
        var edges = new List<Tensor>(isTensor.Length);
        for (var i = 0; i < isTensor.Length; i++)
            if (isTensor[i])
                edges.Add(gradients[i]);
            else if (IsDefined(gradients[i]))
                throw new InvalidOperationException($"the function `{definition.Name}` returned a gradient for argument "
                    + $"{i + 1}, which is no tensor");
        return edges;
    }

    private static bool IsDefined(Tensor? tensor) => tensor is { IsInvalid: false };
}
