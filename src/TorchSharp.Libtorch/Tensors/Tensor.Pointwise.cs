using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Elementwise functions of one tensor; a trailing underscore means in place.
    public partial class Tensor
    {
        public Tensor abs() => Aten.abs.Call(this);

        public Tensor abs_() => Aten.abs_.CallInPlace(this);

        public Tensor acos() => Aten.acos.Call(this);

        public Tensor acos_() => Aten.acos_.CallInPlace(this);

        public Tensor acosh() => Aten.acosh.Call(this);

        public Tensor acosh_() => Aten.acosh_.CallInPlace(this);

        public Tensor asin() => Aten.asin.Call(this);

        public Tensor asin_() => Aten.asin_.CallInPlace(this);

        public Tensor asinh() => Aten.asinh.Call(this);

        public Tensor asinh_() => Aten.asinh_.CallInPlace(this);

        public Tensor atan() => Aten.atan.Call(this);

        public Tensor atan_() => Aten.atan_.CallInPlace(this);

        public Tensor atanh() => Aten.atanh.Call(this);

        public Tensor atanh_() => Aten.atanh_.CallInPlace(this);

        public Tensor ceil() => Aten.ceil.Call(this);

        public Tensor ceil_() => Aten.ceil_.CallInPlace(this);

        public Tensor celu() => Aten.celu.Call(this);

        public Tensor celu(Scalar alpha) => Aten.celu.Call(this, alpha);

        public Tensor celu_() => Aten.celu_.CallInPlace(this);

        public Tensor celu_(Scalar alpha) => Aten.celu_.CallInPlace(this, alpha);

        public Tensor cos() => Aten.cos.Call(this);

        public Tensor cos_() => Aten.cos_.CallInPlace(this);

        public Tensor cosh() => Aten.cosh.Call(this);

        public Tensor cosh_() => Aten.cosh_.CallInPlace(this);

        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) =>
            Aten.elu.Call(this, alpha, scale, input_scale);

        public Tensor elu(double alpha = 1) => Aten.elu.Call(this, (Scalar)alpha);

        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale) =>
            Aten.elu_.CallInPlace(this, alpha, scale, input_scale);

        public Tensor elu_(double alpha = 1) => Aten.elu_.CallInPlace(this, (Scalar)alpha);

        public Tensor erf() => Aten.erf.Call(this);

        public Tensor erf_() => Aten.erf_.CallInPlace(this);

        public Tensor erfc() => Aten.erfc.Call(this);

        public Tensor erfc_() => Aten.erfc_.CallInPlace(this);

        public Tensor exp() => Aten.exp.Call(this);

        public Tensor exp2() => Aten.exp2.Call(this);

        public Tensor exp_() => Aten.exp_.CallInPlace(this);

        public Tensor expm1() => Aten.expm1.Call(this);

        public Tensor expm1_() => Aten.expm1_.CallInPlace(this);

        public Tensor floor() => Aten.floor.Call(this);

        public Tensor floor_() => Aten.floor_.CallInPlace(this);

        public Tensor frac() => Aten.frac.Call(this);

        public Tensor frac_() => Aten.frac_.CallInPlace(this);

        public Tensor gelu() => Aten.gelu.Call(this);

        public Tensor gelu_() => Aten.gelu_.CallInPlace(this);

        public Tensor hardsigmoid() => Aten.hardsigmoid.Call(this);

        public Tensor hardsigmoid_() => Aten.hardsigmoid_.CallInPlace(this);

        public Tensor hardswish() => Aten.hardswish.Call(this);

        public Tensor hardswish_() => Aten.hardswish_.CallInPlace(this);

        public Tensor hardtanh(Scalar min, Scalar max) => Aten.hardtanh.Call(this, min, max);

        public Tensor hardtanh_(Scalar min, Scalar max) => Aten.hardtanh_.CallInPlace(this, min, max);

        public Tensor isfinite() => Aten.isfinite.Call(this);

        public Tensor isinf() => Aten.isinf.Call(this);

        public Tensor isnan() => Aten.isnan.Call(this);

        public Tensor leaky_relu(Scalar negative_slope) => Aten.leaky_relu.Call(this, negative_slope);

        public Tensor leaky_relu_(Scalar negative_slope) => Aten.leaky_relu_.CallInPlace(this, negative_slope);

        public Tensor log() => Aten.log.Call(this);

        public Tensor log10() => Aten.log10.Call(this);

        public Tensor log10_() => Aten.log10_.CallInPlace(this);

        public Tensor log1p() => Aten.log1p.Call(this);

        public Tensor log1p_() => Aten.log1p_.CallInPlace(this);

        public Tensor log2() => Aten.log2.Call(this);

        public Tensor log2_() => Aten.log2_.CallInPlace(this);

        public Tensor log_() => Aten.log_.CallInPlace(this);

        public Tensor log_sigmoid() => Aten.log_sigmoid.Call(this);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.log_softmax_int.Call(this, dim, dtype);

        public Tensor logical_not() => Aten.logical_not.Call(this);

        public Tensor logical_not_() => Aten.logical_not_.CallInPlace(this);

        public Tensor logit(double? eps = null) => Aten.logit.Call(this, eps);

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            Aten.nan_to_num.Call(this, nan, posinf, neginf);

        public Tensor neg() => Aten.neg.Call(this);

        public Tensor neg_() => Aten.neg_.CallInPlace(this);

        public Tensor reciprocal() => Aten.reciprocal.Call(this);

        public Tensor reciprocal_() => Aten.reciprocal_.CallInPlace(this);

        public Tensor relu() => Aten.relu.Call(this);

        public Tensor relu6() => Aten.relu6.Call(this);

        public Tensor relu6_() => Aten.relu6_.CallInPlace(this);

        public Tensor relu_() => Aten.relu_.CallInPlace(this);

        public Tensor rsqrt() => Aten.rsqrt.Call(this);

        public Tensor rsqrt_() => Aten.rsqrt_.CallInPlace(this);

        public Tensor selu() => Aten.selu.Call(this);

        public Tensor selu_() => Aten.selu_.CallInPlace(this);

        public Tensor sgn() => Aten.sgn.Call(this);

        public Tensor sgn_() => Aten.sgn_.CallInPlace(this);

        public Tensor sigmoid() => Aten.sigmoid.Call(this);

        public Tensor sigmoid_() => Aten.sigmoid_.CallInPlace(this);

        public Tensor sign() => Aten.sign.Call(this);

        public Tensor sign_() => Aten.sign_.CallInPlace(this);

        public Tensor silu() => Aten.silu.Call(this);

        public Tensor silu_() => Aten.silu_.CallInPlace(this);

        public Tensor sin() => Aten.sin.Call(this);

        public Tensor sin_() => Aten.sin_.CallInPlace(this);

        public Tensor sinc() => Aten.sinc.Call(this);

        public Tensor sinh() => Aten.sinh.Call(this);

        public Tensor sinh_() => Aten.sinh_.CallInPlace(this);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.softmax_int.Call(this, dim, dtype);

        public Tensor softplus(double beta = 1, double threshold = 20) =>
            Aten.softplus.Call(this, (Scalar)beta, (Scalar)threshold);

        public Tensor sqrt() => Aten.sqrt.Call(this);

        public Tensor sqrt_() => Aten.sqrt_.CallInPlace(this);

        public Tensor square() => Aten.square.Call(this);

        public Tensor tan() => Aten.tan.Call(this);

        public Tensor tan_() => Aten.tan_.CallInPlace(this);

        public Tensor tanh() => Aten.tanh.Call(this);

        public Tensor tanh_() => Aten.tanh_.CallInPlace(this);

        public Tensor threshold(Scalar threshold, Scalar value) => Aten.threshold.Call(this, threshold, value);

        public Tensor threshold_(Scalar threshold, Scalar value) => Aten.threshold_.CallInPlace(this, threshold, value);

        public Tensor trunc() => Aten.trunc.Call(this);

        public Tensor trunc_() => Aten.trunc_.CallInPlace(this);
    }
}
