using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Python's index expressions: numbers, slices, `...` and new axes give views, flags and tensors gather.
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index(Array.ConvertAll(indices, i => (TensorIndex)i));
            set => index_put_(value, Array.ConvertAll(indices, i => (TensorIndex)i));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => Aten.select_int.Call(this, 0, i1);
            set => index_put_(value, TensorIndex.Single(i1));
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, [(TensorIndex)i1, i2]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => index_put_(value, [(TensorIndex)i1, i2, i3]);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => index_put_(value, [(TensorIndex)i1, i2, i3, i4]);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            var (view, gathered) = View(indices);
            var result = gathered.Any(tensor => tensor is not null)
                ? Aten.index_Tensor.Call(view, Argument.OptionalTensors(gathered))
                : ReferenceEquals(view, this) ? alias() : view;
            return result.MoveToOuterDisposeScope();
        }

        public Tensor index(params Tensor[] indices) => Aten.index_Tensor.Call(this, Argument.OptionalTensors(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor number = Aten.scalar_tensor.Call(value, dtype, Argument.None, device);
            return index_put_(number, indices, false);
        }

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            using var scope = NewDisposeScope();
            var (view, gathered) = View(indices);
            if (gathered.Any(tensor => tensor is not null))
                Aten.index_put_.CallInPlace(view, Argument.OptionalTensors(gathered), value, accumulate);
            else if (accumulate)
                view.add_(value);
            else
                view.copy_(value);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            Aten.index_put_.CallInPlace(this, Argument.OptionalTensors(indices), value, accumulate);

        /// <summary>Applies what gives views, and collects what gathers, one entry a dimension of the view.</summary>
        private (Tensor View, Tensor?[] Gathered) View(TensorIndex[] indices)
        {
            var view = this;
            var gathered = new List<Tensor?>();
            for (var i = 0; i < indices.Length; i++)
            {
                var dim = gathered.Count;
                var entry = indices[i];
                switch (entry.kind)
                {
                    case TensorIndex.Kind.Single:
                        view = Aten.select_int.Call(view, dim, entry.start);
                        break;
                    case TensorIndex.Kind.Slice:
                        view = Aten.slice_Tensor.Call(view, dim, entry.start, entry.stop, entry.step ?? 1);
                        gathered.Add(null);
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        var rest = indices.Skip(i + 1).Sum(ConsumedDimensions);
                        while (gathered.Count < view.ndim - rest)
                            gathered.Add(null);
                        break;
                    case TensorIndex.Kind.Bool:
                        view = view.unsqueeze(dim);
                        gathered.Add(tensor(entry.start is 1 ? new long[] { 0 } : []));
                        break;
                    case TensorIndex.Kind.Tensor when entry.tensor is { } tensor:
                        gathered.Add(tensor);
                        for (var more = ConsumedDimensions(entry); more > 1; more--)
                            gathered.Add(null);
                        break;
                    default:
                        view = view.unsqueeze(dim);
                        gathered.Add(null);
                        break;
                }
            }
            return (view, Joined(gathered));
        }

        /// <summary>A mask stands for as many dimensions as it has, so the fillers behind it go.</summary>
        private static Tensor?[] Joined(List<Tensor?> gathered)
        {
            for (var i = 0; i < gathered.Count; i++)
                if (gathered[i] is { dtype: ScalarType.Bool or ScalarType.Byte } mask)
                    gathered.RemoveRange(i + 1, (int)Math.Max(mask.ndim - 1, 0));
            return [.. gathered];
        }

        private static int ConsumedDimensions(TensorIndex index) => index.kind switch
        {
            TensorIndex.Kind.Single or TensorIndex.Kind.Slice => 1,
            TensorIndex.Kind.Tensor when index.tensor is { dtype: ScalarType.Bool or ScalarType.Byte } mask => (int)mask.ndim,
            TensorIndex.Kind.Tensor => 1,
            _ => 0,
        };
    }
}
