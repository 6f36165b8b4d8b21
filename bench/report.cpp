// gandse-bench-report: a short table of one run of the benchmarks, two runs beside each other, or a page of results.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "generators.hpp"
#include "measurements.hpp"

namespace {

using namespace gandse::bench;

std::string format(const char* pattern, double value) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), pattern, value);
  return text.data();
}

std::string time(double nanoseconds) {
  return nanoseconds < 1e3   ? format("%.1f ns", nanoseconds)
         : nanoseconds < 1e6 ? format("%.2f us", nanoseconds / 1e3)
                             : format("%.2f ms", nanoseconds / 1e6);
}

std::string spread(const Measurement& m) { return time(m.least()) + " .. " + time(m.most()); }

std::string rates(const Measurement& m) {
  std::string text;
  for (const auto& [name, value] : m.counters) {
    text += (text.empty() ? "" : ", ");
    if (name == "evaluations") {
      text += format("%.0f evaluations", value);
    } else {
      text += value >= 1e9 ? format("%.1f G", value / 1e9) : format("%.2f M", value / 1e6);
      text += name;
    }
  }
  return text;
}

/// False where something was not measured.
bool print_table(const Measurements& run) {
  bool all = true;
  std::printf("%-40s %11s   %-25s\n", "", "median", "least .. most");
  for (const Measurement& m : run.all) {
    if (m.nanoseconds.empty()) {
      std::printf("%-40s not measured: %s\n", m.name.c_str(), m.error.c_str());
      all = false;
    } else {
      std::printf("%-40s %11s   %-25s %s\n", m.name.c_str(), time(m.median()).c_str(), spread(m).c_str(),
                  rates(m).c_str());
    }
  }
  return all;
}

/// Two runs: a difference is one where not even the spreads overlap.
void print_comparison(const Measurements& before, const Measurements& after) {
  std::printf("%-40s %11s %11s %7s\n", "", "before", "after", "ratio");
  for (const Measurement& now : after.all) {
    const Measurement* then = before.find(now.name);
    if (then == nullptr || now.nanoseconds.empty()) {
      std::printf("%-40s only in %s\n", now.name.c_str(), now.nanoseconds.empty() ? "neither" : "the second");
      continue;
    }
    std::printf("%-40s %11s %11s %7.2f  %s\n", now.name.c_str(), time(then->median()).c_str(),
                time(now.median()).c_str(), now.median() / then->median(),
                now.most() < then->least()   ? "faster"
                : now.least() > then->most() ? "slower"
                                             : "");
  }
  for (const Measurement& then : before.all) {
    if (after.find(then.name) == nullptr) {
      std::printf("%-40s only in the first\n", then.name.c_str());
    }
  }
}

std::string context(const Measurements& run, const std::string& key) {
  const auto at = run.context.find(key);
  return at == run.context.end() ? "unknown" : at->second;
}

/// Benchmarks whose name is `prefix` and a number: for curves.
std::vector<std::pair<double, const Measurement*>> series(const Measurements& run, const std::string& prefix) {
  std::vector<std::pair<double, const Measurement*>> found;
  for (const Measurement& m : run.all) {
    if (m.name.starts_with(prefix) && !m.nanoseconds.empty()) {
      found.emplace_back(std::stod(m.name.substr(prefix.size())), &m);
    }
  }
  return found;
}

void peers(std::ostream& out, const Measurements& run) {
  const Measurement* ours = run.find("inference_by/GANDSE_int8");
  if (ours == nullptr) {
    return;
  }
  out << "## One inference, the same weights (im2col_96k), one sample, one thread\n\n"
         "| by | times ours | median | least .. most |\n|---|---|---|---|\n";
  std::vector<Measurement> all;
  std::copy_if(run.all.begin(), run.all.end(), std::back_inserter(all),
               [](const Measurement& m) { return m.name.starts_with("inference_by/"); });
  std::sort(all.begin(), all.end(), [](const Measurement& a, const Measurement& b) {
    return !a.nanoseconds.empty() && (b.nanoseconds.empty() || a.median() < b.median());
  });
  for (const Measurement& m : all) {
    const std::string by = m.name.substr(m.name.find('/') + 1);
    if (m.nanoseconds.empty()) {
      out << "| " << by << " | not measured: " << m.error << " | | |\n";
    } else {
      out << "| " << by << " | " << format("%.1f", m.median() / ours->median()) << " | " << time(m.median()) << " | "
          << spread(m) << " |\n";
    }
  }
  out << '\n';
}

