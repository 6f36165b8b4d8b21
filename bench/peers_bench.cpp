// The same inference, of the same weights, by other libraries: one sample, one thread. A peer whose result differs from
// ours by more than rounding is not timed.
#include <benchmark/benchmark.h>
#include <xnnpack.h>

#include <dnnl.hpp>

#define CNN_NO_SERIALIZATION
#include <tiny_dnn/tiny_dnn.h>

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <unordered_map>
#include <vector>

#include "generators.hpp"
#include "peers.hpp"
#include "subjects.hpp"

namespace gandse::bench {
namespace {

constexpr const auto& kWeights = generated::im2col_96k;
using Weights = std::decay_t<decltype(kWeights)>;
using Template = Weights::Template;
using Features = Encoder<Template>::Features;
using Layers = std::vector<DenseLayer>;

Features encode(const Task<Template>& task) {
  Random random{1};
  return Encoder<Template>::encode(task.layer, task.objective, task.pins, random);
}

/// Ours, layer by layer.
class Ours {
 public:
  explicit Ours(Layers layers) : layers_(std::move(layers)), sums_(layers_.back().outputs) {}
  void run(const Features& features) {
    std::copy(features.begin(), features.end(), activations_.begin());
    for (const DenseLayer& layer : layers_) {
      dense(layer.weight, layer.bias, activations_.data(), layer.inputs, layer.outputs, sums_.data());
      if (!layer.last) {
        activate(sums_.data(), layer.outputs, layer.scale, activations_.data());
      }
    }
  }
  [[nodiscard]] double result(std::size_t o) const { return sums_[o]; }

 private:
  Layers layers_;
  std::array<std::int8_t, 1024> activations_{};
  std::vector<std::int32_t> sums_;
};

/// Three nested loops, left to the compiler's vectoriser.
class NaiveInt8 {
 public:
  explicit NaiveInt8(Layers layers) : layers_(std::move(layers)), sums_(layers_.back().outputs) {}
  void run(const Features& features) {
    std::copy(features.begin(), features.end(), activations_.begin());
    for (const DenseLayer& layer : layers_) {
      for (std::size_t o = 0; o < layer.outputs; ++o) {
        std::int32_t sum = layer.bias[o];
        for (std::size_t i = 0; i < layer.inputs; ++i) {
          sum += std::int32_t{layer.weight[o * layer.inputs + i]} * activations_[i];
        }
        sums_[o] = sum;
      }
      for (std::size_t o = 0; o < layer.outputs && !layer.last; ++o) {
        activations_[o] = gandse::activate(sums_[o], layer.scale);
      }
    }
  }
  [[nodiscard]] double result(std::size_t o) const { return sums_[o]; }

 private:
  Layers layers_;
  std::array<std::int8_t, 1024> activations_{};
  std::vector<std::int32_t> sums_;
};

/// Matrix times vector.
class EigenFloat {
 public:
  explicit EigenFloat(const Layers& layers) {
    for (const DenseLayer& layer : layers) {
      const auto rows = static_cast<Eigen::Index>(layer.outputs);
      const auto columns = static_cast<Eigen::Index>(layer.inputs);
      layers_.push_back({Eigen::Map<const RowMajor>(layer.float_weight().data(), rows, columns),
                         Eigen::Map<const Eigen::VectorXf>(layer.float_bias().data(), rows), Eigen::VectorXf(rows)});
    }
  }
  void run(const Features& features) {
    input_ =
        Eigen::Map<const Eigen::Matrix<std::int8_t, Eigen::Dynamic, 1>>(features.data(), features.size()).cast<float>();
    const Eigen::VectorXf* from = &input_;
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      Layer& layer = layers_[l];
      layer.result.noalias() = layer.weight * *from;
      layer.result += layer.bias;
      if (l + 1 < layers_.size()) {
        layer.result = layer.result.cwiseMax(0.0F);
      }
      from = &layer.result;
    }
  }
  [[nodiscard]] double result(std::size_t o) const { return layers_.back().result[static_cast<Eigen::Index>(o)]; }

