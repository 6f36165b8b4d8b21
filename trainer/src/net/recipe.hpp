// A generator to be trained.
#pragma once

#include <cctype>
#include <cstddef>
#include <string>

#include "gandse/runtime/generator.hpp"

namespace gandse::trainer {

/// Its shape as runtime's type, and what its header needs to spell that type.
template <class Template, std::size_t TrunkWidth, std::size_t TrunkLayers, std::size_t HeadWidth>
struct Recipe {
  using Weights = GeneratorWeights<Template, fingerprint<Template>(), TrunkWidth, TrunkLayers, HeadWidth>;
  const char* name;             ///< of header and object
  const char* template_name;    ///< C++ spelling, from within gandse::generated
  const char* template_header;  ///< that defines it

  /// C++ name of the weights' type: im2col_96k becomes Im2col96k.
  [[nodiscard]] std::string type_name() const {
    std::string result;
    bool capital = true;
    for (const char* c = name; *c != '\0'; ++c) {
      if (*c != '_') {
        result += static_cast<char>(capital ? std::toupper(static_cast<unsigned char>(*c)) : *c);
      }
      capital = *c == '_';
    }
    return result;
  }
};

}  // namespace gandse::trainer
