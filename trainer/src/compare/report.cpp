#include "compare/report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>
#include <thread>

#include "gandse/runtime/decision.hpp"
#include "support/file_bytes.hpp"

namespace gandse::trainer {

namespace {

constexpr std::uint32_t kDefaultBudget = 128;
constexpr const char* kDeployedMethod = "GANDSE";

using Value = std::function<double(const CurvePoint&)>;

std::string percent(double share, int digits = 1) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f %%", digits, 100.0 * share);
  return text.data();
}

std::string microseconds(double us) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), us < 1000 ? "%.0f us" : "%.2f ms", us < 1000 ? us : us / 1000);
  return text.data();
}

std::string rounded(double x, int digits = 0) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, x);
  return text.data();
}

std::vector<const CurvePoint*> select(const std::vector<CurvePoint>& points, const std::string& set,
                                      const std::string& method, const std::string& variant) {
  std::vector<const CurvePoint*> found;
  for (const CurvePoint& p : points) {
    if (p.set == set && p.method == method && p.variant == variant) {
      found.push_back(&p);
    }
  }
  return found;
}

const CurvePoint* at_budget(const std::vector<const CurvePoint*>& curve, std::uint32_t budget) {
  const auto at = std::find_if(curve.begin(), curve.end(), [&](const CurvePoint* p) { return p->budget == budget; });
  return at == curve.end() ? nullptr : *at;
}

/// "median [least .. most]" over the seeds.
std::string over_seeds(std::vector<double> values, const std::function<std::string(double)>& text) {
  std::sort(values.begin(), values.end());
  if (values.empty()) {
    return "-";
  }
  if (values.size() == 1) {
    return text(values.front());
  }
  return text(values[values.size() / 2]) + " [" + text(values.front()) + " .. " + text(values.back()) + "]";
}

// Where a curve first reaches `target`: linear in the logarithm of `cost` between two budgets.
std::optional<double> reached(const std::vector<const CurvePoint*>& curve, const Value& cost, const Value& quality,
                              double target) {
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const double now = quality(*curve[i]);
    if (now < target) {
      continue;
    }
    if (i == 0) {
      return cost(*curve[0]);
    }
    const double before = quality(*curve[i - 1]);
    const double share = (target - before) / (now - before);
    return cost(*curve[i - 1]) * std::pow(cost(*curve[i]) / cost(*curve[i - 1]), share);
  }
  return std::nullopt;
}

double evaluations(const CurvePoint& p) { return p.quality.evaluations; }
double time(const CurvePoint& p) { return p.quality.microseconds; }
double slack_1(const CurvePoint& p) { return p.satisfied_at[3]; }
double within_1(const CurvePoint& p) { return p.quality.within_1; }
double within_5(const CurvePoint& p) { return p.quality.within_5; }

void row(std::ostream& out, const CurvePoint& p) {
  const Quality& q = p.quality;
  out << "| " << p.method << " | " << p.variant << " | " << rounded(q.evaluations, 0);
  for (const double share : p.satisfied_at) {
    out << " | " << percent(share);
  }
  out << " | " << percent(q.median_gap, 2) << " | " << percent(q.p90_gap, 2) << " | " << percent(q.p99_gap, 1) << " | "
      << microseconds(q.microseconds) << " |\n";
}

std::vector<std::pair<std::string, std::string>> all_methods(const std::vector<CurvePoint>& points) {
  std::vector<std::pair<std::string, std::string>> methods;
  for (const CurvePoint& p : points) {
    const std::pair<std::string, std::string> method{p.method, p.variant};
    if (std::find(methods.begin(), methods.end(), method) == methods.end()) {
      methods.push_back(method);
    }
  }
  return methods;
}

void first_proposals(std::ostream& out, const std::vector<CurvePoint>& points) {
  out << "## One proposal, no refinement\n\nPaper-style tasks; median [least .. most] over training seeds.\n\n"
         "| method | satisfied | median gap |\n|---|---|---|\n";
  const auto seeds = [&](const std::string& method, const Value& value) {
    std::vector<double> values;
    for (const CurvePoint* p : select(points, "paper", method, "alone")) {
      if (p->budget == 1) {
        values.push_back(value(*p));
      }
    }
    return values;
  };
  const Value satisfied = [](const CurvePoint& p) { return p.quality.satisfied; };
  const Value gap = [](const CurvePoint& p) { return p.quality.median_gap; };
  const auto two = [](double x) { return percent(x, 2); };
  for (const char* method : {"gan", "supervised", "mlp", "large-mlp", "reinforce", "diffusion"}) {
    if (!seeds(method, satisfied).empty()) {
      out << "| " << method << " | " << over_seeds(seeds(method, satisfied), two) << " | "
          << over_seeds(seeds(method, gap), two) << " |\n";
    }
  }
  out << "\nMargin of the GAN's worst seed over the other's best seed, in points: ";
  for (const char* method : {"supervised", "mlp", "large-mlp"}) {
    auto gan = seeds("gan", satisfied);
    auto other = seeds(method, satisfied);
    auto gan_gap = seeds("gan", gap);
    auto other_gap = seeds(method, gap);
    if (gan.empty() || other.empty()) {
      continue;
    }
    out << method << ": satisfied "
        << rounded(100 * (*std::min_element(gan.begin(), gan.end()) - *std::max_element(other.begin(), other.end())), 2)
        << ", median gap "
        << rounded(100 * (*std::min_element(other_gap.begin(), other_gap.end()) -
                          *std::max_element(gan_gap.begin(), gan_gap.end())),
                   2)
        << "; ";
  }
  out << "\n`supervised` is the GAN's own net and training time without critic and without verdicts; `mlp` has about "
         "as many weights, `large-mlp` over 20 times as many, and neither lets a head see another's choice.\n\n";
}

