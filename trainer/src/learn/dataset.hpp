// The training set: tasks, each with its certified optimum as the label.
#pragma once

#include <atomic>
#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "gandse/runtime/generator.hpp"
#include "learn/save_times.hpp"
#include "oracle/oracle.hpp"
#include "support/parallel.hpp"
#include "support/progress.hpp"
#include "task/layer_distribution.hpp"
#include "task/layer_files.hpp"
#include "task/task.hpp"

namespace gandse::trainer {

template <class Template>
struct Sample {
  Task<Template> task{};
  typename Template::Configuration label{};
  Cost label_cost{};
};

struct DatasetOptions {
  std::size_t groups = 70'000;       ///< layers (with their pins); each gets `kObjectivesPerGroup` objectives
  std::uint32_t random_draws = 200;  ///< of the search that gives the oracle its first incumbents
  std::uint32_t rounds = 1;
  std::uint64_t seed = 1;
};

inline constexpr std::size_t kObjectivesPerGroup = 8;

/// Pins a random choice of `count` random parameters, or fewer where they could not be met.
template <class Template>
typename Template::Pins random_pins(const typename Template::Layer& layer, std::uint32_t count, Random& random) {
  typename Template::Pins pins;
  for (; count > 0; --count) {
    const std::size_t parameter = random.below(Template::kParameters);
    const std::uint8_t before = pins.choice[parameter];
    pins.choice[parameter] = static_cast<std::uint8_t>(random.below(Template::parameters[parameter].count));
    if (Template::check_pins(layer, pins) != Reason::none) {
      pins.choice[parameter] = before;
    }
  }
  return pins;
}

/// What no sample of make_dataset can be; empty where it can be one.
template <class Template>
std::string violation(const Sample<Template>& sample) {
  const auto& [layer, objective, pins] = sample.task;
  if (Template::check(layer) != Reason::none || !within_limits(objective)) {
    return "its layer or objective is out of range";
  }
  for (std::size_t i = 0; i < Template::kParameters; ++i) {
    const std::uint8_t count = Template::parameters[i].count;
    if (sample.label[i] >= count || (pins.is_pinned(i) && pins.choice[i] >= count)) {
      return "it has a choice that there is not";
    }
    if (pins.is_pinned(i) && pins.choice[i] != sample.label[i]) {
      return "its label does not obey its pins";
    }
  }
  const Evaluation evaluation = Template::evaluate(layer, sample.label);
  if (!evaluation.legal() || evaluation.cost.latency != sample.label_cost.latency ||
      evaluation.cost.energy != sample.label_cost.energy) {
    return "its label does not cost what it says";
  }
  return Template::canonicalise(layer, sample.label, pins) == sample.label ? "" : "its label is not canonical";
}

/// The first of a data set's groups.
template <class Template>
using Begun = std::span<const Sample<Template>>;

/// Tasks and labels; the same for every number of threads. Goes on after the whole groups in `samples`; where there is
/// a `keep`, calls it now and then with all that is done, from this thread. Throws std::runtime_error where a label
/// cannot be certified.
template <class Template>
std::vector<Sample<Template>> make_dataset(const std::vector<NamedLayer<Template>>& networks,
                                           const DatasetOptions& options, unsigned threads,
                                           std::vector<Sample<Template>> samples = {},
                                           const std::function<void(Begun<Template>)>& keep = nullptr) {
  std::size_t done = samples.size() / kObjectivesPerGroup;
  samples.resize(options.groups * kObjectivesPerGroup);
  Progress progress{"labels", options.groups - done};
  std::atomic<bool> refused{false};  // one label is: the others need not be ended
  const auto label = [&](std::size_t group) {
    Random random{options.seed * 1'000'003U + group};
    typename Template::Layer layer;
    std::vector<Objective> objectives;
    Attempts attempts{"a layer with legal configurations"};
    do {
      attempts.count();
      layer = random_layer<Template>(networks, random);
      objectives.clear();
      for (std::size_t i = 0; i < kObjectivesPerGroup && Template::check(layer) == Reason::none; ++i) {
        auto objective = paper_style_objective<Template>(layer, random);
        if (!objective) {
          break;
        }
        if (random.below(4) == 0) {  // a ray of its own: latency of one configuration, power of another
          if (const auto other = paper_style_objective<Template>(layer, random)) {
            objective->power = other->power;
          }
        }
        objectives.push_back(*objective);
      }
    } while (objectives.size() != kObjectivesPerGroup);
    const std::uint32_t pinned = random.below(2) == 0 ? 0 : 1 + random.below(Template::kParameters - 2);
    const auto pins = random_pins<Template>(layer, pinned, random);
    IncumbentSearch<Template> search{layer, pins, objectives, random.next()};
    search.run(options.random_draws, options.rounds);
    Oracle<Template> oracle{layer, pins, objectives};
    for (std::size_t i = 0; i < kObjectivesPerGroup; ++i) {
      oracle.offer(search.best(i));
    }
    try {
      oracle.run([&] {
        progress.advance(0);
        if (refused) {
          throw std::runtime_error("another layer was refused");
        }
      });
    } catch (...) {
      refused = true;
      throw;
    }
    for (std::size_t i = 0; i < kObjectivesPerGroup; ++i) {
      const auto& best = oracle.best(i);
      samples[group * kObjectivesPerGroup + i] = {{layer, objectives[i], pins}, best.configuration, best.cost};
    }
    progress.advance();
  };
  SaveTimes times;
  while (done < options.groups) {
    done = parallel_for(done, options.groups, threads, label, [&] { return keep && times.due(); });
    if (keep && done < options.groups) {
      times.save([&] { keep(Begun<Template>{samples}.first(done * kObjectivesPerGroup)); });
    }
  }
  return samples;
}

}  // namespace gandse::trainer
