using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Operators whose schema the API does not mirror one to one.
    public partial class Tensor
    {
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div_Tensor_mode.Call(this, target, Name(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div_Scalar_mode.Call(this, target, Name(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div_Tensor_mode_.CallInPlace(this, target, Name(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Aten.div_Scalar_mode_.CallInPlace(this, target, Name(rounding_mode));

        public Tensor round(long decimals = 0) =>
            decimals == 0 ? Aten.round.Call(this) : Aten.round_decimals.Call(this, decimals);

        public Tensor round_(long decimals = 0) =>
            decimals == 0 ? Aten.round_.CallInPlace(this) : Aten.round_decimals_.CallInPlace(this, decimals);

        public Tensor squeeze(long? dim = null) =>
            dim is { } at ? Aten.squeeze_dim.Call(this, at) : Aten.squeeze.Call(this);

        public Tensor squeeze_(long? dim = null) =>
            dim is { } at ? Aten.squeeze_dim_.CallInPlace(this, at) : Aten.squeeze_.CallInPlace(this);

        public Tensor[] split(long size, int dim = 0) => Aten.split_Tensor.CallForList(this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Aten.split_sizes.CallForList(this, sizes, dim);

        public Tensor[] split(params long[] sizes) => split(sizes, 0L);

        /// <summary>Elementwise equality: the same as <see cref="eq(Tensor)"/>.</summary>
        public Tensor equal(Tensor target) => eq(target);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Aten.allclose.CallForBool(this, target, rtol, atol, equal_nan);

        public bool is_nonzero() => Aten.is_nonzero.CallForBool(this);

        /// <param name="finish">The first index that is not taken; negative counts from the end.</param>
        public Tensor slice(long dim, long start, long finish, long step) =>
            Aten.slice_Tensor.Call(this, dim, start, finish, step);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? Aten.amax.Call(this, dims, keepdim) : Aten.amax_out.Call(this, dims, keepdim, @out);

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            @out is null ? Aten.amin.Call(this, dims, keepdim) : Aten.amin_out.Call(this, dims, keepdim, @out);

        /// <remarks>By views, because libtorch's own operator cannot be differentiated.</remarks>
        public Tensor channel_shuffle(long groups)
        {
            using var scope = NewDisposeScope();
            var sizes = shape;
            return unflatten(1, groups, sizes[1] / groups).transpose(1, 2).reshape(sizes).MoveToOuterDisposeScope();
        }

        /// <summary>Splits a dimension into several.</summary>
        public Tensor unflatten(long dim, params long[] sizes)
        {
            var old = shape;
            var at = (int)(dim < 0 ? dim + old.Length : dim);
            return view([.. old[..at], .. sizes, .. old[(at + 1)..]]);
        }

        public Tensor random_(double from, double to, Generator? generator = null) =>
            Aten.random_from_.CallInPlace(this, (long)from, (long)to, generator);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(Aten.zeros_like, dtype, device, requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(Aten.ones_like, dtype, device, requires_grad);

        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(Aten.empty_like, dtype, device, requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(Aten.rand_like, dtype, device, requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Like(Aten.randn_like, dtype, device, requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.full_like.Call(this, value, dtype, Argument.None, device).with_requires_grad(requires_grad);

        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.new_zeros.Call(this, size, dtype, Argument.None, device).with_requires_grad(requires_grad);

        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Aten.new_empty.Call(this, size, dtype, Argument.None, device).with_requires_grad(requires_grad);

        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null,
            bool requires_grad = false) =>
            Aten.new_full.Call(this, size, value, dtype, Argument.None, device).with_requires_grad(requires_grad);

        private Tensor Like(Operator create, ScalarType? dtype, Device? device, bool requires_grad) =>
            create.Call(this, dtype, Argument.None, device).with_requires_grad(requires_grad);

        private static string? Name(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();
    }
}
