// What libgandse.so tells of a generator: tables of its template in terms of C.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/resource.hpp"
#include "gandse/runtime/c_analysis.hpp"
#include "gandse/runtime/c_generator.hpp"
#include "gandse/runtime/c_network.hpp"
#include "gandse_shared.h"

namespace gandse {

template <class Template>
class SharedTables {
  using Of = ResourcesOf<Template>;

  static constexpr auto fields_of_template() {
    std::array<gandse_shared_field, Template::layer_fields.size()> fields{};
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const auto& field = Template::layer_fields[i];
      const std::uint32_t preset = field.optional ? typename Template::Layer{}.*field.member : 0;
      fields[i] = {field.name, field.group, field.min, field.max, preset, field.optional};
    }
    return fields;
  }
  static constexpr auto parameters_of_template() {
    std::array<gandse_shared_parameter, Template::kParameters> parameters{};
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const Parameter& parameter = Template::parameters[i];
      parameters[i] = {parameter.name, parameter.unit, parameter.description,
                       parameter.is_named() ? parameter.names : nullptr, Template::is_hardware(i)};
    }
    return parameters;
  }
  static constexpr auto resources_of_template() {
    std::array<gandse_shared_resource, Of::resources.size()> resources{};
    for (std::size_t i = 0; i < resources.size(); ++i) {
      resources[i] = {Of::resources[i].name, Of::resources[i].unit, Of::resources[i].description};
    }
    return resources;
  }

 public:
  static constexpr auto fields = fields_of_template();          ///< of a layer
  static constexpr auto parameters = parameters_of_template();  ///< of the design space
  static constexpr auto resources = resources_of_template();    ///< that are counted
};

/// The entry of the generator `Trained`, called `name`.
template <const auto& Trained, const auto& Network>
constexpr gandse_shared_generator shared_generator(const char* name) {
  using Template = typename std::decay_t<decltype(Trained)>::Template;
  using Tables = SharedTables<Template>;
  return {name,
          Template::Technology::kName,
          &CGenerator<Trained>::generator,
          &CAnalysis<Trained>::analysis,
          &Network,
          Tables::fields.data(),
          Tables::parameters.data(),
          Tables::resources.data(),
          Tables::fields.size()};
}

}  // namespace gandse

/// Defines gandse::shared::NAME, the entry of gandse::generated::NAME. Write it at file scope of one source file, after
/// the definitions of the generator for C.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): it defines a variable named after its argument
#define GANDSE_SHARED_GENERATOR(name)                                                                               \
  namespace gandse::shared {                                                                                        \
  extern const gandse_shared_generator name;                                                                        \
  constexpr gandse_shared_generator name =                                                                          \
      shared_generator<generated::name, CNetwork<generated::name, GANDSE_NETWORK_LAYERS, GANDSE_NETWORK_BITSTREAMS, \
                                                 GANDSE_NETWORK_CELLS>::generator>(#name);                          \
  }
