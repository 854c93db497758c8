using TorchSharp.Interop;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null,
                ScalarType? dtype = null) => new(inputSize, outputSize, hasBias, device, dtype);

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

            public static Embedding Embedding(long num_embeddings, long embedding_dims, long? padding_idx = null,
                double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false,
                Device? device = null, ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>x W^T + b: [..., in] to [..., out].</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(weight))] private Parameter? heldWeight;
        [ComponentName(Name = nameof(bias))] private Parameter? heldBias;

        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            in_features = weight.size(1);
            out_features = weight.size(0);
            this.weight = weight;
            this.bias = bias;
        }

        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
            : this(empty(outputSize, inputSize, dtype, device).AsParameter(),
                hasBias ? empty(outputSize, dtype, device).AsParameter() : null) =>
            nn.init.ResetAffine(weight, bias);

        public long in_features { get; set; }

        public long out_features { get; set; }

        public Parameter weight
        {
            get => heldWeight ?? throw new ObjectDisposedException(nameof(Linear));
            set => Hold(ref heldWeight, nameof(weight), value);
        }

        public Parameter? bias
        {
            get => heldBias;
            set => Hold(ref heldBias, nameof(bias), value);
        }

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
    }

    /// <summary>A table of vectors, looked up by whole numbers: [...] to [..., dims].</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(weight))] private Parameter? heldWeight;
        private readonly long? paddingIndex;
        private readonly double? maxNorm;
        private readonly double normType;
        private readonly bool scaleByFrequency;
        private readonly bool sparse;

        internal Embedding(long count, long dims, long? padding_idx, double? max_norm, double norm_type,
            bool scale_grad_by_freq, bool sparse, Device? device, ScalarType? dtype) : base(nameof(Embedding))
        {
            paddingIndex = padding_idx < 0 ? padding_idx + count : padding_idx;
            maxNorm = max_norm;
            normType = norm_type;
            scaleByFrequency = scale_grad_by_freq;
            this.sparse = sparse;
            weight = empty(count, dims, dtype, device).AsParameter();
            nn.init.normal_(weight);
            if (paddingIndex is not { } zeroed)
                return;
            using var unrecorded = no_grad();
            using var row = weight[zeroed];
            row.zero_();
        }

        public Parameter weight
        {
            get => heldWeight ?? throw new ObjectDisposedException(nameof(Embedding));
            set => Hold(ref heldWeight, nameof(weight), value);
        }

        public override Tensor forward(Tensor input)
        {
            if (maxNorm is { } norm)
            {
                using var unrecorded = no_grad();
                using var indices = input.contiguous();
                Aten.embedding_renorm_.CallInPlace(weight, indices, norm, normType);
            }
            return Aten.embedding.Call(weight, input, paddingIndex ?? -1, scaleByFrequency, sparse);
        }
    }
}
