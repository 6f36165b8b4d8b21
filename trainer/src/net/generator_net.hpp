// The float generator: the same shape as runtime's int8 GeneratorWeights, as a trunk and one small MLP per head.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "net/mlp.hpp"

namespace gandse::trainer {

/// An int8 feature q stands for q / 64 in the float networks.
inline constexpr float kFeatureScale = 1.0F / 64.0F;

struct GeneratorShape {
  std::size_t inputs = 0;
  std::size_t trunk_width = 0;
  std::size_t trunk_layers = 0;
  std::size_t head_width = 0;
  std::vector<std::size_t> choices;  ///< per head, in draw order
  bool joint = true;                 ///< heads see the choices already drawn; else their prefix weights stay 0

  [[nodiscard]] std::size_t all_choices() const;
  /// Choices of all heads before `head`: the width of its prefix.
  [[nodiscard]] std::size_t prefix(std::size_t head) const;
  /// Weights and biases that can be other than 0.
  [[nodiscard]] std::size_t weights() const;
};

class GeneratorNet {
 public:
  GeneratorNet(GeneratorShape shape, std::uint64_t seed);

  /// features [batch, inputs] -> trunk activations; starts a pass.
  const Matrix& trunk(const Matrix& features);
  /// Logits [batch, choices of head] for the choices already drawn: `drawn` is one-hot, [batch, all choices], of which
  /// head `head` sees the first prefix(head) columns.
  Matrix logits(std::size_t head, const Matrix& drawn);
  /// d(loss)/d(logits) of the head's last `logits`; gathers what the trunk gets.
  void backward_head(std::size_t head, const Matrix& gradient);
  void backward_trunk();
  void update(Adam& optimiser);

  /// Puts every weight on the int8 grid that the quantiser will give it, so that the passes that follow, and their
  /// gradients, see what the device will compute with (straight-through, Jacob et al. 2018). Biases and activations
  /// stay as they are.
  void round_weights();
  /// Back to the exact weights, before `update`.
  void restore_weights();

  [[nodiscard]] const GeneratorShape& shape() const { return shape_; }
  [[nodiscard]] const Mlp& trunk_net() const { return trunk_; }
  [[nodiscard]] const Mlp& head_net(std::size_t head) const { return heads_[head]; }
  [[nodiscard]] std::vector<float> parameters() const;
  void set_parameters(const std::vector<float>& parameters);

 private:
  void forget_prefix(std::size_t head);

  GeneratorShape shape_;
  Mlp trunk_;
  std::vector<Mlp> heads_;
  std::vector<float> exact_;
  Matrix activations_;
  Matrix trunk_gradient_;
};

/// Largest activation of every quantised layer: trunk layers, then the hidden layer of every head.
struct ActivationRange {
  std::vector<float> trunk;
  std::vector<float> head;
};

}  // namespace gandse::trainer
