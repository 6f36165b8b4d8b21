#include "compare/trace_report.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>
#include <vector>

#include "network/network_point.hpp"
#include "support/quantile.hpp"

namespace gandse::trainer {
namespace {

constexpr std::uint64_t kAllFactors = 0;

// Seed 0: all.
std::vector<double> costs_of(const TraceResults& results, std::size_t method, std::uint64_t factor,
                             std::uint64_t seed) {
  std::vector<double> ratios;
  for (const Lived& day : results.days) {
    if ((factor == kAllFactors || day.factor == factor) && (seed == 0 || day.seed == seed)) {
      ratios.push_back(day.cost(method));
    }
  }
  return ratios;
}

// From the optimum, of all seeds and load levels.
std::string farthest(const TraceResults& results, std::size_t method) {
  constexpr double kAccepted = 1.10;
  double worst = 0;
  for (const std::uint64_t factor : kLoadFactors) {
    for (std::uint64_t seed = 1; seed <= results.seeds; ++seed) {
      worst = std::max(worst, quantile(costs_of(results, method, factor, seed), 0.5));
    }
  }
  std::array<char, 300> text{};
  std::snprintf(text.data(), text.size(),
                "The median of `%s` is at most %.3f times the optimum on every seed and load level: %s %.2f.\n",
                kTraceMethods[method], worst, worst <= kAccepted ? "within" : "on some, above", kAccepted);
  return text.data();
}

void rows(std::ostream& out, const TraceResults& results, std::uint64_t factor) {
  out << "\n| method | median of cost / optimum | 9 of 10 days within | worst | energy / optimum's | minutes missed "
         "| "
         "loads per day |\n|---|---|---|---|---|---|---|\n";
  for (std::size_t method = 0; method < kTraceMethods.size(); ++method) {
    std::vector<double> energy;
    double missed = 0;
    double loads = 0;
    for (const Lived& day : results.days) {
      if (factor == kAllFactors || day.factor == factor) {
        energy.push_back(day.energy(method));
        missed += static_cast<double>(day.spent[method].missed);
        loads += static_cast<double>(day.spent[method].loads);
      }
    }
    std::vector<double> medians;
    for (std::uint64_t seed = 1; seed <= results.seeds; ++seed) {
      medians.push_back(quantile(costs_of(results, method, factor, seed), 0.5));
    }
    const auto all = costs_of(results, method, factor, 0);
    const auto days = static_cast<double>(all.size());
    std::array<char, 300> text{};
    std::snprintf(text.data(), text.size(), "| %s | %.3f [%.3f .. %.3f] | %.3f | %.3f | %.3f | %.1f %% | %.1f |\n",
                  kTraceMethods[method], quantile(all, 0.5), quantile(medians, 0), quantile(medians, 1),
                  quantile(all, 0.9), quantile(all, 1), quantile(energy, 0.5), 100 * missed / (days * kSlots),
                  loads / days);
    out << text.data();
  }
}

}  // namespace

std::string trace_csv(const std::string& command, const TraceResults& results) {
  std::ostringstream out;
  out << "# made by: " << command
      << "\nseed,trace,load_factor,method,cost,energy_nanojoule,missed_minutes,loads,bound\n";
  for (const Lived& day : results.days) {
    for (std::size_t m = 0; m < kTraceMethods.size(); ++m) {
      const Spent& spent = day.spent[m];
      out << day.seed << ',' << day.number << ',' << day.factor << ",\"" << kTraceMethods[m] << "\"," << spent.cost
          << ',' << spent.energy << ',' << spent.missed << ',' << spent.loads << ',' << day.bound << '\n';
    }
  }
  return out.str();
}

std::string trace_page(const std::string& command, const TraceResults& results) {
  std::ostringstream out;
  out << "# Days of changing networks\n\nWritten by `" << command
      << "`; do not edit. Points: [traces.csv](traces.csv). " << results.seeds << " seeds, each with its own table of "
      << kBitstreams << " bitstreams and " << results.traces << " days of " << kSlots << " minutes; a day has "
      << kNetworksOfDay << " networks of up to " << kMostLayersOfDay
      << " layers drawn from held-out networks (layers that every bitstream runs), two deadlines and three battery "
         "states. The model, and what loading "
         "takes: trainer/src/network/traces.hpp. Cost: energy of inferences and loads, that of minutes that miss "
         "their "
         "objective counted "
      << kMissed << " times; " << results.hopeless << " of " << results.objectives
      << " objectives are missed on every bitstream.\n\nThe optimum knows the whole day (dynamic programming over "
         "the costs that our explorer finds). Annealing gets, for every network and objective, the time that our "
         "decision takes: once an equal share of it on each bitstream, by what is billed, and goes where the same "
         "policy as ours says; once on all bitstreams by score, and always goes where it finds the best. Told a "
         "session's mean length, "
      << kMeanSession
      << " minutes, the device counts on so many more minutes like the "
         "present one (a known horizon; what is proven does not cover it).\n\nIn "
         "brackets the least and most of the seeds' medians. Energy is the median, too; minutes missed and loads are "
         "means.\n";
  for (std::size_t i = 0; i < kLoadFactors.size(); ++i) {
    const Cost& load = results.loads[i];
    out << "\nLoading takes " << static_cast<double>(load.latency.value) / (1e6 * results.clock_mhz) << " s and "
        << 1e-9 * static_cast<double>(loading_cost(load, kWaiting, results.clock_mhz)) << " J:\n";
    rows(out, results, kLoadFactors[i]);
  }
  out << "\nAll days and loads:\n";
  rows(out, results, kAllFactors);
  double of_bound = 0;
  for (const Lived& day : results.days) {
    of_bound = std::max(of_bound, day.of_bound());
  }
  std::array<char, 200> text{};
  std::snprintf(text.data(), text.size(),
                "\nOurs never spends more than %.3f of what is proven for it, (2 n - 1) (optimum + load) + load.\n",
                of_bound);
  out << text.data() << farthest(results, kOurs) << farthest(results, kOursTold);
  return out.str();
}

}  // namespace gandse::trainer
