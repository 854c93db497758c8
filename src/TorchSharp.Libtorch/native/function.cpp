// Differentiable functions that are written in C#: a node of libtorch's graph whose `apply` calls back.
#include "binding.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/saved_variable.h>

#include <unordered_set>

namespace {

using namespace binding;
using torch::autograd::variable_list;

// Neither callback lets an exception out. `Backward` returns C#'s handle of what went wrong, or null; `Release` frees
// any handle of C#'s that it is given.
using Backward = void* (*)(void* state, const int64_t* gradients, int32_t count, variable_list* results);
using Release = void (*)(void* state);

// Both must agree with their namesakes in C#.
struct Handles {
  const int64_t* items;
  int64_t count;
};

struct Function {
  const char* name;
  void* state;  // null if the call is not to be recorded
  Backward backward;
  Release release;
  int64_t materialize;
  Handles inputs, dirty, fixed, outputs, saved;
};

// Owns `state` from its construction on. What is saved goes with the node, not with the first pass through it, so a
// second pass works whatever `retain_graph` said, as it does in TorchSharp.
struct FunctionNode : torch::autograd::Node {
  explicit FunctionNode(const Function& function)
      : name_(function.name), state(function.state), backward(function.backward), release(function.release),
        materialize(function.materialize != 0) {}

  ~FunctionNode() override { release(state); }

  std::string name() const override { return name_ == nullptr ? Node::name() : name_; }

  variable_list apply(variable_list&& gradients) override {
    std::vector<int64_t> handles;
    handles.reserve(gradients.size());
    for (size_t i = 0; i < gradients.size(); i++) {
      // An output that forward left undefined has metadata without a type.
      if (materialize && !gradients[i].defined() && input_metadata(i).options().has_dtype())
        gradients[i] = input_metadata(i).zeros_like();
      handles.push_back(handle(std::move(gradients[i])));
    }
    variable_list results;
    void* error = backward(state, handles.data(), static_cast<int32_t>(handles.size()), &results);
    if (error != nullptr) throw ManagedError(std::shared_ptr<void>(error, release));
    return results;
  }

  const char* name_;
  void* state;
  Backward backward;
  Release release;
  bool materialize;
  std::vector<torch::autograd::SavedVariable> saved;
};

std::vector<at::Tensor> tensors(const Handles& handles) {
  return binding::tensors(handles.items, static_cast<int32_t>(handles.count));
}

std::unordered_set<at::TensorImpl*> set_of(const Handles& handles) {
  std::unordered_set<at::TensorImpl*> set;
  for (int64_t i = 0; i < handles.count; i++) set.insert(reinterpret_cast<at::TensorImpl*>(handles.items[i]));
  return set;
}

variable_list no_forward_mode(const variable_list&, const variable_list&) {
  TORCH_CHECK(false, "a function written in C# has no forward-mode derivative");
}

// The outputs as parts of the graph; `node` is null if the call is not recorded.
std::vector<c10::optional<at::Tensor>> wrap(const Function& function, const std::shared_ptr<FunctionNode>& node,
                                            const std::unordered_set<at::TensorImpl*>& dirty) {
  for (at::TensorImpl* changed : dirty) changed->bump_version();
  std::vector<c10::optional<at::Tensor>> raw;
  raw.reserve(function.outputs.count);
  for (at::Tensor& output : tensors(function.outputs))
    raw.push_back(output.defined() ? c10::make_optional(std::move(output)) : c10::nullopt);
  return torch::autograd::_wrap_outputs(tensors(function.inputs), set_of(function.fixed), dirty, raw, node,
                                        no_forward_mode);
}

void save(FunctionNode& node, const Handles& handles) {
  node.saved.reserve(handles.count);
  for (const at::Tensor& value : tensors(handles)) {
    // A node that held an output of its own would keep itself alive; libtorch then saves the data alone.
    const bool is_output = value.defined() && value.grad_fn().get() == &node;
    node.saved.emplace_back(value, is_output);
  }
}

}  // namespace

extern "C" {

// Records a call of a function whose outputs are already computed. `results` gets a new handle for every output that
// must be replaced, and zero for the others; `node` the node, which lives as long as an output's graph does.
int32_t ts_function(const Function* function, int64_t* results, FunctionNode** node) {
  return run([&] {
    std::shared_ptr<FunctionNode> recorded;
    if (function->state != nullptr) {
      recorded = {new FunctionNode(*function), torch::autograd::deleteNode};
      recorded->set_next_edges(torch::autograd::collect_next_edges(tensors(function->inputs)));
    }
    const auto dirty = set_of(function->dirty);
    const auto wrapped = wrap(*function, recorded, dirty);
    if (recorded) save(*recorded, function->saved);
    for (size_t i = 0; i < wrapped.size(); i++) {
      at::TensorImpl* impl = wrapped[i] ? wrapped[i]->unsafeGetTensorImpl() : nullptr;
      const bool same = reinterpret_cast<int64_t>(impl) == function->outputs.items[i] && dirty.count(impl) == 0;
      results[i] = impl == nullptr || same ? 0 : handle(*wrapped[i]);
    }
    *node = recorded.get();
  });
}

// Handles of what a node saved; as many as were saved.
int32_t ts_function_saved(FunctionNode* node, int64_t* results) {
  return run([&] {
    const auto self = node->shared_from_this();
    std::vector<at::Tensor> unpacked;
    for (const auto& saved : node->saved) unpacked.push_back(saved.unpack(self));
    for (at::Tensor& value : unpacked) *results++ = handle(std::move(value));
  });
}

void ts_function_forget(FunctionNode* node) { node->saved.clear(); }

// Called from within `Backward`: the gradients of the inputs, none where the handle is zero.
int32_t ts_function_gradients(variable_list* gradients, const int64_t* handles, int32_t count) {
  return run([&] { *gradients = binding::tensors(handles, count); });
}

}  // extern "C"
