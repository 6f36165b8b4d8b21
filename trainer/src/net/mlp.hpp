// A multilayer perceptron: tiny-dnn holds layers, weights, gradients and connections; the dense layers are ours
// (Eigen).
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <vector>

namespace gandse::trainer {

/// One row per sample.
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

class Adam;

/// Dense layers of widths[0] -> widths[1] -> ...; ReLU after each but, where `linear_output`, the last.
class Mlp {
 public:
  Mlp(const std::vector<std::size_t>& widths, bool linear_output, std::uint64_t seed);
  ~Mlp();
  Mlp(Mlp&&) noexcept;
  Mlp& operator=(Mlp&&) noexcept;

  /// [batch, widths.front()] -> [batch, widths.back()]; keeps what `backward` needs.
  Matrix forward(const Matrix& input);
  /// d(loss)/d(output) -> d(loss)/d(input); adds to the weight gradients. Belongs to the last `forward`.
  Matrix backward(const Matrix& output_gradient);
  /// One optimiser step with the gradients gathered since the last one, then clears them.
  void update(Adam& optimiser);
  void clear_gradients();

  [[nodiscard]] std::size_t layers() const;
  /// Row-major [output][input].
  [[nodiscard]] std::vector<float> weight(std::size_t layer) const;
  [[nodiscard]] std::vector<float> bias(std::size_t layer) const;
  [[nodiscard]] std::vector<float> weight_gradient(std::size_t layer) const;
  [[nodiscard]] std::vector<float> bias_gradient(std::size_t layer) const;
  /// Activations of `layer` in the last `forward`.
  [[nodiscard]] Matrix activation(std::size_t layer) const;

  /// All weights and biases, layer by layer.
  [[nodiscard]] std::vector<float> parameters() const;
  /// Takes back what `parameters` gave. Throws std::runtime_error where the size is another.
  void set_parameters(const std::vector<float>& parameters);

 private:
  friend class Adam;
  struct Network;
  std::unique_ptr<Network> network_;
};

/// Adam (Kingma and Ba, 2015) with bias correction per step; tiny-dnn's own corrects once per weight tensor.
class Adam {
 public:
  explicit Adam(float rate = 1e-3F);
  ~Adam();

  void set_rate(float rate);
  /// Starts the next step: every network updated until the next call belongs to it.
  void begin_step();

  /// Steps taken and both moments of every weight, in the order of the first update.
  [[nodiscard]] std::vector<float> state() const;
  void set_state(std::vector<float> state);

 private:
  friend class Mlp;
  struct Optimiser;
  std::unique_ptr<Optimiser> optimiser_;
};

}  // namespace gandse::trainer