 private:
  using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  struct Layer {
    RowMajor weight;
    Eigen::VectorXf bias;
    Eigen::VectorXf result;
  };
  std::vector<Layer> layers_;
  Eigen::VectorXf input_;
};

/// tiny-dnn's own fully connected layers.
class TinyDnn {
 public:
  explicit TinyDnn(const Layers& layers) {
    using tiny_dnn::fully_connected_layer;
    namespace activation = tiny_dnn::activation;
    for (const DenseLayer& layer : layers) {
      const auto inputs = static_cast<tiny_dnn::serial_size_t>(layer.inputs);
      const auto outputs = static_cast<tiny_dnn::serial_size_t>(layer.outputs);
      if (layer.last) {
        net_ << fully_connected_layer<activation::identity>(inputs, outputs);
      } else {
        net_ << fully_connected_layer<activation::relu>(inputs, outputs);
      }
    }
    net_.init_weight();
    for (std::size_t l = 0; l < layers.size(); ++l) {
      const auto weight = layers[l].float_weight();
      const auto bias = layers[l].float_bias();
      auto& to = *net_[l]->weights()[0];
      for (std::size_t o = 0; o < layers[l].outputs; ++o) {
        for (std::size_t i = 0; i < layers[l].inputs; ++i) {
          to[i * layers[l].outputs + o] = weight[o * layers[l].inputs + i];
        }
      }
      std::copy(bias.begin(), bias.end(), net_[l]->weights()[1]->begin());
    }
  }
  void run(const Features& features) {
    input_.assign(features.begin(), features.end());
    output_ = net_.predict(input_);
  }
  [[nodiscard]] double result(std::size_t o) const { return output_[o]; }

 private:
  tiny_dnn::network<tiny_dnn::sequential> net_;
  tiny_dnn::vec_t input_;
  tiny_dnn::vec_t output_;
};

void check(xnn_status status) {
  if (status != xnn_status_success) {
    throw std::runtime_error("XNNPACK refuses with status " + std::to_string(status));
  }
}

/// XNNPACK's operators, set up once. int8 has its last layer's result in int8 too.
class Xnnpack {
 public:
  Xnnpack(const Layers& layers, bool quantised) : quantised_(quantised) {
    check(xnn_initialize(nullptr));
    buffers_.resize(layers.size() + 1);
    float_buffers_.resize(layers.size() + 1);
    for (std::size_t l = 0; l < layers.size(); ++l) {
      const DenseLayer& layer = layers[l];
      // It may read 16 bytes beyond an input.
      buffers_[l].resize(layer.inputs + XNN_EXTRA_BYTES);
      float_buffers_[l].resize(layer.inputs + XNN_EXTRA_BYTES);
      buffers_[l + 1].resize(layer.outputs + XNN_EXTRA_BYTES);
      float_buffers_[l + 1].resize(layer.outputs + XNN_EXTRA_BYTES);
      xnn_operator_t created = nullptr;
      if (quantised) {
        check(xnn_create_fully_connected_nc_qs8(
            layer.inputs, layer.outputs, layer.inputs, layer.outputs, 0, 1.0F, 1.0F, layer.weight, layer.bias, 0,
            layer.last ? kLastStep : 1.0F / layer.float_scale(), layer.last ? -128 : 0, 127, 0, &created));
      } else {
        check(xnn_create_fully_connected_nc_f32(layer.inputs, layer.outputs, layer.inputs, layer.outputs,
                                                layer.float_weight().data(), layer.float_bias().data(),
                                                layer.last ? -INFINITY : 0.0F, INFINITY, 0, &created));
      }
      operators_.emplace_back(created, &xnn_delete_operator);
    }
    for (std::size_t l = 0; l < layers.size(); ++l) {
      check(quantised ? xnn_setup_fully_connected_nc_qs8(operators_[l].get(), 1, buffers_[l].data(),
                                                         buffers_[l + 1].data(), nullptr)
                      : xnn_setup_fully_connected_nc_f32(operators_[l].get(), 1, float_buffers_[l].data(),
                                                         float_buffers_[l + 1].data(), nullptr));
    }
  }
  void run(const Features& features) {
    if (quantised_) {
      std::copy(features.begin(), features.end(), buffers_.front().begin());
    } else {
      std::copy(features.begin(), features.end(), float_buffers_.front().begin());
    }
    for (const auto& op : operators_) {
      xnn_run_operator(op.get(), nullptr);
    }
  }
  [[nodiscard]] double result(std::size_t o) const {
    return quantised_ ? static_cast<double>(buffers_.back()[o]) * kLastStep
                      : static_cast<double>(float_buffers_.back()[o]);
  }
  /// Beyond it a result is saturated.
  [[nodiscard]] double most() const { return quantised_ ? 127 * kLastStep : INFINITY; }

