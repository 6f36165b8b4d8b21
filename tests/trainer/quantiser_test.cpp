// Scales, int8 tensors, and that runtime's integer inference follows the float network.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "gandse/cost_model/im2col.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "gandse/runtime/generator.hpp"
#include "learn/float_inference.hpp"
#include "learn/generator_quality.hpp"
#include "net/recipes.hpp"

namespace gandse::test {

using namespace trainer;

TEST_CASE("to_scale finds the nearest multiplier and shift") {
  for (double x = 1e-9; x < 0.9e3; x *= 1.37) {
    const Scale s = to_scale(x);
    CHECK(s.multiplier >= (1U << 30U));
    CHECK(s.multiplier <= 0x7FFFFFFFU);
    CHECK(std::ldexp(static_cast<double>(s.multiplier), -s.shift) == doctest::Approx(x).epsilon(1e-9));
  }
  CHECK_THROWS(to_scale(0.0));
  CHECK_THROWS(to_scale(-1.0));
  CHECK_THROWS(to_scale(std::numeric_limits<double>::infinity()));
  CHECK_THROWS(to_scale(std::nan("")));
  CHECK_THROWS(to_scale(1e12));
}

TEST_CASE("a quantised tensor stays within half a step and [-127, 127]") {
  const std::vector<float> values{-3.0F, -1.5F, 0.0F, 0.01F, 2.999F, 3.0F};
  const QuantisedTensor q{values};
  for (const float v : values) {
    CHECK(std::fabs(q(v) * q.scale() - static_cast<double>(v)) <= 0.5001 * q.scale());
  }
  CHECK(q(-3.0F) == -127);
  CHECK(QuantisedTensor{std::vector<float>(4)}(0.0F) == 0);
}

TEST_CASE("quantisation costs little: first proposals of the committed generator, int8 against float") {
  using Weights = generated::Im2col96k;
  const Checkpoint checkpoint = load_checkpoint(std::string{GANDSE_NETWORKS} + "/../checkpoints/im2col_96k.cbor");
  GeneratorNet net = restore<Weights>(checkpoint);
  net.round_weights();  // what training saw
  const auto tasks = paper_style_tasks<Weights::Template>(
      read_networks<Weights::Template>(std::string{GANDSE_NETWORKS} + "/validation.csv"), 300, 4, 2);
  const Quality integer = measure_generator(generated::im2col_96k, tasks, {1, 1, 1}, 2);
  const Quality reference = measure_float_first(net, tasks, 1);
  MESSAGE("satisfied ", integer.satisfied, " of ", reference.satisfied, ", median gap ", integer.median_gap, " of ",
          reference.median_gap);
  CHECK(integer.satisfied >= reference.satisfied - 0.015);
  CHECK(integer.median_gap <= reference.median_gap + 0.02);
}

TEST_CASE("int8 inference of the committed generator follows its float checkpoint") {
  using Weights = generated::Im2col96k;
  using Template = Weights::Template;
  const Checkpoint checkpoint = load_checkpoint(std::string{GANDSE_NETWORKS} + "/../checkpoints/im2col_96k.cbor");
  GeneratorNet net = restore<Weights>(checkpoint);
  net.round_weights();  // what training saw
  double squared = 0;
  double spread = 0;
  int values = 0;
  for (const auto& judged : paper_style_tasks<Template>(
           read_networks<Template>(std::string{GANDSE_NETWORKS} + "/validation.csv"), 100, 3, 2)) {
    Random random{1};
    const auto features = Encoder<Template>::encode(judged.task.layer, judged.task.objective, {}, random);
    const Inference<Weights> integer{generated::im2col_96k, features};
    const FloatInference<Template> reference{net, features};
    Random draws{2};
    const auto configuration = random_canonical_configuration<Template>(judged.task.layer, {}, draws);
    for (std::size_t head = 0; head < Weights::Heads::kCount; ++head) {
      const auto a = integer.logits(head, configuration);    // log2, Q8
      const auto b = reference.logits(head, configuration);  // nats, Q16
      const std::size_t choices = Weights::Heads::choice_offset[head + 1] - Weights::Heads::choice_offset[head];
      double mean_a = 0;
      double mean_b = 0;
      for (std::size_t c = 0; c < choices; ++c) {
        mean_a += a[c] / 256.0 / static_cast<double>(choices);
        mean_b += b[c] / 65536.0 / 0.69314718 / static_cast<double>(choices);
      }
      for (std::size_t c = 0; c < choices; ++c) {
        const double x = a[c] / 256.0 - mean_a;
        const double y = b[c] / 65536.0 / 0.69314718 - mean_b;
        squared += (x - y) * (x - y);
        spread += y * y;
        ++values;
      }
    }
  }
  const double relative = std::sqrt(squared / spread);
  MESSAGE("relative error of the int8 logits (rms): ", relative, " over ", values, " values");
  CHECK(relative < 0.1);
}

}  // namespace gandse::test