void against_annealing(std::ostream& out, const std::vector<CurvePoint>& points) {
  const CurvePoint* ours = at_budget(select(points, "tight", kDeployedMethod, "refined"), kDefaultBudget);
  const auto annealing = select(points, "tight", "annealing", "alone");
  if (ours == nullptr || annealing.empty()) {
    return;
  }
  out << "## What annealing needs for the same\n\nThe default decision (" << kDefaultBudget
      << " evaluations at most) takes " << microseconds(ours->quality.microseconds) << " in this run.\n\n"
      << "| the same ... | default decision | annealing's evaluations | times ours | annealing's time | times ours |\n"
         "|---|---|---|---|---|---|\n";
  const auto line = [&](const char* what, const std::string& value, const Value& quality, double target) {
    const auto needed = reached(annealing, evaluations, quality, target);
    const auto takes = reached(annealing, time, quality, target);
    out << "| " << what << " | " << value << " | "
        << (needed ? rounded(*needed) : "more than " + rounded(annealing.back()->quality.evaluations)) << " | "
        << (needed ? rounded(*needed / ours->quality.evaluations, 1)
                   : "> " + rounded(annealing.back()->quality.evaluations / ours->quality.evaluations, 1))
        << " | " << (takes ? microseconds(*takes) : "more than " + microseconds(annealing.back()->quality.microseconds))
        << " | "
        << (takes ? rounded(*takes / ours->quality.microseconds, 1)
                  : "> " + rounded(annealing.back()->quality.microseconds / ours->quality.microseconds, 1))
        << " |\n";
  };
  line("satisfied at slack 1 %", percent(slack_1(*ours)), slack_1, slack_1(*ours));
  line("within 1 % of the optimum", percent(within_1(*ours)), within_1, within_1(*ours));
  line(
      "median gap", percent(ours->quality.median_gap, 2), [](const CurvePoint& p) { return -p.quality.median_gap; },
      -ours->quality.median_gap);
  line(
      "p90 gap", percent(ours->quality.p90_gap, 2), [](const CurvePoint& p) { return -p.quality.p90_gap; },
      -ours->quality.p90_gap);
  out << "\nBetween two budgets the figure is interpolated, linear in the logarithm of the cost.\n\n";
}

void needed_for(std::ostream& out, const std::vector<CurvePoint>& points) {
  out << "## Evaluations and time until 90 % of the tight tasks are within 5 % and 1 % of the optimum\n\n"
         "| method | variant | 5 %: evaluations | time | 1 %: evaluations | time |\n|---|---|---|---|---|---|\n";
  for (const auto& [method, variant] : all_methods(points)) {
    std::vector<const CurvePoint*> curve;
    for (const CurvePoint* p : select(points, "tight", method, variant)) {
      if (p->seed == 1) {
        curve.push_back(p);
      }
    }
    const auto cell = [&](const std::optional<double>& x, bool is_time) {
      return x ? (is_time ? microseconds(*x) : rounded(*x)) : std::string{"not reached"};
    };
    out << "| " << method << " | " << variant << " | " << cell(reached(curve, evaluations, within_5, 0.9), false)
        << " | " << cell(reached(curve, time, within_5, 0.9), true) << " | "
        << cell(reached(curve, evaluations, within_1, 0.9), false) << " | "
        << cell(reached(curve, time, within_1, 0.9), true) << " |\n";
  }
  out << '\n';
}

