// The benchmarks' program: Google Benchmark's own, which also says what was compiled, for which kernels.
#include <benchmark/benchmark.h>
#include <omp.h>

#include <Eigen/Core>
#include <fstream>
#include <string>

#include "gandse/runtime/dense.hpp"

namespace {

std::string processor() {
  std::ifstream in{"/proc/cpuinfo"};
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("model name")) {
      return line.substr(line.find(':') + 2);
    }
  }
  return "unknown";
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 2;
  }
  omp_set_num_threads(1);  // oneDNN takes as many as there are
  benchmark::AddCustomContext("processor", processor());
  benchmark::AddCustomContext("compiler", "GCC-compatible " __VERSION__);
  benchmark::AddCustomContext("kernel", gandse::dense_kernel());
  benchmark::AddCustomContext("eigen_vectors", Eigen::SimdInstructionSetsInUse());
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
