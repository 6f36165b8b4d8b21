// Uses the runtime without any weights: its library and the cost model below it.
#include <gandse/cost_model/im2col.hpp>
#include <gandse/runtime/dense.hpp>

int main() {
  const gandse::Im2col<>::Configuration smallest{};
  if (!gandse::Im2col<>::evaluate({1, 1, 1, 1, 1, 1, 1, 1}, smallest).legal()) {
    return 1;
  }
  const std::int8_t weight = 3;
  const std::int32_t bias = 1;
  const std::int8_t input = 2;
  std::int32_t sum = 0;
  gandse::dense(&weight, &bias, &input, 1, 1, &sum);
  return sum == 7 ? 0 : 2;
}