void equal_time(std::ostream& out, const std::vector<CurvePoint>& points) {
  constexpr std::array kTimes{25.0, 50.0, 100.0, 500.0, 2500.0, 15'000.0};
  out << "## Equal time: tight tasks within 1 % of the optimum\n\nThe best budget whose median decision takes no "
         "longer.\n\n| method | variant |";
  for (const double limit : kTimes) {
    out << ' ' << microseconds(limit) << " |";
  }
  out << "\n|---|---|---|---|---|---|---|---|\n";
  for (const auto& [method, variant] : all_methods(points)) {
    out << "| " << method << " | " << variant << " |";
    for (const double limit : kTimes) {
      double best = -1;
      for (const CurvePoint* p : select(points, "tight", method, variant)) {
        if (p->seed == 1 && p->quality.microseconds <= limit) {
          best = std::max(best, p->quality.within_1);
        }
      }
      out << ' ' << (best < 0 ? "-" : percent(best)) << " |";
    }
    out << '\n';
  }
  out << '\n';
}

// The chosen rows of a table of gandse-tune or trainer/tune_learned.sh.
void tuned(std::ostream& out, const std::filesystem::path& file, bool only_chosen) {
  std::ifstream in{file};
  std::string line;
  bool headed = false;
  while (std::getline(in, line)) {
    if (line.starts_with("# checksum")) {
      continue;
    }
    if (line.starts_with('#')) {
      out << line.substr(2) << "\n\n";
      continue;
    }
    if (only_chosen && headed && !line.ends_with("yes")) {
      continue;
    }
    std::string cells = "| ";
    for (const char c : line) {
      cells += c == ',' ? std::string{" | "} : std::string{c};
    }
    out << cells << " |\n";
    if (!headed) {
      out << '|';
      for (auto n = std::count(line.begin(), line.end(), ','); n >= 0; --n) {
        out << "---|";
      }
      out << '\n';
      headed = true;
    }
  }
  out << '\n';
}

std::string processor() {
  std::ifstream in{"/proc/cpuinfo"};
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("model name")) {
      return line.substr(line.find(':') + 2);
    }
  }
  return "unknown processor";
}

}  // namespace

void print_points(const std::vector<CurvePoint>& points) {
  std::printf(
      "%-6s %-10s %-15s seed budget evaluations satisfied slack 5%% slack 1%% median gap  p90 gap within 1%%  median "
      "us\n",
      "set", "method", "variant");
  for (const CurvePoint& p : points) {
    const Quality& q = p.quality;
    std::printf("%-6s %-10s %-15s %4llu %6u %11.1f %7.2f %% %6.1f %% %6.1f %% %8.3f %% %7.2f%% %7.2f %% %10.1f\n",
                p.set.c_str(), p.method.c_str(), p.variant.c_str(), static_cast<unsigned long long>(p.seed), p.budget,
                q.evaluations, 100 * q.satisfied, 100 * p.satisfied_at[2], 100 * p.satisfied_at[3], 100 * q.median_gap,
                100 * q.p90_gap, 100 * q.within_1, q.microseconds);
  }
}

void write_report(const std::filesystem::path& folder, const std::string& command,
                  const std::vector<CurvePoint>& points) {
  std::ostringstream out;
  out << "# Comparison\n\nWritten by `" << command
      << "`; do not edit. Points: [curves.csv](curves.csv). Machine: " << processor() << ", "
      << std::thread::hardware_concurrency()
      << " threads, a task per thread.\n\nEvery gap is to the certified optimum ([oracle.csv](oracle.csv) holds the "
         "oracle "
         "against plain enumeration). `tight` tasks: [tight_tasks.csv](tight_tasks.csv), rays of held-out networks "
         "with an "
         "objective 25, 10, 5 and 1 % above the optimum. `alone`: the method spends the whole budget. `refined`: the "
         "rest goes to the runtime's refinement; searches get three quarters, learned methods as much as the deployed "
         "Explorer's candidates do, at most "
      << Options{}.candidates
      << " proposals. `from generator`: the search begins at as many proposals of the committed generator, which "
         "count. `GANDSE` is the committed "
         "generator in the deployed Explorer; the generators of other sizes are named, and so is it once more.\n\n";
  for (const char* file :
       {"slack1_evaluations.svg", "slack1_time.svg", "slack5_evaluations.svg", "p90_evaluations.svg", "sizes.svg"}) {
    out << "![" << file << "](" << file << ")\n";
  }
  out << '\n';
  against_annealing(out, points);
  first_proposals(out, points);
  for (const std::uint32_t budget : {kDefaultBudget, 1000U, 10'000U}) {
    out << "## Tight tasks, at most " << budget
        << " evaluations\n\n| method | variant | evaluations | 25 % | 10 % | 5 % | 1 % | median gap | p90 | p99 | "
           "median "
           "time |\n|---|---|---|---|---|---|---|---|---|---|---|\n";
    for (const CurvePoint& p : points) {
      if (p.set == "tight" && p.budget == budget && p.seed == 1) {
        row(out, p);
      }
    }
    out << "\nLearned methods: training seed 1; all seeds are in curves.csv.\n\n";
  }
  needed_for(out, points);
  equal_time(out, points);
  out << "## How the baselines were tuned\n\n";
  tuned(out, folder / "tuning.csv", true);
  tuned(out, folder / "tuning_learned.csv", false);
  const std::string text = out.str();
  write_text(folder / "README.md", text);
}

}  // namespace gandse::trainer