 private:
  static constexpr float kLastStep = 256.0F;  ///< of the last layer's int8, in our sums: most of them fit

  bool quantised_;
  std::vector<std::unique_ptr<xnn_operator, xnn_status (*)(xnn_operator_t)>> operators_;
  std::vector<std::vector<std::int8_t>> buffers_;
  std::vector<std::vector<float>> float_buffers_;
};

/// oneDNN's inner products on the CPU, weights in the layout it prefers.
class OneDnn {
 public:
  OneDnn(const Layers& layers, bool quantised) : quantised_(quantised), engine_(dnnl::engine::kind::cpu, 0) {
    using dnnl::memory;
    const auto data = quantised ? memory::data_type::s8 : memory::data_type::f32;
    memory from{{{1, dim(layers.front().inputs)}, data, memory::format_tag::nc}, engine_};
    input_ = from;
    for (const DenseLayer& layer : layers) {
      const auto sums = quantised ? memory::data_type::s32 : memory::data_type::f32;
      const auto result = layer.last ? sums : data;
      const memory::desc source{{1, dim(layer.inputs)}, data, memory::format_tag::nc};
      const memory::desc any_weight{{dim(layer.outputs), dim(layer.inputs)}, data, memory::format_tag::any};
      const memory::desc bias_of{{dim(layer.outputs)}, sums, memory::format_tag::x};
      const memory::desc target{{1, dim(layer.outputs)}, result, memory::format_tag::nc};
      dnnl::primitive_attr attributes;
      if (!layer.last) {
        if (quantised) {
          attributes.set_output_scales(0, {layer.float_scale()});
        }
        dnnl::post_ops relu;
        relu.append_eltwise(1.0F, dnnl::algorithm::eltwise_relu, 0.0F, 0.0F);
        attributes.set_post_ops(relu);
      }
      const dnnl::inner_product_forward::primitive_desc description{
          {dnnl::prop_kind::forward_inference, source, any_weight, bias_of, target}, attributes, engine_};
      memory plain{{{dim(layer.outputs), dim(layer.inputs)}, data, memory::format_tag::oi}, engine_};
      memory bias{bias_of, engine_};
      if (quantised) {
        std::copy_n(layer.weight, layer.inputs * layer.outputs, static_cast<std::int8_t*>(plain.get_data_handle()));
        std::copy_n(layer.bias, layer.outputs, static_cast<std::int32_t*>(bias.get_data_handle()));
      } else {
        const auto weight = layer.float_weight();
        const auto float_bias = layer.float_bias();
        std::copy(weight.begin(), weight.end(), static_cast<float*>(plain.get_data_handle()));
        std::copy(float_bias.begin(), float_bias.end(), static_cast<float*>(bias.get_data_handle()));
      }
      memory weight{description.weights_desc(), engine_};
      dnnl::stream stream{engine_};
      dnnl::reorder{plain, weight}.execute(stream, plain, weight);
      stream.wait();
      memory to{target, engine_};
      steps_.push_back({dnnl::inner_product_forward{description},
                        {{DNNL_ARG_SRC, from}, {DNNL_ARG_WEIGHTS, weight}, {DNNL_ARG_BIAS, bias}, {DNNL_ARG_DST, to}}});
      from = to;
    }
    output_ = from;
  }
  void run(const Features& features) {
    if (quantised_) {
      std::copy(features.begin(), features.end(), static_cast<std::int8_t*>(input_.get_data_handle()));
    } else {
      std::copy(features.begin(), features.end(), static_cast<float*>(input_.get_data_handle()));
    }
    for (auto& step : steps_) {
      step.primitive.execute(stream_, step.arguments);
    }
    stream_.wait();
  }
  [[nodiscard]] double result(std::size_t o) const {
    const void* const data = output_.get_data_handle();
    return quantised_ ? static_cast<double>(static_cast<const std::int32_t*>(data)[o])
                      : static_cast<double>(static_cast<const float*>(data)[o]);
  }

