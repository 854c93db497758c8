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
            public static LSTMCell LSTMCell(long inputSize, long hiddenSize, bool bias = true, Device? device = null,
                ScalarType? dtype = null) => new(inputSize, hiddenSize, bias, device, dtype);

            public static GRUCell GRUCell(long inputSize, long hiddenSize, bool bias = true, Device? device = null,
                ScalarType? dtype = null) => new(inputSize, hiddenSize, bias, device, dtype);

            public static partial class init
            {
                /// <summary>What recurrent cells start with: uniform within 1 / sqrt(hidden).</summary>
                internal static Parameter Recurrent(long hidden, ScalarType? dtype, Device? device, params long[] shape)
                {
                    var parameter = empty(shape, dtype, device).AsParameter();
                    uniform_(parameter, -1 / Math.Sqrt(hidden), 1 / Math.Sqrt(hidden));
                    return parameter;
                }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>One step of a long short-term memory: input [batch, in], hidden and cell state [batch, hidden].</summary>
    public sealed class LSTMCell : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor)>
    {
        private readonly long hiddenSize;
        [ComponentName(Name = nameof(weight_ih))] private Parameter? inputWeight;
        [ComponentName(Name = nameof(weight_hh))] private Parameter? hiddenWeight;
        [ComponentName(Name = nameof(bias_ih))] private Parameter? inputBias;
        [ComponentName(Name = nameof(bias_hh))] private Parameter? hiddenBias;

        internal LSTMCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(LSTMCell))
        {
            this.hiddenSize = hiddenSize;
            weight_ih = nn.init.Recurrent(hiddenSize, dtype, device, 4 * hiddenSize, inputSize);
            weight_hh = nn.init.Recurrent(hiddenSize, dtype, device, 4 * hiddenSize, hiddenSize);
            if (!bias)
                return;
            bias_ih = nn.init.Recurrent(hiddenSize, dtype, device, 4 * hiddenSize);
            bias_hh = nn.init.Recurrent(hiddenSize, dtype, device, 4 * hiddenSize);
        }

        public Parameter? weight_ih
        {
            get => inputWeight;
            set => Hold(ref inputWeight, nameof(weight_ih), value);
        }

        public Parameter? weight_hh
        {
            get => hiddenWeight;
            set => Hold(ref hiddenWeight, nameof(weight_hh), value);
        }

        public Parameter? bias_ih
        {
            get => inputBias;
            set => Hold(ref inputBias, nameof(bias_ih), value);
        }

        public Parameter? bias_hh
        {
            get => hiddenBias;
            set => Hold(ref hiddenBias, nameof(bias_hh), value);
        }

        public new (Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        /// <param name="h0_c0">The states before; zeros if null.</param>
        public override (Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0)
        {
            using var scope = NewDisposeScope();
            var (hidden, cell) = h0_c0 ?? (input.new_zeros([input.size(0), hiddenSize]), input.new_zeros([input.size(0), hiddenSize]));
            var (h, c) = Aten.lstm_cell.CallForTwo(input, new[] { hidden, cell }, weight_ih, weight_hh, bias_ih, bias_hh);
            return scope.MoveToOuter(h, c);
        }
    }

    /// <summary>One step of a gated recurrent unit: input [batch, in], hidden state [batch, hidden].</summary>
    public sealed class GRUCell : nn.Module<Tensor, Tensor?, Tensor>
    {
        private readonly long hiddenSize;
        [ComponentName(Name = nameof(weight_ih))] private Parameter? inputWeight;
        [ComponentName(Name = nameof(weight_hh))] private Parameter? hiddenWeight;
        [ComponentName(Name = nameof(bias_ih))] private Parameter? inputBias;
        [ComponentName(Name = nameof(bias_hh))] private Parameter? hiddenBias;

        internal GRUCell(long inputSize, long hiddenSize, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(GRUCell))
        {
            this.hiddenSize = hiddenSize;
            weight_ih = nn.init.Recurrent(hiddenSize, dtype, device, 3 * hiddenSize, inputSize);
            weight_hh = nn.init.Recurrent(hiddenSize, dtype, device, 3 * hiddenSize, hiddenSize);
            if (!bias)
                return;
            bias_ih = nn.init.Recurrent(hiddenSize, dtype, device, 3 * hiddenSize);
            bias_hh = nn.init.Recurrent(hiddenSize, dtype, device, 3 * hiddenSize);
        }

        public Parameter? weight_ih
        {
            get => inputWeight;
            set => Hold(ref inputWeight, nameof(weight_ih), value);
        }

        public Parameter? weight_hh
        {
            get => hiddenWeight;
            set => Hold(ref hiddenWeight, nameof(weight_hh), value);
        }

        public Parameter? bias_ih
        {
            get => inputBias;
            set => Hold(ref inputBias, nameof(bias_ih), value);
        }

        public Parameter? bias_hh
        {
            get => hiddenBias;
            set => Hold(ref hiddenBias, nameof(bias_hh), value);
        }

        /// <param name="h0">The state before; zeros if null.</param>
        public override Tensor forward(Tensor input, Tensor? h0 = null)
        {
            using var scope = NewDisposeScope();
            var hidden = h0 ?? input.new_zeros([input.size(0), hiddenSize]);
            return Aten.gru_cell.Call(input, hidden, weight_ih, weight_hh, bias_ih, bias_hh).MoveToOuterDisposeScope();
        }
    }
}
