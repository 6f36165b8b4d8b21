// worst_stack NAME FUNCTION OBJECT...: the most stack that FUNCTION (an extern "C" name) and all it calls can need, as
// "NAME bytes". Reads the call graphs that GCC's -fcallgraph-info=su,da leaves beside each object, and fails on
// whatever has no bound: recursion, alloca, calls through pointers, functions of unknown stack.
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct Function {
  bool known = false;  ///< defined in one of the objects; else only called
  bool bounded = true;
  std::uint64_t frame = 0;  ///< bytes, the return address included
  std::set<std::string> callees;
};

/// The functions of a C library that a freestanding compiler may call, and the compiler's own integer helpers
/// (objects.sh lists them); a generous guess for any board's version of them.
bool is_helper(const std::string& name) {
  static const std::regex kHelper{"mem(cpy|move|set|cmp)|__aeabi_.*|__(c[lt]z|u?(div|mod)(mod)?)[sd]i[234]"};
  return std::regex_match(name, kHelper);
}
constexpr std::uint64_t kHelperFrame = 64;

class CallGraph {
 public:
  /// Reads one .ci file. Nodes are lines such as
  ///   node: { title: "f" label: "void f()\nfile.cpp:3:5\n32 bytes (static)\n0 dynamic objects" }
  /// where a callee from elsewhere has no bytes; edges have a sourcename and a targetname.
  void read(const std::string& path) {
    static const std::regex kNode{R"re(node: \{ title: "([^"]+)" label: "(.*)".*)re"};
    static const std::regex kFrame{R"re(\\n([0-9]+) bytes \(([a-z,]+)\)\\n([0-9]+) dynamic objects)re"};
    static const std::regex kEdge{R"re(edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)".*)re"};
    std::ifstream file{path};
    std::size_t functions = 0;
    std::smatch match;
    for (std::string line; std::getline(file, line);) {
      if (std::regex_match(line, match, kNode)) {
        Function& function = functions_[match[1]];
        const std::string label = match[2];
        if (std::regex_search(label, match, kFrame)) {
          ++functions;
          function.known = true;
          function.frame = std::stoull(match[1]);
          // "dynamic,bounded" has only aligned frames and the like, which the bytes count already.
          function.bounded = match[2] != "dynamic" && match[3] == "0";
        }
      } else if (std::regex_match(line, match, kEdge)) {
        functions_[match[1]].callees.insert(match[2]);
      } else if (line.rfind("graph:", 0) != 0 && line != "}") {
        throw std::runtime_error(path + ": cannot read: " + line);
      }
    }
    if (functions == 0) {
      throw std::runtime_error(path + ": no call graph: compile with -fcallgraph-info=su,da");
    }
  }

  struct Worst {
    std::uint64_t bytes;
    std::vector<std::string> path;  ///< "frame name", outermost first
  };

  /// The path downwards from `called` that needs most. Throws std::runtime_error for whatever has no bound.
  const Worst& worst(const std::string& called) {
    const std::string name = defined_name(called);
    if (const auto known = worst_.find(name); known != worst_.end()) {
      return known->second;
    }
    if (name == "__indirect_call") {
      throw std::runtime_error("a call through a pointer: what it needs is unknown");
    }
    const Function& function = functions_[name];
    if (!function.known && !is_helper(name)) {
      throw std::runtime_error(name + ": not in the given objects, so what it needs is unknown");
    }
    if (!function.bounded) {
      throw std::runtime_error(name + ": its frame has no bound");
    }
    if (!active_.insert(name).second) {
      throw std::runtime_error(name + ": recursion");
    }
    Worst result{0, {}};
    for (const std::string& callee : function.callees) {
      const Worst& below = worst(callee);
      if (below.bytes > result.bytes) {
        result = below;
      }
    }
    const std::uint64_t frame = function.known ? function.frame : kHelperFrame;
    result.bytes += frame;
    result.path.insert(result.path.begin(), std::to_string(frame) + '\t' + name);
    active_.erase(name);
    return worst_[name] = result;
  }

 private:
  /// A complete-object constructor (C1) or destructor (D1) is often another name of the base-object one (C2, D2), and
  /// only that has a frame in the call graph.
  [[nodiscard]] std::string defined_name(const std::string& name) const {
    const auto found = functions_.find(name);
    if (found != functions_.end() && found->second.known) {
      return name;
    }
    for (const char* complete : {"C1E", "D1E"}) {
      if (const std::size_t at = name.rfind(complete); at != std::string::npos) {
        std::string base = name;
        base[at + 1] = '2';
        if (functions_.count(base) != 0) {
          return base;
        }
      }
    }
    return name;
  }

  std::map<std::string, Function> functions_;
  std::map<std::string, Worst> worst_;
  std::set<std::string> active_;
};

std::string call_graph_of(const std::string& object) { return object.substr(0, object.rfind('.')) + ".ci"; }

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> arguments{argv + 1, argv + argc};
    if (arguments.size() < 3) {
      throw std::runtime_error("usage: worst_stack NAME FUNCTION OBJECT...");
    }
    CallGraph graph;
    for (std::size_t i = 2; i < arguments.size(); ++i) {
      graph.read(call_graph_of(arguments[i]));
    }
    const CallGraph::Worst& worst = graph.worst(arguments[1]);
    for (const std::string& function : worst.path) {
      std::cerr << "  " << function << '\n';
    }
    std::cout << arguments[0] << ' ' << worst.bytes << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "worst_stack: " << error.what() << '\n';
    return 1;
  }
}
