// Easier questions never get worse answers on the command line: a looser objective or limit, fewer pins, a larger
// budget or table. What the library alone loses, within its budget, is counted beside it.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "explore.hpp"
#include "gandse/cost_model/dnnweaver_bound.hpp"
#include "gandse/cost_model/im2col_bound.hpp"
#include "gandse/generated/dnnweaver_80k.hpp"
#include "gandse/generated/im2col_96k.hpp"
#include "network.hpp"
#include "process.hpp"

namespace gandse::cli {

/// Of the templates that this program knows, in place of the command line's registry.
std::vector<std::string> all_layer_fields() {
  std::vector<std::string> names;
  for (const auto& field : Dnnweaver<>::layer_fields) {  // im2col's are among them
    names.emplace_back(field.name);
  }
  return names;
}

}  // namespace gandse::cli

namespace gandse::test {
namespace {

int pairs() {
  const char* asked = std::getenv("GANDSE_PAIRS");
  return asked == nullptr ? 40 : std::atoi(asked);
}

template <class T>
const auto& weights() {
  if constexpr (std::is_same_v<T, Im2col<>>) {
    return generated::im2col_96k;
  } else {
    return generated::dnnweaver_80k;
  }
}
/// The options as they would be typed; --nodes keeps the command line's default.
template <class Numbers>
cli::EffortOptions effort_of(const Numbers& options) {
  return {std::to_string(options.budget), std::to_string(options.candidates), std::to_string(options.seed)};
}

template <class Weights, class Command>
cli::ExitCode run(const Weights& weights, const Command& command, std::ostream& out) {
  static cli::Watch watch{"easier questions"};  // it has a thread
  return command.run(weights, "", {out, out, "", watch});
}

template <class T>
using WeightsOf = std::decay_t<decltype(weights<T>())>;

/// As layers are: channels and sizes from a few, some odd ones among them.
template <class T>
typename T::Layer draw_layer(Random& random) {
  constexpr std::array<std::uint32_t, 12> kChannels{1, 3, 16, 24, 32, 64, 96, 128, 192, 256, 384, 512};
  constexpr std::array<std::uint32_t, 7> kSizes{1, 7, 13, 14, 28, 35, 56};
  constexpr std::array<std::uint32_t, 4> kTaps{1, 3, 5, 7};
  typename T::Layer layer;
  do {
    layer = {};
    layer.ic = kChannels[random.below(kChannels.size())];
    layer.oc = kChannels[random.below(kChannels.size())];
    layer.oh = kSizes[random.below(kSizes.size())];
    layer.ow = random.below(4) == 0 ? kSizes[random.below(kSizes.size())] : layer.oh;
    layer.kh = kTaps[random.below(kTaps.size())];
    layer.kw = random.below(4) == 0 ? kTaps[random.below(kTaps.size())] : layer.kh;
    layer.stride_h = layer.stride_w = 1 + random.below(2);
    layer.repeat = random.below(8) == 0 ? 1U << random.below(6) : 1;
  } while (T::check(layer) != Reason::none);
  return layer;
}

/// Between what a template does at its fastest and at its slowest.
template <class T>
Objective draw_objective(std::uint64_t macs, Random& random) {
  const std::int32_t first = weights<T>().trained.first_ray();
  const std::int32_t last = weights<T>().trained.last_ray();
  const auto ray = first + static_cast<std::int32_t>(random.below(static_cast<std::uint32_t>(last - first)));
  return objective_on(ray, macs);
}

std::uint64_t scaled(std::uint64_t value, std::uint32_t percent) {
  return divide_ceil(multiply(value, 100U + percent), 100U);
}

/// By nothing, or a little.
Objective loosened(const Objective& objective, Random& random) {
  constexpr std::array<std::uint32_t, 4> kPercent{0, 1, 5, 100};
  return {{scaled(objective.latency.value, kPercent[random.below(kPercent.size())])},
          {scaled(objective.power.value, kPercent[random.below(kPercent.size())])}};
}

template <class T>
Objective met_by(const Cost& cost) {
  return {cost.latency, power(cost, T::Technology::kClockMhz)};
}

template <class T>
struct Question {
  Task<T> task;
  Limits<T> limits;
  Options options;
};

template <class T>
bool is_limited(const Limits<T>& limits) {
  return limits.most != Limits<T>{}.most;
}

template <class T>
bool library_satisfies(const Question<T>& q) {
  const auto decision = is_limited(q.limits)
                            ? explore_within(Explorer{weights<T>()}, q.task, q.limits, q.options).decision
                            : Explorer<WeightsOf<T>>{weights<T>()}.explore(q.task, q.options);
  return decision.satisfied;
}

void add(std::string& text, const std::string& name, const std::string& value) {
  text.append(text.empty() ? "" : ",").append(name).append("=").append(value);
}

/// What --limit is given; nothing where there are no limits.
template <class T>
cli::OptionalText limits_argument(const Limits<T>& limits) {
  std::string text;
  for (std::size_t r = 0; r < Limits<T>::kCount; ++r) {
    if (limits.is_limited(r)) {
      add(text, ResourcesOf<T>::resources[r].name, std::to_string(limits.most[r]));
    }
  }
  return text.empty() ? cli::OptionalText{} : cli::OptionalText{text};
}

template <class T>
std::string text_of(const typename T::Layer& layer) {
  std::string text;
  for (const auto& field : T::layer_fields) {
    add(text, field.name, std::to_string(layer.*field.member));
  }
  return text;
}

template <class T>
bool command_line_satisfies(const Question<T>& q) {
  cli::ExploreCommand command;
  command.layer = text_of<T>(q.task.layer);
  command.latency = std::to_string(q.task.objective.latency.value) + "cycles";
  command.power = std::to_string(q.task.objective.power.value) + "uW";
  std::string pins;
  for (std::size_t p = 0; p < T::kParameters; ++p) {
    if (q.task.pins.is_pinned(p)) {
      add(pins, T::parameters[p].name, cli::choice_text(T::parameters[p], q.task.pins.choice[p]));
    }
  }
  if (!pins.empty()) {
    command.pins = pins;
  }
  command.limits = limits_argument(q.limits);
  command.effort = effort_of(q.options);
  command.json = true;
  std::ostringstream out;
  const cli::ExitCode code = run(weights<T>(), command, out);
  const bool satisfied = code == cli::ExitCode::satisfied;
  REQUIRE(nlohmann::json::parse(out.str())["satisfied"] == (satisfied ? 1 : 0));
  return satisfied;
}

/// A question whose objective some configuration meets, and not much better: what a decision found, or what its best
/// within the question is.
template <class T>
Question<T> tight_question(Random& random, bool pinned, bool limited) {
  Question<T> q;
  do {
    q = {};
    q.task.layer = draw_layer<T>(random);
    q.task.objective = draw_objective<T>(T::macs(q.task.layer), random);
    const auto free = Explorer<WeightsOf<T>>{weights<T>()}.explore({q.task.layer, q.task.objective});
    if (!free.legal()) {
      continue;
    }
    if (pinned) {
      for (int i = 0; i < 3; ++i) {
        const std::size_t p = random.below(T::kParameters);
        q.task.pins.choice[p] = static_cast<std::uint8_t>(random.below(T::parameters[p].count));
      }
    }
    if (limited) {
      const auto used = ResourcesOf<T>::used(free.configuration);
      for (std::size_t r = 0; r < Limits<T>::kCount; ++r) {
        q.limits.most[r] = random.below(2) == 0 ? 1U + used[r] / (1U + random.below(4)) : Limits<T>::kUnlimited;
      }
    }
    const auto found = explore_within(Explorer{weights<T>()}, q.task, q.limits, q.options);
    if (found.decision.legal() && q.limits.admit(found.decision.configuration)) {
      q.task.objective = loosened(met_by<T>(found.decision.cost), random);
      return q;
    }
  } while (true);
}

/// How often satisfaction was lost between a question and an easier one.
struct Lost {
  int pairs = 0;
  int satisfied = 0;  ///< of the harder questions, by the command line
  int by_library = 0;
  int by_command_line = 0;
};

template <class T, class Draw, class Ease>
Lost count_lost(std::uint64_t seed, const Draw& draw, const Ease& ease) {
  Random random{seed};
  Lost lost;
  for (int i = 0; i < pairs(); ++i) {
    const Question<T> hard = draw(random);
    const Question<T> easy = ease(hard, random);
    ++lost.pairs;
    lost.by_library += library_satisfies(hard) && !library_satisfies(easy) ? 1 : 0;
    if (command_line_satisfies(hard)) {
      ++lost.satisfied;
      lost.by_command_line += command_line_satisfies(easy) ? 0 : 1;
    }
  }
  return lost;
}

template <class T>
void report(const char* kind, const Lost& lost) {
  MESSAGE(std::string{T::kName}, ", ", std::string{kind}, ": satisfaction lost on ", lost.by_library, " of ",
          lost.pairs, " pairs by the library; on ", lost.by_command_line, " of ", lost.satisfied,
          " by the command line");
  CHECK(lost.by_command_line == 0);
  CHECK(lost.satisfied * 4 > lost.pairs);  // else little was asked
}

TEST_CASE_TEMPLATE("an easier question about a layer never loses satisfaction", T, Im2col<>, Dnnweaver<>) {
  report<T>("objective",
            count_lost<T>(
                301, [](Random& random) { return tight_question<T>(random, false, false); },
                [](Question<T> q, Random& random) {
                  const Objective before = q.task.objective;
                  while (q.task.objective.latency == before.latency && q.task.objective.power == before.power) {
                    q.task.objective = loosened(before, random);
                  }
                  return q;
                }));
  report<T>("limit", count_lost<T>(
                         302, [](Random& random) { return tight_question<T>(random, false, true); },
                         [](Question<T> q, Random& random) {
                           for (auto& most : q.limits.most) {
                             const bool goes = random.below(4) == 0;
                             most = goes || most > UINT32_MAX / 32 ? Limits<T>::kUnlimited : most << random.below(5);
                           }
                           return q;
                         }));
  report<T>("pin", count_lost<T>(
                       303, [](Random& random) { return tight_question<T>(random, true, false); },
                       [](Question<T> q, Random& random) {
                         for (auto& choice : q.task.pins.choice) {
                           choice = random.below(2) == 0 ? T::Pins::kFree : choice;
                         }
                         return q;
                       }));
  report<T>("budget", count_lost<T>(
                          304,
                          [](Random& random) {
                            auto q = tight_question<T>(random, false, false);
                            q.options.budget = 1U + random.below(200);
                            return q;
                          },
                          [](Question<T> q, Random& random) {
                            q.options.budget += 1U + random.below(200);
                            return q;
                          }));
}

/// A network and a table, as files and as the library takes them.
template <class T>
struct NetworkQuestion {
  std::vector<typename T::Layer> layers;
  std::vector<Bitstream<T>> table;
  Objective objective{};
  Limits<T> limits;
  NetworkOptions options;
};

template <class T>
std::vector<Bitstream<T>> draw_table(const std::vector<typename T::Layer>& layers, std::size_t count, Random& random) {
  std::vector<Bitstream<T>> table;
  while (table.size() < count) {
    const auto& layer = layers[random.below(static_cast<std::uint32_t>(layers.size()))];
    const auto found = Explorer<WeightsOf<T>>{weights<T>()}.explore({layer, draw_objective<T>(T::macs(layer), random)});
    Bitstream<T> bitstream{found.configuration, {}};
    for (std::size_t p = 0; p < T::kParameters; ++p) {
      if (std::string{T::parameters[p].unit} == "KiB") {  // room for other layers
        bitstream.hardware[p] = static_cast<std::uint8_t>(
            std::min<std::size_t>(T::parameters[p].count - 1U, bitstream.hardware[p] + random.below(4)));
      }
    }
    table.push_back(bitstream);
  }
  return table;
}

template <class T>
using ExplorerOf = NetworkExplorer<WeightsOf<T>, 64, 32>;

template <class T>
NetworkDecision decide(const NetworkQuestion<T>& q) {
  static const auto explorer = std::make_unique<ExplorerOf<T>>(weights<T>());
  return explorer->explore({q.layers.data(), q.layers.size(), q.objective, q.table.data(), q.table.size(), q.limits},
                           q.options);
}

template <class T>
bool command_line_satisfies(const NetworkQuestion<T>& q) {
  std::vector<std::string> names;
  for (const auto& field : T::layer_fields) {
    names.emplace_back(field.name);
  }
  std::string layers = cli::joined(names, ",");
  for (const auto& layer : q.layers) {
    std::vector<std::string> row;
    for (const auto& field : T::layer_fields) {
      row.push_back(std::to_string(layer.*field.member));
    }
    layers.append("\n").append(cli::joined(row, ","));
  }
  std::string table;
  for (std::size_t b = 0; b <= q.table.size(); ++b) {
    std::vector<std::string> row;
    for (std::size_t p = 0; p < T::kParameters; ++p) {
      if (T::is_hardware(p)) {
        row.push_back(b == 0 ? std::string{T::parameters[p].name}
                             : cli::choice_text(T::parameters[p], q.table[b - 1].hardware[p]));
      }
    }
    table.append(cli::joined(row, ",")).append("\n");
  }
  const TemporaryFile layers_file{layers + "\n"};
  const TemporaryFile table_file{table};
  cli::NetworkCommand command;
  command.layers.table = layers_file.path();
  command.bitstreams = table_file.path();
  command.latency = std::to_string(q.objective.latency.value) + "cycles";
  command.power = std::to_string(q.objective.power.value) + "uW";
  command.limits = limits_argument(q.limits);
  command.effort = effort_of(q.options);
  command.json = true;
  std::ostringstream out;
  const cli::ExitCode code = run(weights<T>(), command, out);
  const bool satisfied = code == cli::ExitCode::satisfied;
  REQUIRE(nlohmann::json::parse(out.str())["satisfied"] == (satisfied ? 1 : 0));
  return satisfied;
}

/// A network, a table that runs it, and an objective that one of its bitstreams just meets.
template <class T>
NetworkQuestion<T> tight_network(Random& random) {
  for (;;) {
    NetworkQuestion<T> q;
    const std::size_t different = 1 + random.below(12);
    std::uint64_t macs = 0;
    for (std::size_t i = 0; i < different; ++i) {
      const auto layer = draw_layer<T>(random);
      q.layers.insert(q.layers.end(), 1 + random.below(4), layer);
    }
    for (const auto& layer : q.layers) {
      macs += T::macs(layer);
    }
    q.table = draw_table<T>(q.layers, 1 + random.below(16), random);
    q.objective = draw_objective<T>(macs, random);
    NetworkQuestion<T> on_one = q;
    on_one.table = {q.table[random.below(static_cast<std::uint32_t>(q.table.size()))]};
    const NetworkDecision found = decide(on_one);
    if (found.legal()) {
      q.objective = loosened(met_by<T>(found.cost), random);
      return q;
    }
  }
}

template <class T, class Ease>
Lost count_lost_networks(std::uint64_t seed, const Ease& ease) {
  Random random{seed};
  Lost lost;
  for (int i = 0; i < pairs(); ++i) {
    NetworkQuestion<T> hard = tight_network<T>(random);
    NetworkQuestion<T> easy = hard;
    ease(hard, easy, random);
    ++lost.pairs;
    lost.by_library += decide(hard).satisfied && !decide(easy).satisfied ? 1 : 0;
    if (command_line_satisfies(hard)) {
      ++lost.satisfied;
      lost.by_command_line += command_line_satisfies(easy) ? 0 : 1;
    }
  }
  return lost;
}

TEST_CASE_TEMPLATE("an easier question about a network never loses satisfaction", T, Im2col<>, Dnnweaver<>) {
  using Q = NetworkQuestion<T>;
  report<T>("network, objective", count_lost_networks<T>(311, [](Q& /*hard*/, Q& easy, Random& random) {
              easy.objective = loosened(easy.objective, random);
            }));
  report<T>("network, limit", count_lost_networks<T>(312, [](Q& hard, Q& easy, Random& random) {
              const auto used = ResourcesOf<T>::used(
                  hard.table[random.below(static_cast<std::uint32_t>(hard.table.size()))].hardware);
              const std::size_t r = random.below(Limits<T>::kCount);
              hard.limits.most[r] = used[r];
              easy.limits.most[r] = random.below(2) == 0 ? Limits<T>::kUnlimited : used[r] * 2U;
            }));
  report<T>("network, budget", count_lost_networks<T>(313, [](Q& hard, Q& easy, Random& random) {
              hard.options.budget = 1U + random.below(200);
              easy.options.budget = hard.options.budget + 1U + random.below(200);
            }));
  report<T>("network, table", count_lost_networks<T>(314, [](Q& hard, Q& /*easy*/, Random& random) {
              const std::size_t keep = 1U + random.below(static_cast<std::uint32_t>(hard.table.size()));
              for (std::size_t b = 0; b < keep; ++b) {
                std::swap(hard.table[b],
                          hard.table[b + random.below(static_cast<std::uint32_t>(hard.table.size() - b))]);
              }
              hard.table.resize(keep);
            }));
}

TEST_CASE_TEMPLATE("a network that is given exactly what it found meets it", T, Im2col<>, Dnnweaver<>) {
  Random random{321};
  int missed_by_library = 0;
  int missed = 0;
  for (int i = 0; i < pairs(); ++i) {
    NetworkQuestion<T> q = tight_network<T>(random);
    const NetworkDecision found = decide(q);
    q.objective = met_by<T>(found.cost);
    missed_by_library += decide(q).satisfied ? 0 : 1;
    missed += command_line_satisfies(q) ? 0 : 1;
  }
  MESSAGE(std::string{T::kName}, ": missed by the library on ", missed_by_library, " of ", pairs(),
          ", by the command line on ", missed);
  CHECK(missed <= pairs() / 500);  // the exact search may run out of nodes: one in 2000
}

}  // namespace
}  // namespace gandse::test
