// A C ABI over libtorch's own operator registry: every tensor operation goes through one boxed call, so nothing here
// knows a single operator. What the registry has no entry for (autograd, storage, threads, generators) follows below.
#include <dlfcn.h>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/complex.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/cuda.h>
#include <torch/types.h>
#include <torch/version.h>

#include "value.h"

using namespace binding;
using c10::IValue;

extern "C" {

const char* ts_error() { return message.c_str(); }

// What C# threw in a callback, if the last error is that; else null.
void* ts_failure() { return failure.get(); }
void ts_forget_failure() { failure.reset(); }

int64_t ts_live_tensors() { return live.load(std::memory_order_relaxed); }

// The operator `name.overload`, for the process's lifetime; null when libtorch has none.
const c10::OperatorHandle* ts_operator(const char* name, const char* overload) {
  return guard<const c10::OperatorHandle*>(nullptr, [&] {
    return new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
  });
}

// Calls an operator; arguments left out at the end take the schema's defaults. Returns how many results there are, or -1.
int32_t ts_call(const c10::OperatorHandle* op, const Value* arguments, int32_t count, const Value** out) {
  return guard<int32_t>(-1, [&] {
    const auto& expected = op->schema().arguments();
    torch::jit::Stack stack;
    stack.reserve(expected.size());
    for (int32_t i = 0; i < count; i++) stack.push_back(unpack(arguments[i]));
    for (size_t i = count; i < expected.size(); i++) {
      TORCH_CHECK(expected[i].default_value(), op->operator_name(), " needs the argument ", expected[i].name());
      stack.push_back(*expected[i].default_value());
    }
    op->callBoxed(stack);
    results.clear();
    for (const IValue& value : stack) pack(value);
    *out = results.data();
    return static_cast<int32_t>(results.size());
  });
}

void ts_release(int64_t tensor) {
  if (tensor == 0) return;
  live.fetch_sub(1, std::memory_order_relaxed);
  c10::raw::intrusive_ptr::decref(reinterpret_cast<at::TensorImpl*>(tensor));
}

void* ts_data(int64_t self) { return guard<void*>(nullptr, [&] { return tensor(self).data_ptr(); }); }

// A tensor over memory that the caller keeps alive until it has copied it.
int64_t ts_from_blob(void* data, const int64_t* sizes, int32_t dims, int32_t dtype) {
  return guard<int64_t>(0, [&] {
    auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype));
    return handle(torch::from_blob(data, at::IntArrayRef(sizes, dims), options).clone());
  });
}

int32_t ts_dim(int64_t self) { return static_cast<int32_t>(tensor(self).dim()); }
int64_t ts_numel(int64_t self) { return tensor(self).numel(); }
int32_t ts_dtype(int64_t self) { return static_cast<int32_t>(tensor(self).scalar_type()); }
int64_t ts_storage_offset(int64_t self) { return tensor(self).storage_offset(); }

void ts_sizes(int64_t self, int64_t* out) {
  const at::Tensor value = tensor(self);
  std::copy(value.sizes().begin(), value.sizes().end(), out);
}

int32_t ts_strides(int64_t self, int64_t* out) {
  return run([&] {
    const at::Tensor value = tensor(self);
    std::copy(value.strides().begin(), value.strides().end(), out);
  });
}

void ts_device(int64_t self, int32_t* type, int32_t* index) {
  const auto device = tensor(self).device();
  *type = static_cast<int32_t>(device.type());
  *index = device.index();
}

int32_t ts_is_contiguous(int64_t self) { return tensor(self).is_contiguous(); }
int32_t ts_is_leaf(int64_t self) { return tensor(self).is_leaf(); }
int32_t ts_requires_grad(int64_t self) { return tensor(self).requires_grad(); }
int32_t ts_set_requires_grad(int64_t self, int32_t on) { return run([&] { tensor(self).set_requires_grad(on != 0); }); }
int32_t ts_retain_grad(int64_t self) { return run([&] { tensor(self).retain_grad(); }); }
int64_t ts_grad(int64_t self) { return handle(tensor(self).grad()); }
int32_t ts_set_grad(int64_t self, int64_t grad) { return run([&] { tensor(self).mutable_grad() = tensor(grad); }); }

