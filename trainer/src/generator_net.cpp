#include "generator_net.hpp"

#include <numeric>
#include <utility>

namespace gandse::trainer {

namespace {

std::vector<std::size_t> trunk_widths(const GeneratorShape& shape) {
  std::vector<std::size_t> widths(shape.trunk_layers + 1, shape.trunk_width);
  widths[0] = shape.inputs;
  return widths;
}

}  // namespace

std::size_t GeneratorShape::prefix(std::size_t head) const {
  return std::accumulate(choices.begin(), choices.begin() + static_cast<std::ptrdiff_t>(head), std::size_t{0});
}

std::size_t GeneratorShape::all_choices() const { return prefix(choices.size()); }

GeneratorNet::GeneratorNet(GeneratorShape shape, std::uint64_t seed)
    : shape_(std::move(shape)), trunk_(trunk_widths(shape_), false, seed) {
  for (std::size_t head = 0; head < shape_.choices.size(); ++head) {
    heads_.emplace_back(
        std::vector<std::size_t>{shape_.trunk_width + shape_.prefix(head), shape_.head_width, shape_.choices[head]},
        true, seed + 1 + head);
  }
}

const Matrix& GeneratorNet::trunk(const Matrix& features) {
  activations_ = trunk_.forward(features);
  trunk_gradient_ = Matrix::Zero(activations_.rows(), activations_.cols());
  return activations_;
}

Matrix GeneratorNet::logits(std::size_t head, const Matrix& drawn) {
  const auto prefix = static_cast<Eigen::Index>(shape_.prefix(head));
  Matrix input(activations_.rows(), activations_.cols() + prefix);
  input.leftCols(activations_.cols()) = activations_;
  input.rightCols(prefix) = drawn.leftCols(prefix);
  return heads_[head].forward(input);
}

void GeneratorNet::backward_head(std::size_t head, const Matrix& gradient) {
  trunk_gradient_ += heads_[head].backward(gradient).leftCols(activations_.cols());
}

void GeneratorNet::backward_trunk() { trunk_.backward(trunk_gradient_); }

void GeneratorNet::update(Adam& optimiser) {
  trunk_.update(optimiser);
  for (Mlp& head : heads_) {
    head.update(optimiser);
  }
}

std::vector<float> GeneratorNet::parameters() const {
  std::vector<float> all = trunk_.parameters();
  for (const Mlp& head : heads_) {
    const auto more = head.parameters();
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

void GeneratorNet::set_parameters(const std::vector<float>& parameters) {
  auto from = parameters.begin();
  const auto take = [&](Mlp& net) {
    const auto size = static_cast<std::ptrdiff_t>(net.parameters().size());
    const auto to = parameters.end() - from < size ? parameters.end() : from + size;
    net.set_parameters({from, to});
    from = to;
  };
  take(trunk_);
  for (Mlp& head : heads_) {
    take(head);
  }
}

}  // namespace gandse::trainer
