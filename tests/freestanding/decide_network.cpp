#include "decide_network.hpp"

extern "C" void decide_network(NetworkDevice& device, const gandse::Layer* layers, std::size_t count,
                               const gandse::Objective& objective, const gandse::Horizon& horizon,
                               gandse::Reconfiguration& result) {
  result = device.next(layers, count, objective, horizon);
}
