// Networks behind the C interface (gandse_network.h). GANDSE_C_NETWORK(NAME, LAYERS, BITSTREAMS, CELLS), in one source
// file after the generator's header, defines gandse_NAME_network() for gandse::generated::NAME. The library has done so
// for its own generators: GANDSE_C_NETWORK_AS(OTHER, NAME, LAYERS, BITSTREAMS, CELLS) defines gandse_OTHER_network()
// beside them, of other capacities.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>

#include "gandse/runtime/c_tables.hpp"
#include "gandse/runtime/network_feasibility.hpp"
#include "gandse/runtime/network_front.hpp"
#include "gandse/runtime/reconfigurator.hpp"

/// @cond internal
namespace gandse {

template <const auto& Trained, std::size_t MostLayers, std::size_t MostBitstreams, std::size_t Cells>
class CNetwork {
 public:
  static const gandse_network_generator generator;

 private:
  using Weights = std::remove_const_t<std::remove_reference_t<decltype(Trained)>>;
  using Template = typename Weights::Template;
  static constexpr std::uint32_t kClock = Template::Technology::kClockMhz;

  struct Network : gandse_network {
    explicit Network(const gandse_network& base) : gandse_network(base) {}
    std::array<typename Template::Layer, MostLayers> layers{};
    std::array<Bitstream<Template>, MostBitstreams> bitstreams{};
    std::size_t bitstream_count = 0;
    Limits<Template> limits{};
    Reconfigurator<Weights, MostLayers, MostBitstreams, Cells> device{Trained};
  };
  static_assert(alignof(Network) <= alignof(std::uint64_t), "a network is aligned as uint64_t");
  static_assert(sizeof(Network) <= GANDSE_NETWORK_BYTES_OF(MostLayers, MostBitstreams, Cells) ||
                    Template::kParameters > 16 || Template::layer_fields.size() > 20,
                "GANDSE_NETWORK_BYTES_OF is less than a network needs");

  static Network& full(gandse_network& network) { return static_cast<Network&>(network); }
  static const Network& full(const gandse_network& network) { return static_cast<const Network&>(network); }

  static gandse_network* open(void* memory) { return new (memory) Network{gandse_network{&generator}}; }

  // Fields that have to be given are 0 until they are, as in a session.
  static bool add_layer(gandse_network& network) {
    Network& n = full(network);
    if (n.layer_count == MostLayers) {
      return false;
    }
    auto& layer = n.layers[n.layer_count++];
    layer = {};
    for (const auto& field : Template::layer_fields) {
      layer.*field.member = field.optional ? layer.*field.member : 0;
    }
    return true;
  }
  static bool set_layer(gandse_network& network, const char* name, std::uint32_t value) {
    Network& n = full(network);
    return n.layer_count != 0 && set_layer_field<Template>(n.layers[n.layer_count - 1], name, value);
  }

  static bool add_bitstream(gandse_network& network, const Cost& load) {
    Network& n = full(network);
    if (n.bitstream_count == MostBitstreams) {
      return false;
    }
    n.bitstreams[n.bitstream_count++] = {{}, load};
    return true;
  }
  static std::uint8_t* hardware(gandse_network& network) {
    Network& n = full(network);
    return n.bitstream_count == 0 ? nullptr : n.bitstreams[n.bitstream_count - 1].hardware.data();
  }

  static bool set_limit(gandse_network& network, const char* resource, std::uint32_t most) {
    const auto& resources = ResourcesOf<Template>::resources;
    const std::size_t index = find_by_name(resources.data(), resources.size(), resource);
    if (index < resources.size()) {
      full(network).limits.most[index] = most;
    }
    return index < resources.size();
  }

  static NetworkTask<Template> asked(const Network& n) {
    return {n.layers.data(), n.layer_count, n.objective, n.bitstreams.data(), n.bitstream_count, n.limits};
  }