int32_t ts_backward(const int64_t* outputs, int32_t output_count, const int64_t* gradients, int32_t gradient_count,
                    int32_t retain, int32_t create, const int64_t* inputs, int32_t input_count) {
  return run([&] {
    torch::autograd::backward(tensors(outputs, output_count), tensors(gradients, gradient_count), retain != 0,
                              create != 0, tensors(inputs, input_count));
  });
}

int32_t ts_autograd_grad(const int64_t* outputs, int32_t output_count, const int64_t* inputs, int32_t input_count,
                         const int64_t* gradients, int32_t gradient_count, int32_t retain, int32_t create,
                         int32_t allow_unused, int64_t* out) {
  return run([&] {
    const auto found = torch::autograd::grad(tensors(outputs, output_count), tensors(inputs, input_count),
                                             tensors(gradients, gradient_count), retain != 0, create != 0,
                                             allow_unused != 0);
    for (size_t i = 0; i < found.size(); i++) out[i] = handle(found[i]);
  });
}

int32_t ts_grad_enabled() { return c10::GradMode::is_enabled(); }
void ts_set_grad_enabled(int32_t on) { c10::GradMode::set_enabled(on != 0); }
int32_t ts_inference_enabled() { return c10::InferenceMode::is_enabled(); }
void* ts_enter_inference(int32_t on) { return new c10::InferenceMode(on != 0); }
void ts_leave_inference(void* mode) { delete static_cast<c10::InferenceMode*>(mode); }

int32_t ts_default_dtype() { return static_cast<int32_t>(c10::get_default_dtype_as_scalartype()); }
int32_t ts_set_default_dtype(int32_t dtype) {
  return run([&] { c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<at::ScalarType>(dtype))); });
}

// OpenBLAS, where libtorch is linked with it, has threads of its own, of which `set_num_threads` knows nothing: as many as there are processors, and
// they wait for each other busily.
int32_t ts_set_threads(int32_t count) {
    return run([&] {
        at::set_num_threads(count);
        using Setter = void (*)(int);
        static const auto set_blas_threads = reinterpret_cast<Setter>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
        if (set_blas_threads != nullptr)
            set_blas_threads(count);
    });
}
int32_t ts_threads() { return at::get_num_threads(); }
int32_t ts_set_interop_threads(int32_t count) { return run([&] { at::set_num_interop_threads(count); }); }
int32_t ts_interop_threads() { return static_cast<int32_t>(at::get_num_interop_threads()); }
int32_t ts_cuda_available() { return torch::cuda::is_available(); }
int32_t ts_cuda_count() { return static_cast<int32_t>(torch::cuda::device_count()); }
const char* ts_version() { return TORCH_VERSION; }

// Generators. `ts_generator_default` shares the process's one; both kinds are freed alike.
at::Generator* ts_generator(uint64_t seed) { return new at::Generator(at::detail::createCPUGenerator(seed)); }
at::Generator* ts_generator_default() { return new at::Generator(at::detail::getDefaultCPUGenerator()); }
void ts_generator_free(at::Generator* self) { delete self; }
int64_t ts_generator_initial_seed(at::Generator* self) { return static_cast<int64_t>(self->current_seed()); }

void ts_generator_manual_seed(at::Generator* self, int64_t seed) {
  std::lock_guard<std::mutex> lock(self->mutex());
  self->set_current_seed(static_cast<uint64_t>(seed));
}

int64_t ts_generator_seed(at::Generator* self) {
  std::lock_guard<std::mutex> lock(self->mutex());
  return static_cast<int64_t>(self->seed());
}

int64_t ts_generator_state(at::Generator* self) { return guard<int64_t>(0, [&] { return handle(self->get_state()); }); }
int32_t ts_generator_set_state(at::Generator* self, int64_t state) {
  return run([&] {
    std::lock_guard<std::mutex> lock(self->mutex());
    self->set_state(tensor(state));
  });
}

}  // extern "C"
