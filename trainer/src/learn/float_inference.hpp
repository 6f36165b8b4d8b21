// The float generator behind the interface of runtime's int8 Inference, to see what quantisation costs.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "gandse/runtime/generator.hpp"
#include "learn/quality.hpp"
#include "net/generator_net.hpp"

namespace gandse::trainer {

template <class Template_>
class FloatInference {
 public:
  using Template = Template_;
  using Heads = gandse::Heads<Template>;
  using Logits = std::array<std::int32_t, kMaxChoices>;

  FloatInference(GeneratorNet& net, const typename Encoder<Template>::Features& features) : net_(net) {
    Matrix input(1, static_cast<Eigen::Index>(features.size()));
    for (std::size_t i = 0; i < features.size(); ++i) {
      input(0, static_cast<Eigen::Index>(i)) = static_cast<float>(features[i]) * kFeatureScale;
    }
    net_.trunk(input);
  }

  /// In 1/65536 nat, so that rounding is far below what int8 loses.
  [[nodiscard]] Logits logits(std::size_t head, const typename Template::Configuration& configuration) const {
    Matrix drawn = Matrix::Zero(1, static_cast<Eigen::Index>(Heads::kChoices));
    for (std::size_t before = 0; before < head; ++before) {
      drawn(0, static_cast<Eigen::Index>(Heads::choice_offset[before] + configuration[Heads::parameters[before]])) =
          1.0F;
    }
    const Matrix values = net_.logits(head, drawn);
    std::array<std::int32_t, kMaxChoices> result{};
    std::transform(values.data(), values.data() + values.size(), result.begin(), [](float x) {
      return static_cast<std::int32_t>(std::lround(std::clamp(x, -1e4F, 1e4F) * 65536.0F));
    });
    return result;
  }

 private:
  GeneratorNet& net_;
};

/// First proposals of the float generator, as runtime's Explorer makes them with budget 1. One thread: the net has
/// state.
template <class Template>
Quality measure_float_first(GeneratorNet& net, const std::vector<JudgedTask<Template>>& tasks, std::uint64_t seed) {
  return measure(tasks, 1, [&](const Task<Template>& task, std::size_t) {
    Random random{seed};
    const FloatInference<Template> inference{net,
                                             Encoder<Template>::encode(task.layer, task.objective, task.pins, random)};
    const auto configuration = propose(inference, task.layer, task.pins, least_configuration<Template>(task.pins),
                                       static_cast<Random*>(nullptr));
    const Evaluation evaluation = Template::evaluate(task.layer, configuration);
    if (!evaluation.legal()) {
      return Outcome{INFINITY, false, 1};
    }
    return Outcome{score<Template>(evaluation.cost, task.objective),
                   satisfies(evaluation.cost, task.objective, Template::Technology::kClockMhz), 1};
  });
}

}  // namespace gandse::trainer
