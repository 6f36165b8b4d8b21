// "sram=128,pe=256" as limits on a template's resources.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "assignments.hpp"
#include "bad_input.hpp"
#include "gandse/cost_model/resource.hpp"
#include "number.hpp"
#include "options.hpp"
#include "text.hpp"

namespace gandse::cli {

/// No text: no limits. Throws BadInput that lists what can be limited.
template <class Template>
Limits<Template> parse_limits(const OptionalText& text) {
  const auto& resources = ResourcesOf<Template>::resources;
  Limits<Template> limits;
  if (!text) {
    return limits;
  }
  for (const Assignment& assignment : parse_assignments("--limit", *text)) {
    std::size_t at = 0;
    std::vector<std::string> known;
    for (const Resource& resource : resources) {
      known.push_back(std::string{resource.name} + " (" + resource.unit + ")");
    }
    while (at < resources.size() && assignment.key != resources[at].name) {
      ++at;
    }
    if (at == resources.size()) {
      throw BadInput("--limit: " + in_quotes(assignment.key) + " is no resource of " + Template::kName +
                     "; resources are " + (known.empty() ? "none" : joined(known)));
    }
    limits.most[at] = static_cast<std::uint32_t>(
        parse_whole("--limit " + std::string{resources[at].name}, assignment.value, 1, UINT32_MAX - 1));
  }
  return limits;
}

/// "sram 128 KiB and pe 256 PEs"; empty without limits.
template <class Template>
std::string limits_text(const Limits<Template>& limits) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < Limits<Template>::kCount; ++i) {
    if (limits.is_limited(i)) {
      const Resource& resource = ResourcesOf<Template>::resources[i];
      parts.push_back(std::string{resource.name} + " " + std::to_string(limits.most[i]) + " " + resource.unit);
    }
  }
  return joined(parts, " and ");
}

/// "sram 148 of 128 KiB", of the resource that is exceeded.
template <class Template>
std::string exceeded_text(const typename Template::Configuration& configuration, const Limits<Template>& limits,
                          std::size_t resource) {
  const Resource& of = ResourcesOf<Template>::resources[resource];
  return std::string{of.name} + " " + std::to_string(ResourcesOf<Template>::used(configuration)[resource]) + " of " +
         std::to_string(limits.most[resource]) + " " + of.unit;
}

}  // namespace gandse::cli
