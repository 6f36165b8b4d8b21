#include "compare/network_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <sstream>
#include <vector>

#include "network/network_point.hpp"
#include "support/quantile.hpp"

namespace gandse::trainer {
namespace {

constexpr double kSlow = 10e-3;  ///< seconds

using Comparisons = std::vector<const NetworkComparison*>;

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

// In percent, over all and in brackets by seed.
template <class Is>
std::string share(const Comparisons& of, std::uint64_t seeds, const Is& is) {
  const auto percent = [&](std::uint64_t seed) {
    double count = 0;
    double all = 0;
    for (const NetworkComparison* c : of) {
      const bool counts = seed == 0 || c->seed == seed;
      all += counts ? 1 : 0;
      count += counts && is(*c) ? 1 : 0;
    }
    return 100 * count / all;
  };
  std::vector<double> by_seed;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    by_seed.push_back(percent(seed));
  }
  std::array<char, 100> text{};
  std::snprintf(text.data(), text.size(), "%.1f %% [%.0f .. %.0f]", percent(0), quantile(by_seed, 0),
                quantile(by_seed, 1));
  return text.data();
}

void row(std::ostream& out, const std::string& layers, const Comparisons& of, std::uint64_t seeds) {
  std::vector<double> advantages;
  double ours = 0;
  double theirs = 0;
  for (const NetworkComparison* c : of) {
    advantages.push_back(c->advantage());
    ours += c->ours.satisfied ? 1 : 0;
    theirs += c->theirs.satisfied ? 1 : 0;
  }
  const double percent = 100 / static_cast<double>(of.size());
  std::array<char, 300> text{};
  std::snprintf(text.data(), text.size(), "| %s | %s | %.0f x | %s | %s | %.1f %% | %.1f %% | %.3f | %.3f |\n",
                layers.c_str(), of.front()->against.c_str(), of.front()->times,
                share(of, seeds, [](const NetworkComparison& c) { return c.advantage() >= 0; }).c_str(),
                share(of, seeds, [](const NetworkComparison& c) { return c.advantage() > 0; }).c_str(), percent * ours,
                percent * theirs, quantile(advantages, 0.5), quantile(advantages, 0));
  out << text.data();
}

void rows(std::ostream& out, const NetworkResults& results, Measure measure) {
  for (std::size_t i = 0; i <= kManyLayers.size(); ++i) {
    for (const char* method : kNetworkMethods) {
      for (const double times : kTimes) {
        Comparisons of;
        for (const auto& c : results.comparisons) {
          if (c.measure == measure && c.against == method && c.times == times &&
              (i == kManyLayers.size() || c.layers == kManyLayers[i])) {
            of.push_back(&c);
          }
        }
        row(out, i == kManyLayers.size() ? "all" : std::to_string(kManyLayers[i]), of, results.seeds);
      }
    }
  }
}

void gap_row(std::ostream& out, const std::vector<NetworkGap>& gaps, std::size_t layers) {
  std::vector<double> percent;
  const char* against = "";
  for (const auto& gap : gaps) {
    if (gap.layers == layers) {
      against = gap.against.c_str();
      percent.push_back(100 * (std::exp2(gap.ours - gap.possible) - 1));
    }
  }
  std::array<char, 200> text{};
  std::snprintf(text.data(), text.size(), "| %zu | %s | %.2f %% | %.2f %% | %.2f %% |\n", layers, against,
                quantile(percent, 0.5), quantile(percent, 0.9), quantile(percent, 1));
  out << text.data();
}

}  // namespace

std::string text_of(const NetworkSetting& setting) {
  return std::string{setting.method()} + ", by " + name(setting.aim.measure) + ": " + setting.text;
}

