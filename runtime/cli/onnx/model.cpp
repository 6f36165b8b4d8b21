#include "onnx/model.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "bad_input.hpp"
#include "onnx/wire.hpp"

namespace gandse::cli::onnx {

namespace {

constexpr std::size_t kMostParts = 4'000'000;     // nodes, names, attributes ...: a small file must not fill the memory
constexpr std::size_t kMostIntegers = 1U << 16U;  // of a list, such as the pads of a convolution

// TensorProto.DataType
enum ElementType : std::int64_t {
  kFloat = 1,
  kUint8 = 2,
  kInt8 = 3,
  kUint16 = 4,
  kInt16 = 5,
  kInt32 = 6,
  kInt64 = 7,
  kBool = 9,
  kDouble = 11,
  kUint32 = 12,
  kUint64 = 13
};

template <class Type>
std::vector<double> elements_of(std::string_view raw) {
  std::vector<double> elements(raw.size() / sizeof(Type));
  for (std::size_t i = 0; i < elements.size(); ++i) {
    Type value{};
    std::memcpy(&value, raw.data() + i * sizeof(Type), sizeof(Type));
    elements[i] = static_cast<double>(value);
  }
  return elements;
}

std::vector<double> raw_elements(std::int64_t type, std::string_view raw) {
  switch (type) {
    case kFloat:
      return elements_of<float>(raw);
    case kDouble:
      return elements_of<double>(raw);
    case kUint8:
    case kBool:
      return elements_of<std::uint8_t>(raw);
    case kInt8:
      return elements_of<std::int8_t>(raw);
    case kUint16:
      return elements_of<std::uint16_t>(raw);
    case kInt16:
      return elements_of<std::int16_t>(raw);
    case kInt32:
      return elements_of<std::int32_t>(raw);
    case kUint32:
      return elements_of<std::uint32_t>(raw);
    case kInt64:
      return elements_of<std::int64_t>(raw);
    case kUint64:
      return elements_of<std::uint64_t>(raw);
    default:
      return {};  // 16 and 8 bit reals, texts: no size depends on them
  }
}

bool is_integer(std::int64_t type) {
  return (type >= kUint8 && type <= kInt64) || type == kBool || type == kUint32 || type == kUint64;
}

class Parser {
 public:
  Model model(std::string_view bytes) {
    Model model;
    bool has_graph = false;
    each_field(bytes, [&](const WireField& field) {
      if (field.number == 7) {
        model.graph = graph(field.message(), 0);
        has_graph = true;
      } else if (field.number == 25) {
        function(field.message(), model);
      }
    });
    if (!has_graph) {
      throw BadInput("not an ONNX model: it holds no graph");
    }
    return model;
  }

 private:
  void count_part() {
    if (++parts_ > kMostParts) {
      throw BadInput("a model of more than " + std::to_string(kMostParts) + " parts");
    }
  }

  std::string_view part(const WireField& field) {
    count_part();
    return field.message();
  }

  static std::string_view own_domain(std::string_view domain) {
    return domain == "ai.onnx" ? std::string_view{} : domain;
  }

  void function(std::string_view message, Model& model) {
    Function function;
    std::string_view name;
    std::string_view domain;
    each_field(message, [&](const WireField& field) {
      switch (field.number) {
        case 1:
          name = part(field);
          break;
        case 4:
          function.inputs.push_back(part(field));
          break;
        case 5:
          function.outputs.push_back(part(field));
          break;
        case 7:
          function.nodes.push_back(node(part(field), 0));
          break;
        case 10:
          domain = own_domain(field.message());
          break;
        case 11:
          function.defaults.push_back(attribute(part(field), 0));
          break;
        default:
          break;
      }
    });
    model.functions[{domain, name}] = std::move(function);
  }

  Graph graph(std::string_view message, std::size_t nesting) {
    if (nesting > kMostNesting) {
      throw BadInput("graphs nest deeper than " + std::to_string(kMostNesting));
    }
    Graph graph;
    each_field(message, [&](const WireField& field) {
      switch (field.number) {
        case 1:
          graph.nodes.push_back(node(part(field), nesting));
          break;
        case 5:
          graph.initialisers.push_back(tensor(part(field)));
          break;
        case 11:
          graph.inputs.push_back(port(part(field)));
          break;
        case 12:
          graph.outputs.push_back(port(part(field)));
          break;
        default:
          break;
      }
    });
    return graph;
  }

  Node node(std::string_view message, std::size_t nesting) {
    Node node;
    each_field(message, [&](const WireField& field) {
      switch (field.number) {
        case 1:
          node.inputs.push_back(part(field));
          break;
        case 2:
          node.outputs.push_back(part(field));
          break;
        case 3:
          node.name = field.message();
          break;
        case 4:
          node.op = field.message();
          break;
        case 5:
          node.attributes.push_back(attribute(part(field), nesting));
          break;
        case 7:
          node.domain = own_domain(field.message());
          break;
        default:
          break;
      }
    });
    return node;
  }

