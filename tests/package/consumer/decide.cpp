// Uses the trained weights.
#include <gandse/cost_model/im2col.hpp>
#include <gandse/generated/im2col_96k.hpp>
#include <gandse/runtime/explorer.hpp>

int main() {
  const gandse::Explorer explorer{gandse::generated::im2col_96k};
  const auto decision = explorer.explore({{64, 64, 56, 56, 3, 3, 1, 1}, {{1U << 30U}, {10'000'000}}});
  return decision.satisfied ? 0 : 1;
}
