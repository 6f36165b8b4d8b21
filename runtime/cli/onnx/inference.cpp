#include "onnx/inference.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "bad_input.hpp"
#include "onnx/call.hpp"
#include "onnx/order.hpp"
#include "onnx/rules.hpp"
#include "text.hpp"

namespace gandse::cli::onnx {

namespace {

constexpr std::size_t kMostCalls = 200'000;        // functions that call functions must not multiply without end
constexpr std::size_t kMostLayers = 1'000'000;     // nor phases of transposed convolutions
constexpr std::size_t kMostElements = 16'000'000;  // folded in all: beyond that sizes that depend on more stay open

// The values that nodes see: a graph inside a node sees those around it, too.
struct Scope {
  const Scope* around = nullptr;
  std::unordered_map<std::string_view, Value> values = {};

  [[nodiscard]] Value find(std::string_view name) const {
    for (const Scope* scope = this; scope != nullptr; scope = scope->around) {
      if (const auto found = scope->values.find(name); found != scope->values.end()) {
        return found->second;
      }
    }
    return {};
  }
};

// Where a walk is: in which function's body, how deep, under which name, and how often it runs.
struct Place {
  const Frame* frame = nullptr;
  std::size_t nesting = 0;
  std::string prefix = {};
  std::int64_t times = 1;

  [[nodiscard]] Place inside(const Frame* other, const std::string& name, std::int64_t runs) const {
    if (nesting == kMostNesting) {
      throw BadInput("functions and graphs nest deeper than " + std::to_string(kMostNesting) + ", or call themselves");
    }
    return {other, nesting + 1, prefix + name + '/', product(times, runs)};
  }
};

std::string name_of(const Node& node) {
  return std::string{!node.name.empty()                                  ? node.name
                     : !node.outputs.empty() && !node.outputs[0].empty() ? node.outputs[0]
                                                                         : node.op};
}

std::string op_of(const Node& node) {
  return (node.domain.empty() ? std::string{} : std::string{node.domain} + '.') + std::string{node.op};
}

// What both of two values are.
Value common(const Value& a, const Value& b) {
  if (!a.sizes || !b.sizes || a.sizes->size() != b.sizes->size()) {
    return {};
  }
  Sizes sizes = *a.sizes;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    sizes[i] = sizes[i] == (*b.sizes)[i] ? sizes[i] : kUnknown;
  }
  return tensor(std::move(sizes));
}

const Graph* graph_of(const Node& node, std::string_view attribute) {
  const Attribute* found = node.attribute(attribute);
  return found == nullptr || found->graphs.empty() ? nullptr : &found->graphs.front();
}

bool multiplies(const Graph& graph) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(), [](const Node& node) {
    return product_rules().contains(node.op) ||
           std::any_of(node.attributes.begin(), node.attributes.end(), [](const Attribute& attribute) {
             return std::any_of(attribute.graphs.begin(), attribute.graphs.end(), multiplies);
           });
  });
}

class Walk {
 public:
  Walk(const Model& model, Findings& findings) : model_(model), findings_(findings) {}

  void graph(const Graph& graph, Scope& scope, const Place& place) {
    for (const Tensor& tensor : graph.initialisers) {
      scope.values[tensor.name] = value_of(tensor);
    }
    nodes(graph.nodes, scope, place);
  }

 private:
  void nodes(const std::vector<Node>& all, Scope& scope, const Place& place) {
    for (const Node* node : ordered(all)) {
      if (++calls_ > kMostCalls) {
        throw BadInput("more than " + std::to_string(kMostCalls) + " nodes, those of functions counted at each call");
      }
      std::vector<Value> inputs;
      bool constant = !node->inputs.empty();
      for (const std::string_view name : node->inputs) {
        inputs.push_back(name.empty() ? Value{} : scope.find(name));
        constant = constant && (name.empty() || inputs.back().constant || inputs.back().elements != nullptr);
      }
      Call call{*node, place.frame, std::move(inputs)};
      visit(call, scope, place);
      for (std::size_t i = 0; i < call.outputs(); ++i) {
        call.output(i).constant = call.output(i).constant || constant;
        if (call.output(i).elements != nullptr) {
          elements_ += call.output(i).elements->size();
          call.output(i).elements = elements_ > kMostElements ? nullptr : call.output(i).elements;
        }
        if (!node->outputs[i].empty()) {
          scope.values[node->outputs[i]] = std::move(call.output(i));
        }
      }
    }
  }

