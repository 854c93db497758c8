// Arguments and results on their way between C# and libtorch's boxed values.
#pragma once

#include <ATen/core/ivalue.h>

#include <cstring>

#include "binding.h"

namespace binding {

using c10::IValue;

// Must agree with `ArgumentKind` in C#.
enum Kind : int32_t {
  None, TensorArg, Int, Double, Bool, IntList, DoubleList, BoolList, TensorList, OptionalTensorList, String, DeviceArg,
  GeneratorArg
};

// One argument or result. Lists and strings point at memory that belongs to the caller during the call.
struct Value {
  int32_t kind;
  int32_t count;
  int64_t bits;
};

inline thread_local std::vector<Value> results;

inline double as_double(int64_t bits) {
  double value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

inline int64_t as_bits(double value) {
  int64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

template <typename T>
c10::List<T> list_of(const T* items, int32_t count) {
  c10::List<T> list;
  list.reserve(count);
  for (int32_t i = 0; i < count; i++) list.push_back(items[i]);
  return list;
}

inline IValue unpack(const Value& value) {
  const auto* data = reinterpret_cast<const int64_t*>(value.bits);
  switch (value.kind) {
    case TensorArg: return tensor(value.bits);
    case Int: return value.bits;
    case Double: return as_double(value.bits);
    case Bool: return value.bits != 0;
    case IntList: return list_of(data, value.count);
    case DoubleList: return list_of(reinterpret_cast<const double*>(data), value.count);
    case BoolList: {
      c10::List<bool> list;
      for (int32_t i = 0; i < value.count; i++) list.push_back(data[i] != 0);
      return list;
    }
    case TensorList: return tensors(data, value.count);
    case OptionalTensorList: {
      c10::List<c10::optional<at::Tensor>> list;
      for (int32_t i = 0; i < value.count; i++)
        list.push_back(data[i] == 0 ? c10::nullopt : c10::optional<at::Tensor>(tensor(data[i])));
      return list;
    }
    case String: return std::string(reinterpret_cast<const char*>(data), value.count);
    case DeviceArg: return c10::Device(static_cast<c10::DeviceType>(value.count), static_cast<c10::DeviceIndex>(value.bits));
    case GeneratorArg: return *reinterpret_cast<at::Generator*>(value.bits);
    default: return {};
  }
}

inline void pack(const IValue& value) {
  if (value.isTensor()) results.push_back({TensorArg, 0, handle(value.toTensor())});
  else if (value.isInt()) results.push_back({Int, 0, value.toInt()});
  else if (value.isDouble()) results.push_back({Double, 0, as_bits(value.toDouble())});
  else if (value.isBool()) results.push_back({Bool, 0, value.toBool()});
  else if (value.isTensorList())
    for (const at::Tensor& item : value.toTensorVector()) results.push_back({TensorArg, 0, handle(item)});
  else TORCH_CHECK(false, "the binding cannot return a value of type ", value.tagKind());
}

}  // namespace binding
