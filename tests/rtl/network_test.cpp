// A whole network on the machine, layer after layer on one memory: what one layer stores, the next one loads. Additions
// and pools are this program's. Schedules are those of `gandse network --json`, whose latency the cycles must add up
// to.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "machine.hpp"
#include "tensors.hpp"

namespace gandse::test {
namespace {

using Json = nlohmann::json;

/// A map in the memory, and what it must hold.
struct Map {
  std::uint32_t address = 0;
  Tensor expected{1, 1, 1};
};

Layer layer_of(const Json& json) {
  Layer layer;
  for (const auto& field : kLayerFields) {
    layer.*field.member = json.at(field.name).get<std::uint32_t>();
  }
  return layer;
}

Machine::Configuration configuration_of(const Json& json) {
  Machine::Configuration c{};
  for (std::size_t i = 0; i < c.size(); ++i) {
    const Parameter& p = Machine::parameters[i];
    const auto value = json.at("configuration").at(p.name).get<std::uint32_t>();
    c[i] = static_cast<std::uint8_t>(std::find(p.values.begin(), p.values.begin() + p.count, value) - p.values.begin());
  }
  return c;
}

class Network {
 public:
  Network() : machine_(std::size_t{1} << 27U), random_(7) {}

  Map image(const Layer& layer, const Machine::Configuration& c) {
    Tensor tensor(layer.ic * layer.repeat, input_rows(layer), input_columns(layer));
    for (auto& value : tensor.values) {
      value = static_cast<std::int8_t>(random_());
    }
    return store(std::move(tensor), Machine::array_of(c).rows());
  }

  /// Runs one layer. Its input may be larger than what it reads.
  Map run(const Json& json, const Map& input, bool relu) {
    const Layer layer = layer_of(json);
    const Machine::Configuration c = configuration_of(json);
    const Job job(layer, c);
    Weights weights;
    weights.values.resize(std::size_t{layer.oc} * layer.repeat * layer.ic * layer.kh * layer.kw);
    for (auto& value : weights.values) {
      value = static_cast<std::int8_t>(random_());
    }
    // Sums of K products of 74 x 40 in the mean become about 40.
    const double scale = 1 / (74 * std::sqrt(double{1} * layer.ic * layer.kh * layer.kw));
    const int shift = 15 - static_cast<int>(std::ceil(std::log2(scale)));
    for (std::uint32_t m = 0; m < layer.oc * layer.repeat; ++m) {
      weights.constants.push_back({static_cast<std::int32_t>(random_() % 4096) - 2048,
                                   static_cast<std::uint16_t>(scale * std::exp2(shift) * 0.9),
                                   static_cast<std::uint8_t>(shift)});
    }
    Addresses at;
    at.input = input.address;
    at.map_rows = input.expected.rows;
    at.map_columns = input.expected.columns;
    at.weights = place(job.weight_bytes());
    at.constants = place(job.constant_bytes());
    at.output = place(job.output_bytes());
    std::span<std::uint8_t> memory(machine_.memory);
    write_weights(job, weights, memory.subspan(at.weights));
    write_constants(job, weights, memory.subspan(at.constants));
    const std::uint64_t model = json.at("latency_cycles").get<std::uint64_t>();
    const Run run = machine_.run(job.registers(at, relu), 2 * model);
    Map output{at.output, convolve(layer, input.expected, weights, relu)};
    const bool equal = read_output(job, memory.subspan(at.output)).values == output.expected.values;
    const std::string name = json.at("name").get<std::string>();
    std::printf("%-18s %9llu cycles, the model %9llu; outputs %s\n", name.c_str(),
                static_cast<unsigned long long>(run.cycles), static_cast<unsigned long long>(model),
                equal ? "equal" : "DIFFER");
    wrong_ += equal && run.cycles == model && run.faults == 0 ? 0 : 1;
    cycles_ += run.cycles;
    rows_ = job.rows();
    return output;
  }

  Map add(const Map& a, const Map& b) {
    const Tensor left = load(a);
    const Tensor right = load(b);
    Tensor sum = left;
    for (std::size_t i = 0; i < sum.values.size(); ++i) {
      sum.values[i] = static_cast<std::int8_t>(std::clamp(left.values[i] + right.values[i], 0, 127));
    }
    return store(std::move(sum), rows_);
  }

