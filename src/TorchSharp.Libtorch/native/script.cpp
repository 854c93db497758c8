// TorchScript: functions compiled from their source at run time.
#include "value.h"

#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/jit.h>

namespace {

using namespace binding;

using Unit = std::shared_ptr<torch::jit::CompilationUnit>;

}  // namespace

extern "C" {

// Every function of the unit runs its code as it was compiled. The profiling executor would record the types of the
// first calls, then compile the function again for these, and again for others: not worth it for code whose time goes
// to the operators.
Unit* ts_script(const char* source) {
  return guard<Unit*>(nullptr, [&] {
    Unit unit = torch::jit::compile(source);
    for (torch::jit::Function* function : unit->get_functions())
      torch::jit::toGraphFunction(*function)._set_initial_executor_execution_mode(torch::jit::SIMPLE);
    return new Unit(std::move(unit));
  });
}

void ts_script_free(Unit* self) { delete self; }

// Belongs to the unit.
torch::jit::Function* ts_script_function(Unit* self, const char* name) {
  return guard<torch::jit::Function*>(nullptr, [&]() -> torch::jit::Function* {
    for (torch::jit::Function* function : (*self)->get_functions())
      if (function->name() == name) return function;
    TORCH_CHECK(false, "the script has no function `", name, "`");
  });
}

// Calls a function that returns one tensor, one number or nothing. Returns how many results there are, or -1.
int32_t ts_script_call(torch::jit::Function* self, const Value* arguments, int32_t count, const Value** out) {
  return guard<int32_t>(-1, [&] {
    torch::jit::Stack stack;
    stack.reserve(count);
    for (int32_t i = 0; i < count; i++) stack.push_back(unpack(arguments[i]));
    const IValue result = (*self)(std::move(stack));
    TORCH_CHECK(!result.isTensorList(), "the binding cannot return a list from a script");
    results.clear();
    if (!result.isNone()) pack(result);
    *out = results.data();
    return static_cast<int32_t>(results.size());
  });
}

}  // extern "C"
