// dnnweaver_rtl_report ROWS.csv [PLOT.svg]: every measured layer beside what the models say, as a Markdown table, and
// as a plot (by gnuplot).
#include <cmath>
#include <cstdio>
#include <exception>
#include <memory>
#include <sstream>
#include <string>

#include "dnnweaver_rtl.hpp"

namespace {

using namespace gandse;
using namespace gandse::test;

double off(std::uint64_t model, std::uint64_t measured) {
  return 100.0 * (static_cast<double>(model) / static_cast<double>(measured) - 1);
}

void print_error(const char* model, const RtlError& error) {
  std::printf("| %s | %.1f %% | %.1f %% | %.4f |\n", model, 100 * error.mean, 100 * error.worst,
              error.rank_correlation);
}

void plot(const std::vector<RtlRow>& rows, const std::string& file) {
  std::ostringstream script;
  script << "set terminal svg size 720,520 font 'sans,13' background 'white'\nset output '" << file
         << "'\nset logscale xy\nset grid lc rgb '#dddddd'\nset key left top\nset xlabel 'cycles of the RTL'\n"
            "set ylabel 'cycles of the model'\n$rows << EOD\n";
  for (const RtlRow& row : rows) {
    script << row.measured << ' ' << row.predicted << ' ' << row.published_model << '\n';
  }
  script << "EOD\nplot x lc rgb '#888888' title 'equal', $rows using 1:3 pt 6 lc rgb '#c05020' title 'model shipped "
            "with DNNWeaver2', $rows using 1:2 pt 7 ps 0.6 lc rgb '#2060a0' title 'gandse'\n";
  const std::unique_ptr<FILE, int (*)(FILE*)> gnuplot{popen("gnuplot", "w"), &pclose};
  const std::string text = script.str();
  if (!gnuplot || std::fwrite(text.data(), 1, text.size(), gnuplot.get()) != text.size() ||
      std::fflush(gnuplot.get()) != 0) {
    std::fprintf(stderr, "no plot: gnuplot cannot be run (Debian: gnuplot-nox)\n");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::fprintf(stderr, "usage: dnnweaver_rtl_report ROWS.csv [PLOT.svg]\n");
    return 2;
  }
  try {
    const auto rows = read_rtl_rows(argv[1]);
    std::printf(
        "| K | rows | ic | oc | pool | tile rows | tile ic | tile oc | order | RTL cycles | gandse | error | "
        "shipped model | error |\n|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|--:|--:|\n");
    for (const RtlRow& row : rows) {
      using Machine = Dnnweaver<>;
      const auto value = [&](std::size_t parameter) -> unsigned {
        return Machine::parameters[parameter].values[row.configuration[parameter]];
      };
      std::printf("| %u | %u | %u | %u | %u | %u | %u | %u | %s | %lu | %lu | %+.1f %% | %lu | %+.1f %% |\n",
                  row.layer.kh, row.layer.oh, row.layer.ic, row.layer.oc, row.layer.pool, value(Machine::TOH),
                  value(Machine::TIC), value(Machine::TOC), Machine::kOrders[row.configuration[Machine::ORD]],
                  static_cast<unsigned long>(row.measured), static_cast<unsigned long>(row.predicted),
                  off(row.predicted, row.measured), static_cast<unsigned long>(row.published_model),
                  off(row.published_model, row.measured));
    }
    std::printf("\n| model | mean error | worst | rank correlation |\n|---|--:|--:|--:|\n");
    print_error("gandse", rtl_error(rows, &RtlRow::predicted));
    print_error("gandse, against the RTL with one bus for all buffers",
                rtl_error(rows, &RtlRow::predicted, &RtlRow::shared_bus));
    print_error("shipped with DNNWeaver2", rtl_error(rows, &RtlRow::published_model));
    if (argc == 3) {
      plot(rows, argv[2]);
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "dnnweaver_rtl_report: %s\n", error.what());
    return 2;
  }
}
