// The analysis of a generator's sessions behind the C interface (gandse_analysis.h). GANDSE_C_ANALYSIS(NAME), in one
// source file after the headers of the generator and of its template's bound, defines gandse_NAME_analysis().
#pragma once

#include <cstddef>
#include <cstdint>

#include "gandse/cost_model/resource.hpp"
#include "gandse/runtime/c_generator.hpp"
#include "gandse/runtime/explanation.hpp"
#include "gandse/runtime/explore_within.hpp"
#include "gandse/runtime/layer_front.hpp"

/// @cond internal
namespace gandse {

template <const auto& Trained>
class CAnalysis {
 public:
  static const gandse_analysis analysis;

 private:
  using Weights = std::remove_const_t<std::remove_reference_t<decltype(Trained)>>;
  using Template = typename Weights::Template;
  using Session = CSession<Template>;
  static_assert(Template::kParameters <= sizeof(gandse_point::choices), "a gandse_point has room for 32 parameters");

  static const Session& full(const gandse_session& session) { return static_cast<const Session&>(session); }

  static Limits<Template> limits_of(const std::uint32_t* most) {
    Limits<Template> limits;
    for (std::size_t i = 0; most != nullptr && i < Limits<Template>::kCount; ++i) {
      limits.most[i] = most[i];
    }
    return limits;
  }

  static Reason explore_within(gandse_session& session, const std::uint32_t* most, std::size_t& exceeded) {
    auto& s = static_cast<Session&>(session);
    s.has_result = false;
    const auto result =
        gandse::explore_within(Explorer{Trained}, {s.layer, s.objective, s.pins}, limits_of(most), s.options);
    exceeded = result.exceeded;
    if (result.decision.legal()) {
      CGenerator<Trained>::tell(s, result.decision);
    }
    return result.decision.reason;
  }

  static Reason explain(const gandse_session& session, const std::uint32_t* most, std::uint64_t nodes,
                        gandse_explanation& explanation) {
    const Session& s = full(session);
    const Reason reason =
        !within_limits(s.objective) ? Reason::objective_out_of_range : Template::check_pins(s.layer, s.pins);
    if (reason != Reason::none) {
      return reason;
    }
    const auto found = gandse::explain(Task<Template>{s.layer, s.objective, s.pins}, limits_of(most), nodes);
    explanation = {found.feasibility.nodes,
                   static_cast<std::uint32_t>(found.obstacle.releasing),
                   found.limits,
                   static_cast<std::uint8_t>(found.feasibility.verdict),
                   static_cast<std::uint8_t>(found.limits_alone.verdict),
                   static_cast<std::uint8_t>(found.obstacle.latency_alone),
                   static_cast<std::uint8_t>(found.obstacle.power_alone),
                   found.complete};
    return Reason::none;
  }

  static Reason front(const gandse_session& session, const std::uint32_t* most, gandse_point* points,
                      std::size_t& count) {
    const Session& s = full(session);
    const auto found = explore_front<GANDSE_FRONT_POINTS>(Explorer{Trained}, {s.layer, s.objective, s.pins},
                                                          WithinLimits<Template>{limits_of(most)}, s.options);
    count = found.legal() ? found.points.size() : 0U;
    for (std::size_t i = 0; i < count; ++i) {
      const auto& point = found.points[i];
      points[i] = {point.cost.latency.value,
                   point.cost.energy.value,
                   power(point.cost, Template::Technology::kClockMhz).value,
                   {},
                   &CGenerator<Trained>::generator};
      for (std::size_t parameter = 0; parameter < Template::kParameters; ++parameter) {
        points[i].choices[parameter] = point.payload[parameter];
      }
    }
    return found.reason;
  }
};

template <const auto& Trained>
const gandse_analysis CAnalysis<Trained>::analysis{
    &CGenerator<Trained>::generator,
    ResourcesOf<Template>::resources.data(),
    Limits<Template>::kCount,
    explore_within,
    explain,
    front,
};

}  // namespace gandse
/// @endcond

/// Defines gandse_NAME_analysis(), which GANDSE_ANALYSIS(NAME) declares for C, for gandse::generated::NAME. Write it at
/// file scope of one source file, after the headers of the generator and of its template's bound.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): it defines a function named after its argument
#define GANDSE_C_ANALYSIS(name)                                      \
  extern "C" const gandse_analysis* gandse_##name##_analysis(void) { \
    return &gandse::CAnalysis<gandse::generated::name>::analysis;    \
  }
