#include "net/generator_net.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

namespace gandse::trainer {

namespace {

std::vector<std::size_t> trunk_widths(const GeneratorShape& shape) {
  std::vector<std::size_t> widths(shape.trunk_layers + 1, shape.trunk_width);
  widths[0] = shape.inputs;
  return widths;
}

// The columns [from, to) of a row-major matrix as multiples of their largest magnitude / 127: one tensor, one scale.
void round_to_int8(float* weight, std::size_t rows, std::size_t columns, std::size_t from, std::size_t to) {
  float largest = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = from; c < to; ++c) {
      largest = std::max(largest, std::fabs(weight[row * columns + c]));
    }
  }
  if (!(largest > 0)) {
    return;
  }
  const float scale = largest / 127.0F;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = from; c < to; ++c) {
      weight[row * columns + c] = std::round(weight[row * columns + c] / scale) * scale;
    }
  }
}

}  // namespace

std::size_t GeneratorShape::prefix(std::size_t head) const {
  return std::accumulate(choices.begin(), choices.begin() + static_cast<std::ptrdiff_t>(head), std::size_t{0});
}

std::size_t GeneratorShape::all_choices() const { return prefix(choices.size()); }

std::size_t GeneratorShape::weights() const {
  std::size_t sum = (inputs + 1 + (trunk_layers - 1) * (trunk_width + 1)) * trunk_width;
  for (std::size_t head = 0; head < choices.size(); ++head) {
    sum += (trunk_width + 1 + (joint ? prefix(head) : 0)) * head_width + (head_width + 1) * choices[head];
  }
  return sum;
}

GeneratorNet::GeneratorNet(GeneratorShape shape, std::uint64_t seed)
    : shape_(std::move(shape)), trunk_(trunk_widths(shape_), false, seed) {
  for (std::size_t head = 0; head < shape_.choices.size(); ++head) {
    heads_.emplace_back(
        std::vector<std::size_t>{shape_.trunk_width + shape_.prefix(head), shape_.head_width, shape_.choices[head]},
        true, seed + 1 + head);
    if (!shape_.joint) {
      forget_prefix(head);
    }
  }
}

// Weights of 0 whose input is 0 in training stay 0.
void GeneratorNet::forget_prefix(std::size_t head) {
  auto parameters = heads_[head].parameters();
  const std::size_t row = shape_.trunk_width + shape_.prefix(head);
  for (std::size_t output = 0; output < shape_.head_width; ++output) {
    const auto from = parameters.begin() + static_cast<std::ptrdiff_t>(output * row + shape_.trunk_width);
    std::fill_n(from, shape_.prefix(head), 0.0F);
  }
  heads_[head].set_parameters(parameters);
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
  if (shape_.joint) {
    input.rightCols(prefix) = drawn.leftCols(prefix);
  } else {
    input.rightCols(prefix).setZero();
  }
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

void GeneratorNet::round_weights() {
  exact_ = parameters();
  std::vector<float> rounded = exact_;
  float* at = rounded.data();
  for (std::size_t layer = 0; layer < shape_.trunk_layers; ++layer) {
    const std::size_t inputs = layer == 0 ? shape_.inputs : shape_.trunk_width;
    round_to_int8(at, shape_.trunk_width, inputs, 0, inputs);
    at += (inputs + 1) * shape_.trunk_width;
  }
  for (std::size_t head = 0; head < heads_.size(); ++head) {
    const std::size_t inputs = shape_.trunk_width + shape_.prefix(head);
    round_to_int8(at, shape_.head_width, inputs, 0, shape_.trunk_width);
    round_to_int8(at, shape_.head_width, inputs, shape_.trunk_width, inputs);
    at += (inputs + 1) * shape_.head_width;
    round_to_int8(at, shape_.choices[head], shape_.head_width, 0, shape_.head_width);
    at += (shape_.head_width + 1) * shape_.choices[head];
  }
  set_parameters(rounded);
}

void GeneratorNet::restore_weights() { set_parameters(exact_); }

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
  if (from != parameters.end()) {
    throw std::runtime_error("a checkpoint holds " + std::to_string(parameters.end() - from) +
                             " weights more than the network");
  }
}

}  // namespace gandse::trainer
