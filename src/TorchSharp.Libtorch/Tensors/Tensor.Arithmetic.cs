using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Arithmetic and comparison of two operands, with broadcasting; a trailing underscore means in place.
    public partial class Tensor
    {
        public Tensor add(Scalar scalar) => Aten.add_Scalar.Call(this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Aten.add_Scalar.Call(this, scalar, alpha);

        public Tensor add(Tensor target) => Aten.add_Tensor.Call(this, target);

        public Tensor add(Tensor target, Scalar alpha) => Aten.add_Tensor.Call(this, target, alpha);

        public Tensor add_(Scalar scalar) => Aten.add_Scalar_.CallInPlace(this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => Aten.add_Scalar_.CallInPlace(this, scalar, alpha);

        public Tensor add_(Tensor target) => Aten.add_Tensor_.CallInPlace(this, target);

        public Tensor add_(Tensor target, Scalar alpha) => Aten.add_Tensor_.CallInPlace(this, target, alpha);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Aten.addcdiv.Call(this, tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Aten.addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Aten.addcdiv_.CallInPlace(this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Aten.addcdiv_.CallInPlace(this, tensor1, tensor2, value);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Aten.addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Aten.addcmul_.CallInPlace(this, tensor1, tensor2, value);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Aten.addmm.Call(this, mat1, mat2, (Scalar)beta, (Scalar)alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Aten.addmm_.CallInPlace(this, mat1, mat2, (Scalar)beta, (Scalar)alpha);

        public Tensor atan2(Tensor other) => Aten.atan2.Call(this, other);

        public Tensor atan2_(Tensor other) => Aten.atan2_.CallInPlace(this, other);

        public Tensor bmm(Tensor batch2) => Aten.bmm.Call(this, batch2);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Aten.clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Aten.clamp_Tensor.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Aten.clamp_.CallInPlace(this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Aten.clamp_Tensor_.CallInPlace(this, min, max);

        public Tensor clamp_max(Scalar max) => Aten.clamp_max.Call(this, max);

        public Tensor clamp_max_(Scalar max) => Aten.clamp_max_.CallInPlace(this, max);

        public Tensor clamp_min(Scalar min) => Aten.clamp_min.Call(this, min);

        public Tensor clamp_min_(Scalar min) => Aten.clamp_min_.CallInPlace(this, min);

        public Tensor dot(Tensor target) => Aten.dot.Call(this, target);

        public Tensor eq(Scalar target) => Aten.eq_Scalar.Call(this, target);

        public Tensor eq(Tensor target) => Aten.eq_Tensor.Call(this, target);

        public Tensor eq_(Scalar target) => Aten.eq_Scalar_.CallInPlace(this, target);

        public Tensor eq_(Tensor target) => Aten.eq_Tensor_.CallInPlace(this, target);

        public Tensor floor_divide(Scalar other) => Aten.floor_divide_Scalar.Call(this, other);

        public Tensor floor_divide(Tensor other) => Aten.floor_divide.Call(this, other);

        public Tensor floor_divide_(Scalar other) => Aten.floor_divide_Scalar_.CallInPlace(this, other);

        public Tensor floor_divide_(Tensor other) => Aten.floor_divide_Tensor_.CallInPlace(this, other);

        public Tensor fmax(Tensor other) => Aten.fmax.Call(this, other);

        public Tensor fmin(Tensor other) => Aten.fmin.Call(this, other);

        public Tensor fmod(Scalar scalar) => Aten.fmod_Scalar.Call(this, scalar);

        public Tensor fmod(Tensor target) => Aten.fmod_Tensor.Call(this, target);

        public Tensor fmod_(Scalar scalar) => Aten.fmod_Scalar_.CallInPlace(this, scalar);

        public Tensor fmod_(Tensor target) => Aten.fmod_Tensor_.CallInPlace(this, target);

        public Tensor ge(Scalar target) => Aten.ge_Scalar.Call(this, target);

        public Tensor ge(Tensor target) => Aten.ge_Tensor.Call(this, target);

        public Tensor ge_(Scalar target) => Aten.ge_Scalar_.CallInPlace(this, target);

        public Tensor ge_(Tensor target) => Aten.ge_Tensor_.CallInPlace(this, target);

        public Tensor gt(Scalar target) => Aten.gt_Scalar.Call(this, target);

        public Tensor gt(Tensor target) => Aten.gt_Tensor.Call(this, target);

        public Tensor gt_(Scalar target) => Aten.gt_Scalar_.CallInPlace(this, target);

        public Tensor gt_(Tensor target) => Aten.gt_Tensor_.CallInPlace(this, target);

        public Tensor heaviside(Tensor other) => Aten.heaviside.Call(this, other);

        public Tensor hypot(Tensor other) => Aten.hypot.Call(this, other);

        public Tensor isclose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool nanEqual = false) =>
            Aten.isclose.Call(this, other, rtol, atol, nanEqual);

        public Tensor le(Scalar target) => Aten.le_Scalar.Call(this, target);

        public Tensor le(Tensor target) => Aten.le_Tensor.Call(this, target);

        public Tensor le_(Scalar target) => Aten.le_Scalar_.CallInPlace(this, target);

        public Tensor le_(Tensor target) => Aten.le_Tensor_.CallInPlace(this, target);

        public Tensor lerp(Tensor end, Tensor weight) => Aten.lerp_Tensor.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Aten.lerp_Tensor_.CallInPlace(this, end, weight);

        public Tensor logaddexp(Tensor other) => Aten.logaddexp.Call(this, other);

        public Tensor logical_and(Tensor other) => Aten.logical_and.Call(this, other);

        public Tensor logical_and_(Tensor other) => Aten.logical_and_.CallInPlace(this, other);

        public Tensor logical_or(Tensor other) => Aten.logical_or.Call(this, other);

        public Tensor logical_or_(Tensor other) => Aten.logical_or_.CallInPlace(this, other);

        public Tensor logical_xor(Tensor other) => Aten.logical_xor.Call(this, other);

        public Tensor logical_xor_(Tensor other) => Aten.logical_xor_.CallInPlace(this, other);

        public Tensor lt(Scalar target) => Aten.lt_Scalar.Call(this, target);

        public Tensor lt(Tensor target) => Aten.lt_Tensor.Call(this, target);

        public Tensor lt_(Scalar target) => Aten.lt_Scalar_.CallInPlace(this, target);

        public Tensor lt_(Tensor target) => Aten.lt_Tensor_.CallInPlace(this, target);

        public Tensor matmul(Tensor target) => Aten.matmul.Call(this, target);

        public Tensor max() => Aten.max.Call(this);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
            Aten.max_dim.CallForTwo(this, dim, keepdim);

        public Tensor max(Tensor other) => maximum(other);

        public Tensor maximum(Tensor other) => Aten.maximum.Call(this, other);

        public Tensor min() => Aten.min.Call(this);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
            Aten.min_dim.CallForTwo(this, dim, keepdim);

        public Tensor min(Tensor other) => minimum(other);

        public Tensor minimum(Tensor other) => Aten.minimum.Call(this, other);

        public Tensor mm(Tensor target) => Aten.mm.Call(this, target);

        public Tensor mul(Scalar target) => Aten.mul_Scalar.Call(this, target);

        public Tensor mul(Tensor target) => Aten.mul_Tensor.Call(this, target);

        public Tensor mul_(Scalar target) => Aten.mul_Scalar_.CallInPlace(this, target);

        public Tensor mul_(Tensor target) => Aten.mul_Tensor_.CallInPlace(this, target);

        public Tensor mv(Tensor target) => Aten.mv.Call(this, target);

        public Tensor ne(Scalar target) => Aten.ne_Scalar.Call(this, target);

        public Tensor ne(Tensor target) => Aten.ne_Tensor.Call(this, target);

        public Tensor ne_(Scalar target) => Aten.ne_Scalar_.CallInPlace(this, target);

        public Tensor ne_(Tensor target) => Aten.ne_Tensor_.CallInPlace(this, target);

        public Tensor outer(Tensor vec2) => Aten.outer.Call(this, vec2);

        public Tensor pow(Scalar exponent) => Aten.pow_Tensor_Scalar.Call(this, exponent);

        public Tensor pow(Tensor exponent) => Aten.pow_Tensor_Tensor.Call(this, exponent);

        public Tensor pow_(Scalar exponent) => Aten.pow_Scalar_.CallInPlace(this, exponent);

        public Tensor pow_(Tensor exponent) => Aten.pow_Tensor_.CallInPlace(this, exponent);

        public Tensor remainder(Scalar scalar) => Aten.remainder_Scalar.Call(this, scalar);

        public Tensor remainder(Tensor target) => Aten.remainder_Tensor.Call(this, target);

        public Tensor remainder_(Scalar scalar) => Aten.remainder_Scalar_.CallInPlace(this, scalar);

        public Tensor remainder_(Tensor target) => Aten.remainder_Tensor_.CallInPlace(this, target);

        public Tensor sub(Scalar target) => Aten.sub_Scalar.Call(this, target);

        public Tensor sub(Tensor target) => Aten.sub_Tensor.Call(this, target);

        public Tensor sub_(Scalar target) => Aten.sub_Scalar_.CallInPlace(this, target);

        public Tensor sub_(Tensor target) => Aten.sub_Tensor_.CallInPlace(this, target);

        public Tensor xlogy(Scalar y) => Aten.xlogy_Scalar_Other.Call(this, y);

        public Tensor xlogy(Tensor y) => Aten.xlogy_Tensor.Call(this, y);

        public Tensor xlogy_(Scalar y) => Aten.xlogy_Scalar_Other_.CallInPlace(this, y);

        public Tensor xlogy_(Tensor y) => Aten.xlogy_Tensor_.CallInPlace(this, y);
    }
}
