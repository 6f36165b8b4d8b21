#include "net/mlp.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <unordered_map>

#include "net/dense_layer.hpp"
#include "support/draws.hpp"

namespace gandse::trainer {

struct Mlp::Network {
  tiny_dnn::sequential nodes;
  std::vector<std::shared_ptr<DenseLayer>> layers;

  [[nodiscard]] const tiny_dnn::vec_t& values(std::size_t layer, std::size_t kind) const {
    return *layers.at(layer)->weights().at(kind);
  }
  [[nodiscard]] const tiny_dnn::vec_t& gradient(std::size_t layer, std::size_t kind) const {
    return layers.at(layer)->weights_grads().at(kind)->front();
  }
};

struct Adam::Optimiser : tiny_dnn::optimizer {
  struct Moments {
    std::vector<float> first, second;
  };

  void update(const tiny_dnn::vec_t& gradient, tiny_dnn::vec_t& weight, bool /*parallelize*/) override {
    Moments& m = moments_of(&weight, weight.size());
    const float scale = rate * std::sqrt(1.0F - std::pow(kSecond, static_cast<float>(step))) /
                        (1.0F - std::pow(kFirst, static_cast<float>(step)));
    for (std::size_t i = 0; i < weight.size(); ++i) {
      m.first[i] += (1.0F - kFirst) * (gradient[i] - m.first[i]);
      m.second[i] += (1.0F - kSecond) * (gradient[i] * gradient[i] - m.second[i]);
      weight[i] -= scale * m.first[i] / (std::sqrt(m.second[i]) + kEpsilon);
    }
  }

  Moments& moments_of(const tiny_dnn::vec_t* weight, std::size_t size) {
    const auto [found, fresh] = index.try_emplace(weight, all.size());
    if (fresh) {
      Moments m{std::vector<float>(size), std::vector<float>(size)};
      if (!restored.empty()) {  // a resumed run meets its weights in the order in which it first met them
        if (cursor + 2 * size > restored.size()) {
          throw std::runtime_error("the optimiser's state does not belong to these networks");
        }
        const auto from = restored.begin() + static_cast<std::ptrdiff_t>(cursor);
        const auto middle = from + static_cast<std::ptrdiff_t>(size);
        m = {{from, middle}, {middle, middle + static_cast<std::ptrdiff_t>(size)}};
        if (std::any_of(m.second.begin(), m.second.end(), [](float square) { return square < 0; })) {
          throw std::runtime_error("the optimiser's state holds a mean of squares below 0");
        }
        cursor += 2 * size;
      }
      all.push_back(std::move(m));
    }
    return all[found->second];
  }

  static constexpr float kFirst = 0.9F;
  static constexpr float kSecond = 0.999F;
  static constexpr float kEpsilon = 1e-8F;
  float rate = 1e-3F;
  std::uint64_t step = 0;
  std::unordered_map<const tiny_dnn::vec_t*, std::size_t> index;
  std::vector<Moments> all;
  std::vector<float> restored;
  std::size_t cursor = 1;
};

namespace {

std::vector<float> to_vector(const tiny_dnn::vec_t& values) { return {values.begin(), values.end()}; }

}  // namespace

Mlp::Mlp(const std::vector<std::size_t>& widths, bool linear_output, std::uint64_t seed)
    : network_(std::make_unique<Network>()) {
  for (std::size_t i = 0; i + 1 < widths.size(); ++i) {
    const bool last = i + 2 == widths.size();
    network_->layers.push_back(std::make_shared<DenseLayer>(widths[i], widths[i + 1], !(last && linear_output)));
    network_->nodes.add(network_->layers.back());
  }
  network_->nodes.setup(true);
  // He initialisation from our own generator: tiny-dnn's draws from one global state.
  Random random{seed};
  for (const auto& layer : network_->layers) {
    tiny_dnn::vec_t& weight = *layer->weights()[0];
    const double bound = std::sqrt(6.0 / static_cast<double>(layer->fan_in_size()));
    for (float& w : weight) {
      w = static_cast<float>(bound * (2.0 * uniform(random) - 1.0));
    }
    tiny_dnn::vec_t& bias = *layer->weights()[1];
    std::fill(bias.begin(), bias.end(), 0.0F);
  }
}

Mlp::~Mlp() = default;
Mlp::Mlp(Mlp&&) noexcept = default;
Mlp& Mlp::operator=(Mlp&&) noexcept = default;

Matrix Mlp::forward(const Matrix& input) {
  DenseLayer::scatter(input, *network_->layers.front()->inputs()[0]->get_data());
  for (const auto& layer : network_->layers) {
    layer->forward();
  }
  return network_->layers.back()->activation();
}

Matrix Mlp::backward(const Matrix& output_gradient) {
  DenseLayer::scatter(output_gradient, *network_->layers.back()->outputs()[0]->get_gradient());
  for (auto layer = network_->layers.rbegin(); layer != network_->layers.rend(); ++layer) {
    (*layer)->backward();
  }
  return network_->layers.front()->input_gradient();
}

void Mlp::update(Adam& optimiser) { network_->nodes.update_weights(optimiser.optimiser_.get(), 1); }

void Mlp::clear_gradients() { network_->nodes.clear_grads(); }

std::size_t Mlp::layers() const { return network_->layers.size(); }
std::vector<float> Mlp::weight(std::size_t layer) const { return to_vector(network_->values(layer, 0)); }
std::vector<float> Mlp::bias(std::size_t layer) const { return to_vector(network_->values(layer, 1)); }
std::vector<float> Mlp::weight_gradient(std::size_t layer) const { return to_vector(network_->gradient(layer, 0)); }
std::vector<float> Mlp::bias_gradient(std::size_t layer) const { return to_vector(network_->gradient(layer, 1)); }
Matrix Mlp::activation(std::size_t layer) const { return network_->layers.at(layer)->activation(); }

std::vector<float> Mlp::parameters() const {
  std::vector<float> all;
  for (const auto& layer : network_->layers) {
    for (const tiny_dnn::vec_t* values : layer->weights()) {
      all.insert(all.end(), values->begin(), values->end());
    }
  }
  return all;
}

void Mlp::set_parameters(const std::vector<float>& parameters) {
  if (parameters.size() != this->parameters().size()) {
    throw std::runtime_error("a checkpoint holds " + std::to_string(parameters.size()) + " weights for a network of " +
                             std::to_string(this->parameters().size()));
  }
  auto from = parameters.begin();
  for (const auto& layer : network_->layers) {
    for (tiny_dnn::vec_t* values : layer->weights()) {
      std::copy_n(from, values->size(), values->begin());
      from += static_cast<std::ptrdiff_t>(values->size());
    }
  }
}

Adam::Adam(float rate) : optimiser_(std::make_unique<Optimiser>()) { optimiser_->rate = rate; }
Adam::~Adam() = default;
void Adam::set_rate(float rate) { optimiser_->rate = rate; }
void Adam::begin_step() { ++optimiser_->step; }

std::vector<float> Adam::state() const {
  std::vector<float> state{static_cast<float>(optimiser_->step)};
  for (const auto& m : optimiser_->all) {
    state.insert(state.end(), m.first.begin(), m.first.end());
    state.insert(state.end(), m.second.begin(), m.second.end());
  }
  return state;
}

void Adam::set_state(std::vector<float> state) {
  *optimiser_ = Optimiser{};
  optimiser_->step = static_cast<std::uint64_t>(state.at(0));
  if (state.size() > 1) {  // else it had not met any weights yet
    optimiser_->restored = std::move(state);
  }
}

}  // namespace gandse::trainer