  void visit(Call& call, const Scope& scope, const Place& place) {
    const Node& node = call.node();
    if (const auto function = model_.functions.find({node.domain, node.op}); function != model_.functions.end()) {
      run_function(call, function->second, place);
    } else if (call.outputs() == 0) {
      return;
    } else if (node.op == "If" && node.domain.empty()) {
      branch(call, scope, place);
    } else if (node.op == "Loop" && node.domain.empty()) {
      loop(call, scope, place);
    } else if (node.op == "Scan" && node.domain.empty()) {
      scan(call, scope, place);
    } else {
      apply_rule(call, place);
    }
  }

  void apply_rule(Call& call, const Place& place) {
    const Node& node = call.node();
    const Rule rule = find_rule(node.op);
    if (rule == nullptr) {
      for (const Attribute& attribute : node.attributes) {
        if (std::any_of(attribute.graphs.begin(), attribute.graphs.end(), multiplies)) {
          call.refuse("how often its graph runs is not known");
        }
      }
      if (!node.domain.empty() || !is_open(node.op)) {  // what others add mostly normalises, scales or rounds
        ++findings_.assumed[op_of(node)];
        keep_sizes(call);
      }
    } else {
      try {
        rule(call);
      } catch (const BadInput& bad) {
        throw BadInput(op_of(node) + ' ' + in_quotes(place.prefix + name_of(node)) + ": " + bad.what());
      }
    }
    record(call, place);
  }

  void record(const Call& call, const Place& place) {
    const std::string name = place.prefix + name_of(call.node());
    if (!call.obstacle().empty()) {
      findings_.obstacles.push_back({name, op_of(call.node()), call.obstacle()});
    }
    const std::vector<RepeatedLayer>& layers = call.layers();
    for (std::size_t i = 0; i < layers.size(); ++i) {
      std::string layer = name;
      if (layers.size() > 1) {
        layer.append(" ").append(std::to_string(i + 1));
      }
      const std::int64_t times = product(layers[i].times, place.times);
      if (findings_.layers.size() == kMostLayers) {
        throw BadInput("more than " + std::to_string(kMostLayers) + " layers");
      }
      if (times > 0 && macs(layers[i].sizes) > 0) {
        findings_.layers.push_back({std::move(layer), op_of(call.node()), {layers[i].sizes, times}});
      }
    }
  }

  void run_function(Call& call, const Function& function, const Place& place) {
    Scope inner;
    for (std::size_t i = 0; i < function.inputs.size() && i < call.inputs(); ++i) {
      inner.values[function.inputs[i]] = call.input(i);
    }
    const Frame frame{&call.node(), &function, place.frame};
    nodes(function.nodes, inner, place.inside(&frame, name_of(call.node()), 1));
    for (std::size_t i = 0; i < function.outputs.size() && i < call.outputs(); ++i) {
      call.output(i) = inner.find(function.outputs[i]);
    }
  }

  // The outputs of a graph inside a node.
  std::vector<Value> run_graph(const Graph& body, Scope& inner, const Place& place) {
    graph(body, inner, place);
    std::vector<Value> outputs;
    for (const Port& port : body.outputs) {
      outputs.push_back(inner.find(port.name));
    }
    return outputs;
  }

