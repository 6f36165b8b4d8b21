// Uses the generator that was just trained: the firmware side of the project.
#include <gandse/generated/gemm_engine_6k.hpp>
#include <gandse/runtime/explorer.hpp>

int main() {
  const gandse::Explorer explorer{gandse::generated::gemm_engine_6k};
  const auto decision = explorer.explore({{512, 512, 512}, {{2'000'000U}, {200'000U}}});
  return decision.satisfied ? 0 : 1;
}