  /// 3 x 3, stride 2, of the input and one more row and column on each side.
  Map pool(const Map& map) {
    const Tensor in = load(map);
    Tensor out(in.channels, (in.rows + 1) / 2, (in.columns + 1) / 2);
    for (std::uint32_t c = 0; c < out.channels; ++c) {
      for (std::uint32_t y = 0; y < out.rows; ++y) {
        for (std::uint32_t x = 0; x < out.columns; ++x) {
          std::int8_t most = -128;
          for (std::uint32_t r = std::max(2 * y, 1U) - 1; r <= std::min(2 * y + 1, in.rows - 1); ++r) {
            for (std::uint32_t s = std::max(2 * x, 1U) - 1; s <= std::min(2 * x + 1, in.columns - 1); ++s) {
              most = std::max(most, in.at(c, r, s));
            }
          }
          out.at(c, y, x) = most;
        }
      }
    }
    return store(std::move(out), rows_);
  }

  [[nodiscard]] std::uint64_t cycles() const { return cycles_; }
  [[nodiscard]] int wrong() const { return wrong_; }

 private:
  std::uint32_t place(std::uint64_t bytes) {
    const std::uint32_t begin = end_;
    end_ += static_cast<std::uint32_t>(bytes);
    if (end_ + 256 > machine_.memory.size()) {
      throw std::runtime_error("the memory is full");
    }
    return begin;
  }
  /// A dense map: as a layer of one group writes and reads it.
  [[nodiscard]] Job dense(const Tensor& tensor, std::uint32_t rows) const {
    Machine::Configuration c = kHardware;
    if (Machine::array_of(c).rows() != rows) {
      throw std::runtime_error("a schedule is for other hardware");
    }
    return {{tensor.channels, tensor.channels, tensor.rows, tensor.columns}, c};
  }
  Map store(Tensor tensor, std::uint32_t rows) {
    const Job job = dense(tensor, rows);
    const std::uint32_t address = place(job.input_bytes());
    write_input(job, tensor, std::span<std::uint8_t>(machine_.memory).subspan(address));
    return {address, std::move(tensor)};
  }
  Tensor load(const Map& map) {
    Tensor tensor =
        read_output(dense(map.expected, rows_), std::span<const std::uint8_t>(machine_.memory).subspan(map.address));
    wrong_ += tensor.values == map.expected.values ? 0 : 1;
    return tensor;
  }

  RtlMachine machine_;
  std::mt19937 random_;
  std::uint32_t end_ = 64;
  std::uint32_t rows_ = 0;
  std::uint64_t cycles_ = 0;
  int wrong_ = 0;
};

/// Layers one after the other.
void chain(Network& network, const Json& layers) {
  Map map = network.image(layer_of(layers[0]), configuration_of(layers[0]));
  for (const Json& layer : layers) {
    map = network.run(layer, map, true);
  }
}

/// ResNet: layers by name, `layerS.B.a`, `.b`, and `.project` where the identity has another shape.
void residual(Network& network, const Json& layers) {
  std::map<std::string, Json> by_name;
  for (const Json& layer : layers) {
    by_name[layer.at("name")] = layer;
  }
  Map map = network.image(layer_of(layers[0]), configuration_of(layers[0]));
  map = network.pool(network.run(by_name.at("conv1"), map, true));
  for (const char* block :
       {"layer1.1", "layer1.2", "layer2.1", "layer2.2", "layer3.1", "layer3.2", "layer4.1", "layer4.2"}) {
    const std::string name = block;
    const Map a = network.run(by_name.at(name + ".a"), map, true);
    const Map b = network.run(by_name.at(name + ".b"), a, false);
    const auto project = by_name.find(name + ".project");
    map = network.add(b, project == by_name.end() ? map : network.run(project->second, map, false));
  }
}

int run(const char* file) {
  std::ifstream stream{file};
  const Json answer = Json::parse(stream);
  Network network;
  const Json& layers = answer.at("layers");
  (layers[1].at("name") == "layer1.1.a" ? residual : chain)(network, layers);
  const auto latency = answer.at("latency_cycles").get<std::uint64_t>();
  std::printf("%zu layers: %llu cycles, gandse network says %llu; %d layers wrong\n", layers.size(),
              static_cast<unsigned long long>(network.cycles()), static_cast<unsigned long long>(latency),
              network.wrong());
  return network.cycles() == latency && network.wrong() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace gandse::test

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: network_test ANSWER.json, which `gandse network --json` printed\n", stderr);
    return 2;
  }
  try {
    return gandse::test::run(arguments[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "network_test: %s\n", error.what());
    return 2;
  }
}