 private:
  static dnnl::memory::dim dim(std::size_t n) { return static_cast<dnnl::memory::dim>(n); }

  struct Step {
    dnnl::inner_product_forward primitive;
    std::unordered_map<int, dnnl::memory> arguments;
  };
  bool quantised_;
  dnnl::engine engine_;
  dnnl::stream stream_{engine_};
  std::vector<Step> steps_;
  dnnl::memory input_;
  dnnl::memory output_;
};

template <class Peer>
double most_of(const Peer& peer) {
  if constexpr (std::is_same_v<Peer, Xnnpack>) {
    return peer.most();
  }
  return INFINITY;
}

/// Largest difference of a peer's last result to ours, as a share of our largest.
template <class Peer>
double difference(const Ours& ours, const Peer& peer, std::size_t outputs) {
  double largest = 0;
  double worst = 0;
  for (std::size_t o = 0; o < outputs; ++o) {
    const double expected = std::clamp(ours.result(o), -most_of(peer), most_of(peer));
    largest = std::max(largest, std::abs(expected));
    worst = std::max(worst, std::abs(peer.result(o) - expected));
  }
  return worst / largest;
}

template <class Peer, class... Arguments>
void time_peer(benchmark::State& state, Arguments... arguments) {
  constexpr double kRounding = 0.05;  // some round activations to int8, and others do not
  try {
    const Layers layers = dense_layers(kWeights);
    Peer peer{layers, arguments...};
    Ours ours{layers};
    for (const auto& task : tasks<Template>()) {
      const Features features = encode(task);
      peer.run(features);
      ours.run(features);
      const double apart = difference(ours, peer, layers.back().outputs);
      if (!(apart < kRounding)) {
        state.SkipWithError(("the result differs by " + std::to_string(apart)).c_str());
        return;
      }
    }
    auto rotation = prepared<Template>(encode);
    for (auto _ : state) {
      peer.run(rotation.next());
      benchmark::ClobberMemory();
    }
    rate(state, "MACs/s", static_cast<double>(inference_macs<Weights>()));
  } catch (const std::exception& error) {
    state.SkipWithError(error.what());
  }
}

const bool registered = [] {
  const auto add = [](const char* name, const auto& function) {
    benchmark::RegisterBenchmark((std::string{"inference_by/"} + name).c_str(), function);
  };
  add("GANDSE_int8", [](benchmark::State& state) { time_peer<Ours>(state); });
  add("naive_int8", [](benchmark::State& state) { time_peer<NaiveInt8>(state); });
  add("XNNPACK_int8", [](benchmark::State& state) { time_peer<Xnnpack>(state, true); });
  add("oneDNN_int8", [](benchmark::State& state) { time_peer<OneDnn>(state, true); });
  add("Eigen_float", [](benchmark::State& state) { time_peer<EigenFloat>(state); });
  add("XNNPACK_float", [](benchmark::State& state) { time_peer<Xnnpack>(state, false); });
  add("oneDNN_float", [](benchmark::State& state) { time_peer<OneDnn>(state, false); });
  add("tiny-dnn_float", [](benchmark::State& state) { time_peer<TinyDnn>(state); });
  return true;
}();

}  // namespace
}  // namespace gandse::bench