void roofline(std::ostream& out, const Measurements& run) {
  const Measurement* multiply = run.find("roofline/multiply");
  if (multiply == nullptr) {
    return;
  }
  const double peak = multiply->counters.at("MACs/s");
  out << "## Share of the roofline\n\nReading an inference's weights from the cache, over and over, with the widest "
         "loads; multiplying at "
      << format("%.0f", peak / 1e9)
      << " G int8 MACs/s, from registers. The longer of the two is the roof.\n\n"
         "| generator | inference | reading its weights | multiplying | share of the roof |\n|---|---|---|---|---|\n";
  for_each_generator([&](auto generator) {
    using Weights = std::decay_t<decltype(decltype(generator)::weights)>;
    const std::string name = generator.name;
    const Measurement* infer = run.find("infer/" + name);
    const Measurement* read = run.find("roofline/read/" + name + "/" + std::to_string(inference_bytes<Weights>()));
    if (infer == nullptr || read == nullptr) {
      return;
    }
    const double multiplying = 1e9 * static_cast<double>(inference_macs<Weights>()) / peak;
    out << "| " << name << " | " << time(infer->median()) << " | " << time(read->median()) << " | " << time(multiplying)
        << " | " << format("%.0f %%", 100 * std::max(read->median(), multiplying) / infer->median()) << " |\n";
  });
  out << '\n';
}

void decisions(std::ostream& out, const Measurements& run) {
  const Measurement* ours = run.find("decide/default/im2col_96k");
  if (ours == nullptr) {
    return;
  }
  out << "## One decision (im2col)\n\n| by | times ours | median | least .. most |\n|---|---|---|---|\n"
      << "| the default: 120 candidates, 8 evaluations of refinement | 1.0 | " << time(ours->median()) << " | "
      << spread(*ours) << " |\n";
  for (const char* method : {"annealing", "pagmo"}) {
    for (const auto& [evaluations, m] : series(run, std::string{"decide/by_"} + method + "/im2col/")) {
      out << "| " << method << ", " << format("%.0f", evaluations) << " evaluations | "
          << format("%.1f", m->median() / ours->median()) << " | " << time(m->median()) << " | " << spread(*m)
          << " |\n";
    }
  }
  out << "\nWhat each of them is worth: [../im2col](../im2col/README.md), on held-out tasks.\n\n";
}

void steps(std::ostream& out, const Measurements& run) {
  out << "## Steps and decisions\n\n| benchmark | median | least .. most | |\n|---|---|---|---|\n";
  for (const Measurement& m : run.all) {
    if (!m.name.starts_with("inference_by/") && !m.name.starts_with("decide/by_") && !m.nanoseconds.empty()) {
      out << "| " << m.name << " | " << time(m.median()) << " | " << spread(m) << " | " << rates(m) << " |\n";
    }
  }
  out << '\n';
}

struct Scale {
  const char* prefix;
  const char* what;
};
constexpr std::array kScales{Scale{"decide/parameters/im2col_96k/", "parameters, 12 per layer of a network"},
                             Scale{"decide/candidates/im2col_96k/", "candidates"},
                             Scale{"decide/budget/im2col_96k/", "budget, 15 in 16 of it candidates"}};

