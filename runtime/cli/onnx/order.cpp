#include "onnx/order.hpp"

#include <functional>
#include <queue>
#include <string_view>
#include <unordered_map>

#include "bad_input.hpp"
#include "text.hpp"

namespace gandse::cli::onnx {

namespace {

// Calls use(name) for every value that a node reads, in its graphs too.
template <class Use>
void each_use(const Node& node, const Use& use) {
  for (const std::string_view name : node.inputs) {
    use(name);
  }
  for (const Attribute& attribute : node.attributes) {
    for (const Graph& graph : attribute.graphs) {
      for (const Node& inner : graph.nodes) {
        each_use(inner, use);
      }
      for (const Port& output : graph.outputs) {
        use(output.name);
      }
    }
  }
}

}  // namespace

std::vector<const Node*> ordered(const std::vector<Node>& nodes) {
  std::unordered_map<std::string_view, std::size_t> writers;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    for (const std::string_view name : nodes[i].outputs) {
      if (!name.empty() && !writers.emplace(name, i).second) {
        throw BadInput("two nodes write " + in_quotes(name));
      }
    }
  }
  std::vector<std::vector<std::size_t>> readers(nodes.size());
  std::vector<std::size_t> missing(nodes.size(), 0);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    each_use(nodes[i], [&](std::string_view name) {
      if (const auto writer = writers.find(name); writer != writers.end()) {
        readers[writer->second].push_back(i);
        ++missing[i];
      }
    });
  }
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (missing[i] == 0) {
      ready.push(i);
    }
  }
  std::vector<const Node*> order;
  while (!ready.empty()) {
    const std::size_t next = ready.top();
    ready.pop();
    order.push_back(&nodes[next]);
    for (const std::size_t reader : readers[next]) {
      if (--missing[reader] == 0) {
        ready.push(reader);
      }
    }
  }
  if (order.size() != nodes.size()) {
    throw BadInput("nodes depend on each other in a circle");
  }
  return order;
}

}  // namespace gandse::cli::onnx