  void branch(Call& call, const Scope& scope, const Place& place) {
    const Place inside = place.inside(place.frame, name_of(call.node()), 1);
    const auto run = [&](std::string_view attribute) {
      const Graph* body = graph_of(call.node(), attribute);
      Scope inner{&scope};
      std::vector<Value> outputs = body == nullptr ? std::vector<Value>{} : run_graph(*body, inner, inside);
      outputs.resize(call.outputs());
      return outputs;
    };
    const std::vector<double>* condition = call.elements(0);
    if (condition != nullptr && condition->size() == 1 && !std::isnan(condition->front())) {
      take(call, run(condition->front() != 0 ? "then_branch" : "else_branch"));
      return;
    }
    std::vector<FoundLayer>& layers = findings_.layers;
    const std::size_t start = layers.size();
    std::vector<Value> outputs = run("then_branch");
    const std::size_t middle = layers.size();
    const std::vector<Value> others = run("else_branch");
    const auto same = [](const FoundLayer& a, const FoundLayer& b) {
      return a.layer.sizes == b.layer.sizes && a.layer.times == b.layer.times;
    };
    const bool alike = std::equal(layers.begin() + static_cast<std::ptrdiff_t>(start),
                                  layers.begin() + static_cast<std::ptrdiff_t>(middle),
                                  layers.begin() + static_cast<std::ptrdiff_t>(middle), layers.end(), same);
    layers.resize(middle);
    if (!alike) {
      call.refuse("its condition is not known; its first branch is counted");
      record(call, place);
    }
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      outputs[i] = common(outputs[i], others[i]);
    }
    take(call, outputs);
  }

  static void take(Call& call, const std::vector<Value>& outputs) {
    for (std::size_t i = 0; i < call.outputs() && i < outputs.size(); ++i) {
      call.output(i) = outputs[i];
    }
  }

  // Inputs: how often at most, whether at all, variables. Outputs: the variables, then a stack of each further one.
  void loop(Call& call, const Scope& scope, const Place& place) {
    const Graph* body = graph_of(call.node(), "body");
    if (body == nullptr) {
      return;
    }
    const auto given = call.whole_elements(0);
    const bool counted = given && given->size() == 1 && given->front() >= 0;
    if (!counted && multiplies(*body)) {
      call.refuse("how often it runs is not known; one time is counted");
      record(call, place);
    }
    Scope inner{&scope};
    for (std::size_t i = 0; i < body->inputs.size(); ++i) {
      Value& value = inner.values[body->inputs[i].name];
      value = i < 2 ? tensor({}) : call.input(i);
      value.elements = nullptr;  // it changes from one time to the next
    }
    const std::int64_t times = counted ? given->front() : 1;
    std::vector<Value> outputs = run_graph(*body, inner, place.inside(place.frame, name_of(call.node()), times));
    if (!outputs.empty()) {
      outputs.erase(outputs.begin());  // whether to go on
    }
    const std::size_t variables = call.inputs() < 2 ? 0 : call.inputs() - 2;
    stack(outputs, variables, counted ? times : kUnknown);
    take(call, outputs);
  }

  // Outputs from `first` on have one entry for each time.
  static void stack(std::vector<Value>& outputs, std::size_t first, std::int64_t times) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      outputs[i].elements = nullptr;
      if (i >= first && outputs[i].sizes && outputs[i].sizes->size() < kMostDimensions) {
        outputs[i].sizes->insert(outputs[i].sizes->begin(), times);
      } else if (i >= first) {
        outputs[i] = {};
      }
    }
  }

  // Inputs: variables, then sequences, of which each time sees one entry.
  void scan(Call& call, const Scope& scope, const Place& place) {
    const Graph* body = graph_of(call.node(), "body");
    if (body == nullptr) {
      return;
    }
    const auto inputs = static_cast<std::int64_t>(call.inputs());
    const std::int64_t sequences = call.integer("num_scan_inputs", 0);
    std::int64_t times = kUnknown;
    const bool plain = body->inputs.size() == call.inputs() && sequences >= 1 && sequences <= inputs &&
                       call.integers("scan_input_axes").empty() && call.integers("scan_output_axes").empty();
    const auto variables = static_cast<std::size_t>(plain ? inputs - sequences : 0);
    Scope inner{&scope};
    for (std::size_t i = 0; plain && i < call.inputs(); ++i) {
      Value value = call.input(i);
      value.elements = nullptr;
      if (i >= variables && value.sizes && !value.sizes->empty()) {
        times = std::max(times, value.sizes->front());
        value.sizes->erase(value.sizes->begin());
      } else if (i >= variables) {
        value = {};
      }
      inner.values[body->inputs[i].name] = std::move(value);
    }
    if (times == kUnknown && multiplies(*body)) {
      call.refuse("how often it runs is not known; one time is counted");
      record(call, place);
    }
    std::vector<Value> outputs =
        run_graph(*body, inner, place.inside(place.frame, name_of(call.node()), std::max<std::int64_t>(times, 1)));
    if (plain) {
      stack(outputs, variables, times);
      take(call, outputs);
    }
  }

  const Model& model_;
  Findings& findings_;
  std::size_t calls_ = 0;
  std::size_t elements_ = 0;
};

