// What the parts of the binding share: handles of tensors, and errors that must not cross the C ABI.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <atomic>
#include <exception>
#include <memory>
#include <string>
#include <vector>

namespace binding {

inline std::atomic<int64_t> live{0};
inline thread_local std::string message;

// An exception of C# on its way from a callback through libtorch to the caller; the pointer is C#'s handle of it.
struct ManagedError : std::exception {
  explicit ManagedError(std::shared_ptr<void> error) : error(std::move(error)) {}
  const char* what() const noexcept override { return "a callback failed"; }
  std::shared_ptr<void> error;
};

inline thread_local std::shared_ptr<void> failure;

// A handle is an owning pointer to a TensorImpl; zero is the undefined tensor.
inline at::Tensor tensor(int64_t handle) {
  if (handle == 0) return {};
  auto* impl = reinterpret_cast<at::TensorImpl*>(handle);
  return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim_copy(impl));
}

inline int64_t handle(at::Tensor value) {
  if (!value.defined()) return 0;
  live.fetch_add(1, std::memory_order_relaxed);
  return reinterpret_cast<int64_t>(value.unsafeReleaseTensorImpl());
}

inline std::vector<at::Tensor> tensors(const int64_t* handles, int32_t count) {
  std::vector<at::Tensor> list;
  list.reserve(count);
  for (int32_t i = 0; i < count; i++) list.push_back(tensor(handles[i]));
  return list;
}

// Runs `body`, keeping the message of what it throws for `ts_error`. Returns `failed` then.
template <typename T, typename F>
T guard(T failed, F body) {
  try {
    return body();
  } catch (const ManagedError& error) {
    message = error.what();
    failure = error.error;
    return failed;
  } catch (const c10::Error& error) {
    message = error.what_without_backtrace();
  } catch (const std::exception& error) {
    message = error.what();
  }
  failure.reset();
  return failed;
}

template <typename F>
int32_t run(F body) {
  return guard<int32_t>(-1, [&] { body(); return 0; });
}

}  // namespace binding