void scaling(std::ostream& out, const Measurements& run) {
  out << "## How a decision's time grows\n\n![scaling.svg](scaling.svg)\n\n"
         "The exponent is the slope from the row before, on logarithmic axes: 1 is linear.\n\n";
  for (const Scale& scale : kScales) {
    out << "| " << scale.what << " | median | exponent |\n|---|---|---|\n";
    double last_x = 0;
    double last_y = 0;
    for (const auto& [x, m] : series(run, scale.prefix)) {
      out << "| " << format("%.0f", x) << " | " << time(m->median()) << " | "
          << (last_x > 0 ? format("%.2f", std::log(m->median() / last_y) / std::log(x / last_x)) : "") << " |\n";
      last_x = x;
      last_y = m->median();
    }
    out << '\n';
  }
}

void plot(const std::filesystem::path& file, const Measurements& run) {
  std::ostringstream script;
  script << "set terminal svg size 760,480 font 'sans,13' background 'white'\nset output '" << file.string()
         << "'\nset logscale xy\nset grid lc rgb '#dddddd'\nset key left top\nset title 'Time of a decision (im2col)'\n"
            "set xlabel 'parameters, candidates, or budget'\nset ylabel 'median, us'\n";
  std::string lines;
  for (std::size_t i = 0; i < kScales.size(); ++i) {
    script << "$d" << i << " << EOD\n";
    for (const auto& [x, m] : series(run, kScales[i].prefix)) {
      script << x << ' ' << m->median() / 1e3 << '\n';
    }
    script << "EOD\n";
    lines += (i == 0 ? "" : ", ") + std::string{"$d"} + std::to_string(i) +
             " with linespoints lw 2 pt 7 ps 0.6 title '" + kScales[i].what + "'";
  }
  script << "plot " << lines << '\n';
  const std::string text = script.str();
  const std::unique_ptr<FILE, int (*)(FILE*)> gnuplot{popen("gnuplot", "w"), &pclose};
  if (!gnuplot || std::fwrite(text.data(), 1, text.size(), gnuplot.get()) != text.size() ||
      std::fflush(gnuplot.get()) != 0) {
    throw std::runtime_error("gnuplot cannot be run (Debian: gnuplot-nox)");
  }
}

void write_page(const Measurements& run, const std::filesystem::path& folder, const std::string& command) {
  std::ofstream out{folder / "README.md"};
  out << "# Latency\n\nWritten by `" << command << "`; do not edit. Machine: " << context(run, "processor") << ", "
      << context(run, "num_cpus") << " processors; kernel " << context(run, "kernel") << "; Eigen with "
      << context(run, "eigen_vectors") << "; " << context(run, "compiler")
      << ", everything compiled with -O3 -march=native. " << context(run, "date")
      << ". Median of repetitions in random order, in between the least and the most; CPU time of one thread. "
         "[../../README.md](../../README.md) says what is measured how, and what it means.\n\n";
  peers(out, run);
  roofline(out, run);
  decisions(out, run);
  scaling(out, run);
  steps(out, run);
  if (!out.flush()) {
    throw std::runtime_error((folder / "README.md").string() + " cannot be written");
  }
  plot(folder / "scaling.svg", run);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Reads what gandse_bench --benchmark_out=FILE wrote.", "gandse-bench-report"};
  app.require_subcommand(1);
  std::filesystem::path file;
  std::filesystem::path other;
  std::filesystem::path folder;
  auto* table = app.add_subcommand("table", "a line for each benchmark");
  table->add_option("file", file)->required();
  auto* compare = app.add_subcommand("compare", "two runs, and which benchmarks differ by more than their spread");
  compare->add_option("before", file)->required();
  compare->add_option("after", other)->required();
  auto* page = app.add_subcommand("page", "README.md and scaling.svg");
  page->add_option("file", file)->required();
  page->add_option("folder", folder)->required()->check(CLI::ExistingDirectory);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    const Measurements run = read_measurements(file);
    if (table->parsed()) {
      return print_table(run) ? 0 : 1;
    }
    if (compare->parsed()) {
      print_comparison(run, read_measurements(other));
    } else {
      write_page(run, folder, "make latency");
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gandse-bench-report: %s\n", error.what());
    return 2;
  }
}