  Attribute attribute(std::string_view message, std::size_t nesting) {
    Attribute attribute;
    each_field(message, [&](const WireField& field) {
      switch (field.number) {
        case 1:
          attribute.name = field.message();
          break;
        case 2:
          attribute.real = field.real();
          break;
        case 3:
          attribute.integer = field.integer();
          break;
        case 4:
          attribute.text = field.message();
          break;
        case 5:
          attribute.tensor = std::make_shared<const Tensor>(tensor(part(field)));
          break;
        case 6:
        case 11:
          attribute.graphs.push_back(graph(part(field), nesting + 1));
          break;
        case 7:
          field.append_to(attribute.reals, kMostIntegers);
          break;
        case 8:
          field.append_to(attribute.integers, kMostIntegers);
          break;
        case 21:
          attribute.taken_from = field.message();
          break;
        default:
          break;
      }
    });
    return attribute;
  }

  // Elements are looked at once it is known that they are few.
  static Tensor tensor(std::string_view message) {
    Tensor tensor;
    std::int64_t type = 0;
    std::string_view raw;
    each_field(message, [&](const WireField& field) {
      switch (field.number) {
        case 1:
          field.append_to(tensor.sizes, kMostDimensions);
          break;
        case 2:
          type = field.integer();
          break;
        case 8:
          tensor.name = field.message();
          break;
        case 9:
          raw = field.message();
          break;
        default:
          break;
      }
    });
    tensor.integer = is_integer(type);
    for (const std::int64_t size : tensor.sizes) {
      if (size < 0) {
        throw BadInput("a tensor with a dimension of " + std::to_string(size));
      }
    }
    double elements = 1;  // no more than 16 factors below 2^63: no overflow
    for (const std::int64_t size : tensor.sizes) {
      elements *= static_cast<double>(size);
    }
    if (elements <= static_cast<double>(kMostFoldedElements)) {
      tensor.elements = raw.empty()                                          ? listed_elements(message, type)
                        : raw.size() <= kMostFoldedElements * sizeof(double) ? raw_elements(type, raw)
                                                                             : std::vector<double>{};
      if (tensor.elements.size() != static_cast<std::size_t>(elements)) {
        tensor.elements.clear();  // stored elsewhere, or stripped
      }
    }
    return tensor;
  }

  // Of a tensor that has its elements in a list of numbers.
  static std::vector<double> listed_elements(std::string_view message, std::int64_t type) {
    std::vector<float> reals;
    std::vector<std::int64_t> integers;
    each_field(message, [&](const WireField& field) {
      if (field.number == 4 && type == kFloat) {
        field.append_to(reals, kMostFoldedElements);
      } else if ((field.number == 5 || field.number == 7) && is_integer(type)) {
        field.append_to(integers, kMostFoldedElements);
      }
    });
    return type == kFloat ? std::vector<double>(reals.begin(), reals.end())
                          : std::vector<double>(integers.begin(), integers.end());
  }

  // ValueInfoProto, TypeProto, TypeProto.Tensor, TensorShapeProto, TensorShapeProto.Dimension: one in the other.
  Port port(std::string_view message) {
    Port port;
    each_field(message, [&](const WireField& field) {
      if (field.number == 1) {
        port.name = field.message();
      } else if (field.number == 2) {
        each_field(field.message(), [&](const WireField& type) {
          if (type.number == 1) {
            tensor_type(type.message(), port);
          }
        });
      }
    });
    return port;
  }

  void tensor_type(std::string_view message, Port& port) {
    each_field(message, [&](const WireField& field) {
      if (field.number != 2) {
        return;
      }
      port.sizes.emplace();
      each_field(field.message(), [&](const WireField& dimension) {
        if (dimension.number != 1) {
          return;
        }
        count_part();
        std::int64_t size = kUnknown;
        std::string_view name;
        each_field(dimension.message(), [&](const WireField& one) {
          if (one.number == 1) {
            size = one.integer();
          } else if (one.number == 2) {
            name = one.message();
          }
        });
        if (port.sizes->size() == kMostDimensions) {
          throw BadInput("a tensor of more than " + std::to_string(kMostDimensions) + " dimensions");
        }
        port.sizes->push_back(size > 0 ? size : kUnknown);  // 0 and -1 stand for "any" in older files
        port.dimensions.push_back(name);
      });
    });
  }

  std::size_t parts_ = 0;
};

}  // namespace

const Attribute* Node::attribute(std::string_view wanted) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](const Attribute& attribute) { return attribute.name == wanted; });
  return found == attributes.end() ? nullptr : &*found;
}

Model read_model(std::string_view bytes) { return Parser{}.model(bytes); }

}  // namespace gandse::cli::onnx
