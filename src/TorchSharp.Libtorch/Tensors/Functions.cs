using TorchSharp.Interop;

namespace TorchSharp;

// Functions of several tensors, and those that are no method of one.
public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Aten.cat.Call(Argument.Tensors(tensors), dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Aten.stack.Call(Argument.Tensors(tensors), dim);

    public static Tensor hstack(IList<Tensor> tensors) => Aten.hstack.Call(Argument.Tensors(tensors));

    public static Tensor vstack(IList<Tensor> tensors) => Aten.vstack.Call(Argument.Tensors(tensors));

    public static Tensor einsum(string equation, params Tensor[] tensors) => Aten.einsum.Call(equation, tensors);

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        Aten.meshgrid_indexing.CallForList(Argument.Tensors(tensors), indexing);

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => Aten.broadcast_tensors.CallForList(tensors);

    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1e-5, double atol = 1e-8,
        bool equal_nan = false) => tensor.allclose(target, rtol, atol, equal_nan);

    /// <summary>Elementwise equality: the same as <see cref="eq"/>.</summary>
    public static Tensor equal(Tensor tensor, Tensor target) => tensor.eq(target);

    public static Tensor clip(Tensor input, Scalar? min = null, Scalar? max = null) => input.clamp(min, max);

    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

    public static Tensor norm(Tensor input) => input.norm();

    public static Tensor movedim(Tensor input, long source, long destination) => input.movedim([source], [destination]);

    public static long numel(Tensor input) => input.numel();

    public static bool is_integral(Tensor t) => t.is_integral();

    public static bool is_floating_point(Tensor input) => input.is_floating_point();
}