std::string network_csv(const std::string& command, const NetworkResults& results) {
  std::ostringstream out;
  out << "# made by: " << command
      << "\nseed,layers,case,measure,against,times_our_time,their_bitstream,their_satisfied,their_log2_score,their_"
         "energy_fj,"
         "our_bitstream,our_satisfied,our_log2_score,our_energy_fj,our_microseconds\n";
  for (const auto& c : results.comparisons) {
    out << c.seed << ',' << c.layers << ',' << c.number << ',' << name(c.measure) << ',' << c.against << ',' << c.times
        << ',' << c.theirs.bitstream << ',' << c.theirs.satisfied << ',' << c.theirs.log_score << ','
        << c.theirs.cost.energy.value << ',' << c.ours.bitstream << ',' << c.ours.satisfied << ',' << c.ours.log_score
        << ',' << c.ours.cost.energy.value << ',' << 1e6 * c.seconds << '\n';
  }
  for (const auto& gap : results.gaps) {
    out << gap.seed << ',' << gap.layers << ',' << gap.number << ",score," << gap.against << ",,,," << gap.possible
        << ",,,," << gap.ours << ",,\n";
  }
  return out.str();
}

std::string network_page(const std::string& command, const NetworkResults& results) {
  std::ostringstream out;
  out << "# Whole networks\n\nWritten by `" << command
      << "`; do not edit. Points: [networks.csv](networks.csv). Networks of layers drawn from one held-out network "
         "each (layers that every bitstream runs), "
      << results.cases << " per number of layers and seed, " << results.seeds
      << " seeds; a seed has its own networks and its own table of " << kBitstreams
      << " bitstreams, the same for all methods. Every second objective is within reach of a bitstream of the table, "
         "the "
         "others are random, from easy to hopeless (trainer/src/network/network_tasks.hpp). Ours is deterministic "
         "and timed "
         "as the median of three decisions; "
         "of a search the median of three runs counts. Times are the processor's. Equal layers are one for "
         "everybody.\n\nTuned on validation "
         "networks and other tables, at our time (*: first or last of the values tried):\n\n";
  for (const auto& search : results.tuned) {
    out << "- " << text_of(search) << '\n';
  }
  out << "\n| layers | different, mean | bitstreams x canonical schedules, median | our median time | over 10 ms "
         "|\n|---|---|---|---|---|\n";
  for (std::size_t i = 0; i < kManyLayers.size(); ++i) {
    const NetworkSizes& size = results.sizes[i];
    const auto slow = std::count_if(size.seconds.begin(), size.seconds.end(), [](double s) { return s > kSlow; });
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(), "| %zu | %.1f | 10^%.0f | %.2f ms | %.0f %% |\n", kManyLayers[i],
                  mean(size.different), quantile(size.space, 0.5), 1e3 * quantile(size.seconds, 0.5),
                  100.0 * static_cast<double>(slow) / static_cast<double>(size.seconds.size()));
    out << text.data();
  }
  out << "\n**Energy.** First by how much the objective is missed (log2 of the worse of latency and power over the "
         "objective, where above 0; within 0.0001 is the same); where both meet it, energy (within 0.01 % is the "
         "same). In octaves: of the first where that decides, else of the second. In brackets the least and most of "
         "the seeds.\n\n| layers | against | time | ours no worse | strictly better | met by ours | by theirs | "
         "median difference, octaves | worst |\n|---|---|---|---|---|---|---|---|---|\n";
  rows(out, results, Measure::energy);
  out << "\n**Score.** The same networks where the least score is asked for: log2 of the worse of latency and power "
         "over the objective.\n\n| layers | against | time | ours no worse | strictly better | met by ours | by "
         "theirs | median difference, octaves | worst |\n|---|---|---|---|---|---|---|---|---|\n";
  rows(out, results, Measure::score);
  out << "\nHow far the decisions by score are above what is possible at all: the optimum over all bitstreams and "
         "canonical schedules for a few layers, for more a certified lower bound of it (Lagrange relaxation over all "
         "canonical schedules), which may itself be below any decision.\n\n| layers | against | median gap | 90 of "
         "100 are within | worst |\n|---|---|---|---|---|\n";
  for (const std::size_t layers : kFewLayers) {
    gap_row(out, results.gaps, layers);
  }
  for (const std::size_t layers : kManyLayers) {
    gap_row(out, results.gaps, layers);
  }
  return out.str();
}

}  // namespace gandse::trainer
