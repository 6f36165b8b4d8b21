#include "decide_network.hpp"

extern "C" void decide_network(NetworkDevice& device, const gandse::StreamTask<gandse::Im2col<>>& task,
                               gandse::Reconfiguration& result) {
  result = device.next(task);
}
