using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public long[] shape
        {
            get
            {
                var sizes = new long[Native.ts_dim(Handle)];
                fixed (long* first = sizes)
                    Native.ts_sizes(Handle, first);
                return sizes;
            }
        }

        public long Dimensions => Native.ts_dim(Handle);

        public long ndim => Dimensions;

        public long dim() => Dimensions;

        public long[] size() => shape;

        /// <param name="dim">The dimension; negative counts from the last.</param>
        public long size(int dim) => AtDimension(shape, dim);

        public long[] stride()
        {
            var strides = new long[Native.ts_dim(Handle)];
            fixed (long* first = strides)
                Native.Check(Native.ts_strides(Handle, first));
            return strides;
        }

        public long stride(int dim) => AtDimension(stride(), dim);

        public long NumberOfElements => Native.ts_numel(Handle);

        public long numel() => NumberOfElements;

        public long ElementSize => dtype.ElementSize();

        public long element_size() => ElementSize;

        public long storage_offset() => Native.ts_storage_offset(Handle);

        public ScalarType dtype => (ScalarType)Native.ts_dtype(Handle);

        public Device device
        {
            get
            {
                int type, index;
                Native.ts_device(Handle, &type, &index);
                return new Device((DeviceType)type, index);
            }
        }

        public DeviceType device_type => device.type;

        public int device_index => device.index;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_contiguous() => Native.ts_is_contiguous(Handle) != 0;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_leaf => Native.ts_is_leaf(Handle) != 0;

        public bool requires_grad
        {
            get => Native.ts_requires_grad(Handle) != 0;
            set => Native.Check(Native.ts_set_requires_grad(Handle, value ? 1 : 0));
        }

        public Tensor requires_grad_(bool requires_grad = true) => with_requires_grad(requires_grad);

        public Tensor with_requires_grad(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public void retain_grad() => Native.Check(Native.ts_retain_grad(Handle));

        /// <summary>The gradient, a new object for the same native tensor each time; null before a backward pass.</summary>
        public Tensor? grad
        {
            get => Native.ts_grad(Handle) is var gradient and not 0 ? new Tensor(gradient) : null;
            set => Native.Check(Native.ts_set_grad(Handle, value?.Handle ?? 0));
        }

        public void backward() => autograd.backward(this);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward(this, grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The elements, for a tensor of exactly the type <typeparamref name="T"/>.</summary>
        /// <exception cref="ArgumentException">The tensor's type is another one.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            RequireElement(typeof(T));
            return new TensorAccessor<T>(is_cpu() ? this : cpu());
        }

        /// <summary>The one element of a tensor that has one.</summary>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            return data<T>()[0];
        }

        public Scalar ToScalar() => Aten.item.CallForScalar(this);

        /// <summary>The memory of a contiguous CPU tensor, valid while the tensor lives.</summary>
        public Span<byte> bytes
        {
            get => new(Memory(), checked((int)(NumberOfElements * ElementSize)));
            set
            {
                if (value.Length != NumberOfElements * ElementSize)
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(bytes);
            }
        }

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            using var memory = new UnmanagedMemoryStream((byte*)Memory(), NumberOfElements * ElementSize);
            memory.CopyTo(stream, Math.Max(bufferSize, 1));
            GC.KeepAlive(this);
        }

        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            var target = (byte*)Memory();
            for (var left = NumberOfElements * ElementSize; left > 0;)
            {
                var part = (int)Math.Min(left, int.MaxValue);
                stream.ReadExactly(new Span<byte>(target, part));
                target += part;
                left -= part;
            }
            GC.KeepAlive(this);
        }

        private void* Memory()
        {
            if (!is_cpu())
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            if (!is_contiguous())
                throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            return NumberOfElements == 0 ? null : (void*)Native.Check((nint)Native.ts_data(Handle));
        }

        private void RequireElement(Type type)
        {
            if (ElementType(dtype) != type)
                throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
        }

        private static long AtDimension(long[] values, int dim)
        {
            if (dim < -values.Length || dim >= values.Length)
                throw new ArgumentOutOfRangeException(nameof(dim), $"dimension {dim} is out of range for a tensor with {values.Length} dimensions");
            return values[dim < 0 ? dim + values.Length : dim];
        }
    }
}