  // What both kinds of answers have.
  template <class Answer>
  static void tell(Network& n, const Answer& answer) {
    n.refused = answer.legal() ? n.kNoLayer : answer.refused;
    n.result = {};
    n.result.latency_cycles = answer.cost.latency.value;
    n.result.energy_fj = answer.cost.energy.value;
    n.result.power_uw = power(answer.cost, kClock).value;
    n.result.evaluations = answer.evaluations;
    n.result.bitstream = static_cast<std::uint32_t>(answer.bitstream);
    n.result.satisfied = answer.satisfied;
    n.result.extrapolated = answer.extrapolated;
  }

  static Reason explore(gandse_network& network) {
    Network& n = full(network);
    const NetworkDecision decision = n.device.workspace().explore(asked(n), n.options);
    tell(n, decision);
    n.result.excess_ppm = decision.excess_ppm;
    n.result.layer = static_cast<std::uint32_t>(decision.binding_layer);
    n.result.binding = static_cast<std::uint8_t>(decision.binding);
    return decision.reason;
  }

  static bool begin(gandse_network& network, std::size_t loaded) {
    Network& n = full(network);
    return n.device.begin(n.bitstreams.data(), n.bitstream_count, loaded, {n.options, n.waiting, n.limits});
  }

  static Reason next(gandse_network& network, const Horizon& horizon) {
    Network& n = full(network);
    const Reconfiguration result = n.device.next({n.layers.data(), n.layer_count, n.objective, horizon});
    tell(n, result);
    n.result.step = static_cast<std::uint8_t>(result.step);
    n.result.load_cycles = result.load.latency.value;
    n.result.load_energy_fj = result.load.energy.value;
    return result.reason;
  }

  static NetworkFeasibility explain(const gandse_network& network, std::uint64_t nodes) {
    return feasibility(asked(full(network)), nodes);
  }

  static Reason front(gandse_network& network, gandse_network_point* points, std::size_t& count) {
    Network& n = full(network);
    const auto found = explore_front<GANDSE_NETWORK_FRONT_POINTS>(n.device.workspace(), asked(n), n.options);
    n.refused = found.legal() ? n.kNoLayer : found.refused;
    count = found.points.size();
    for (std::size_t i = 0; i < count; ++i) {
      const Cost& cost = found.points[i].cost;
      const NetworkOrigin& origin = found.points[i].payload;
      points[i] = {cost.latency.value,           cost.energy.value,
                   power(cost, kClock).value,    origin.objective.latency.value,
                   origin.objective.power.value, static_cast<std::uint32_t>(origin.bitstream)};
    }
    return found.reason;
  }

  static const std::uint8_t* schedule(const gandse_network& network, std::size_t layer) {
    const Network& n = full(network);
    return layer < n.layer_count ? n.device.configuration(layer).data() : nullptr;
  }
};

template <const auto& Trained, std::size_t MostLayers, std::size_t MostBitstreams, std::size_t Cells>
const gandse_network_generator CNetwork<Trained, MostLayers, MostBitstreams, Cells>::generator{
    sizeof(Network),
    Template::parameters.data(),
    Template::kParameters,
    open,
    add_layer,
    set_layer,
    add_bitstream,
    hardware,
    Template::is_hardware,
    set_limit,
    explore,
    begin,
    next,
    explain,
    front,
    schedule,
};

}  // namespace gandse
/// @endcond

// NOLINTBEGIN(cppcoreguidelines-macro-usage): they define a function named after their argument
/// Defines gandse_OTHER_network(), which GANDSE_NETWORK_GENERATOR(OTHER) declares for C, for gandse::generated::NAME
/// and networks of these capacities. Write it at file scope of one source file, after the header of the generator.
#define GANDSE_C_NETWORK_AS(other, name, layers, bitstreams, cells)                          \
  extern "C" const gandse_network_generator* gandse_##other##_network(void) {                \
    return &gandse::CNetwork<gandse::generated::name, layers, bitstreams, cells>::generator; \
  }
/// Defines gandse_NAME_network(). The library has done so for its own generators.
#define GANDSE_C_NETWORK(name, layers, bitstreams, cells) GANDSE_C_NETWORK_AS(name, name, layers, bitstreams, cells)
// NOLINTEND(cppcoreguidelines-macro-usage)