// What is known of the model's own inputs.
class Inputs {
 public:
  Inputs(const Model& model, const Given& given, Findings& findings) : given_(given), findings_(findings) {
    std::set<std::string_view> stored;
    for (const Tensor& tensor : model.graph.initialisers) {
      stored.insert(tensor.name);
    }
    for (const Port& port : model.graph.inputs) {
      if (!stored.contains(port.name)) {  // else it has a default, as older files have all weights
        ports_.push_back(&port);
      }
    }
    refuse_strangers();
  }

  void write_to(Scope& scope) const {
    for (const Port* port : ports_) {
      scope.values[port->name] = value(*port);
    }
  }

 private:
  void refuse_strangers() const {
    std::vector<std::string> names;
    std::vector<std::string> dimensions;
    for (const Port* port : ports_) {
      names.emplace_back(port->name);
      for (const std::string_view dimension : port->dimensions) {
        if (!dimension.empty() && std::find(dimensions.begin(), dimensions.end(), dimension) == dimensions.end()) {
          dimensions.emplace_back(dimension);
        }
      }
    }
    const auto refuse = [](const char* option, const std::string& name, const std::vector<std::string>& known) {
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        throw BadInput(std::string{option} + ": the model has no " + in_quotes(name) + "; it has " +
                       (known.empty() ? "none" : printable(joined(known))));
      }
    };
    for (const auto& [name, sizes] : given_.inputs) {
      refuse("--input", name, names);
    }
    for (const auto& [name, size] : given_.dimensions) {
      refuse("--dim", name, dimensions);
    }
    for (const auto& [name, one] : given_.values) {
      refuse("--value", name, names);
    }
  }

  [[nodiscard]] Value value(const Port& port) const {
    const std::string name{port.name};
    std::optional<Sizes> sizes = port.sizes;
    if (const auto input = given_.inputs.find(name); input != given_.inputs.end()) {
      if (sizes && sizes->size() != input->second.size()) {
        throw BadInput("--input: " + in_quotes(name) + " has " + std::to_string(sizes->size()) +
                       " dimensions: " + described(port));
      }
      sizes = input->second;
    } else if (sizes) {
      for (std::size_t i = 0; i < sizes->size(); ++i) {
        const auto dimension = given_.dimensions.find(std::string{port.dimensions[i]});
        if ((*sizes)[i] == kUnknown && dimension != given_.dimensions.end()) {
          (*sizes)[i] = dimension->second;
        } else if ((*sizes)[i] == kUnknown && i == 0) {
          (*sizes)[i] = 1;  // the batch
        }
      }
    }
    if (!sizes || !known(*sizes)) {
      findings_.open_inputs.push_back(in_quotes(name) + " is " + described(port));
    }
    const auto fixed = given_.values.find(name);
    if (fixed == given_.values.end()) {
      return sizes ? tensor(*sizes) : Value{};
    }
    const std::int64_t elements = sizes ? count(*sizes) : 1;
    if (elements < 0 || elements > static_cast<std::int64_t>(kMostFoldedElements)) {
      throw BadInput("--value: " + in_quotes(name) + " has too many elements to be given a value: " + described(port));
    }
    return folded(sizes.value_or(Sizes{}), std::vector<double>(static_cast<std::size_t>(elements), fixed->second),
                  fixed->second == std::floor(fixed->second));
  }

  // "1x3xheightxwidth"
  static std::string described(const Port& port) {
    if (!port.sizes) {
      return "of any number of dimensions";
    }
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < port.sizes->size(); ++i) {
      const std::int64_t size = (*port.sizes)[i];
      parts.push_back(size != kUnknown             ? std::to_string(size)
                      : port.dimensions[i].empty() ? "?"
                                                   : printable(port.dimensions[i]));
    }
    return parts.empty() ? "a scalar" : joined(parts, "x");
  }

  const Given& given_;
  Findings& findings_;
  std::vector<const Port*> ports_;
};

}  // namespace

Findings infer(const Model& model, const Given& given) {
  Findings findings;
  Scope scope;
  Inputs{model, given, findings}.write_to(scope);
  Walk{model, findings}.graph(model.graph, scope, {});
  for (const Port& port : model.graph.outputs) {
    findings.outputs[std::string{port.name}] = scope.find(port.name).sizes;
  }
  return findings;
}

}  // namespace gandse::cli::onnx
