// A generator behind the C interface (gandse.h). GANDSE_C_GENERATOR(NAME), in one source file after the generator's
// header, defines gandse_NAME() for gandse::generated::NAME.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>

#include "gandse/cost_model/design_space.hpp"
#include "gandse/cost_model/objective.hpp"
#include "gandse/cost_model/reason.hpp"
#include "gandse/runtime/c_tables.hpp"
#include "gandse/runtime/explorer.hpp"
#include "gandse/runtime/fingerprint.hpp"

/// @cond internal
namespace gandse {

/// All of a session.
template <class Template>
struct CSession : gandse_session {
  typename Template::Layer layer{};
  typename Template::Pins pins{};
  typename Template::Configuration configuration{};
};

template <const auto& Trained>
class CGenerator {
  using Weights = std::remove_const_t<std::remove_reference_t<decltype(Trained)>>;
  using Template = typename Weights::Template;
  static constexpr std::uint32_t kClock = Template::Technology::kClockMhz;

 public:
  static const gandse_generator generator;

  /// A decision becomes the session's result.
  static void tell(CSession<Template>& s, const Decision<Template>& decision) {
    s.configuration = decision.configuration;
    s.result = {decision.cost.latency.value, decision.cost.energy.value, power(decision.cost, kClock).value,
                decision.excess_ppm,         decision.evaluations,       static_cast<std::uint8_t>(decision.binding),
                decision.satisfied,          decision.extrapolated};
    s.has_result = true;
  }

 private:
  using Session = CSession<Template>;
  static_assert(alignof(Session) <= alignof(std::uint64_t), "a session is aligned as uint64_t");
  static_assert(sizeof(Session) <= GANDSE_SESSION_BYTES || Template::kParameters > 32 ||
                    Template::layer_fields.size() > 20,
                "GANDSE_SESSION_BYTES is less than a session needs");

  static Session& full(gandse_session& session) { return static_cast<Session&>(session); }
  static const Session& full(const gandse_session& session) { return static_cast<const Session&>(session); }

  static gandse_session* open(void* memory) {
    gandse_session* const session = new (memory) Session{{&generator}};
    clear_layer(*session);
    return session;
  }

  // A field that has to be given is 0 until it is: out of range, so that a forgotten one is noticed.
  static void clear_layer(gandse_session& session) {
    full(session).layer = {};
    for (const auto& field : Template::layer_fields) {
      if (!field.optional) {
        full(session).layer.*field.member = 0;
      }
    }
  }

  static bool set_layer(gandse_session& session, const char* name, std::uint32_t value) {
    return set_layer_field<Template>(full(session).layer, name, value);
  }

  static std::uint8_t* pins(gandse_session& session) { return full(session).pins.choice.data(); }
  static const std::uint8_t* choices(const gandse_session& session) { return full(session).configuration.data(); }

  static Reason explore(gandse_session& session) {
    Session& s = full(session);
    s.has_result = false;
    const auto decision = Explorer<Weights>{Trained}.explore({s.layer, s.objective, s.pins}, s.options);
    if (decision.legal()) {
      tell(s, decision);
    }
    return decision.reason;
  }

  static Reason evaluate(gandse_session& session) {
    Session& s = full(session);
    s.has_result = false;
    if (!within_limits(s.objective)) {
      return Reason::objective_out_of_range;
    }
    const Evaluation evaluation = Template::evaluate(s.layer, s.pins.choice);
    if (evaluation.legal()) {
      Decision<Template> decision;
      Explorer<Weights>::conclude(judge<Template>(s.pins.choice, evaluation.cost, s.objective), s.objective, 1,
                                  decision);
      tell(s, decision);
    }
    return evaluation.reason;
  }

  static const char* sentence(Reason reason) { return describe<Template>(reason).sentence; }
};

template <const auto& Trained>
const gandse_generator CGenerator<Trained>::generator{
    sizeof(Session),
    Template::kName,
    fingerprint<Template>(),
    kClock,
    Template::parameters.data(),
    Template::kParameters,
    open,
    clear_layer,
    set_layer,
    pins,
    choices,
    explore,
    evaluate,
    sentence,
};

}  // namespace gandse
/// @endcond

/// Defines gandse_NAME(), which GANDSE_GENERATOR(NAME) declares for C, for gandse::generated::NAME. Write it at file
/// scope of one source file, after the header of the generator.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): it defines a function named after its argument
#define GANDSE_C_GENERATOR(name)                                    \
  extern "C" const gandse_generator* gandse_##name(void) {          \
    return &gandse::CGenerator<gandse::generated::name>::generator; \
  }
