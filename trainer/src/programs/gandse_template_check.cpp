// gandse-template-check: tries what a template promises, and whether its optima can be certified, without training.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "learn/dataset.hpp"
#include "oracle/space_size.hpp"
#include "oracle/template_contract.hpp"
#include "programs/program_main.hpp"
#include "registered_templates.hpp"  // made by CMake
#include "support/option_values.hpp"
#include "support/progress.hpp"

namespace {

using namespace gandse;
using namespace gandse::trainer;

struct Plan {
  std::uint32_t layers = kContractPoints;
  std::uint64_t seed = 1;
  std::size_t labels = 16;
};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// What training does first: throws where an optimum cannot be certified.
template <class Template>
void certify(const Plan& plan) {
  const auto start = std::chrono::steady_clock::now();
  const auto samples = make_dataset<Template>({}, {.groups = plan.labels, .seed = plan.seed}, 1);
  const double each = seconds_since(start) / static_cast<double>(plan.labels);
  std::vector<double> sizes;
  for (std::size_t i = 0; i < samples.size(); i += kObjectivesPerGroup) {
    constexpr std::uint32_t kProbes = 100;
    sizes.push_back(estimated_configurations<Template>(samples[i].task.layer, {}, Template::draw_order, kProbes));
  }
  std::sort(sizes.begin(), sizes.end());
  std::printf(
      "  about %.2g canonical configurations of a layer (median of %zu); certified optima in %.2g s, so for the "
      "%zu layers of a training in %.2g minutes on one thread\n",
      sizes[sizes.size() / 2], sizes.size(), each, DatasetOptions{}.groups,
      each * static_cast<double>(DatasetOptions{}.groups) / 60.0);
}

// Whether the template keeps its promises; else one line on standard error.
template <class Template>
bool keeps_contract(const Plan& plan) {
  TemplateContract<Template> contract{plan.seed};
  std::string broken;
  {
    Progress progress{"contract", plan.layers};
    broken = contract.violation(plan.layers, [&] { progress.advance(); });
  }
  try {
    if (!broken.empty()) {
      throw std::runtime_error(broken);
    }
    std::printf("template %s keeps its contract: %u random layers, of which it accepts %u; %u configurations drawn\n",
                Template::kName, plan.layers, contract.layers(), contract.drawn());
    if (plan.labels > 0) {
      certify<Template>(plan);
    }
    return true;
  } catch (const std::runtime_error& error) {
    std::fflush(stdout);
    std::fprintf(stderr, "gandse-template-check: %s\n", error.what());
    return false;
  }
}

// All registered templates, or the one that is named. Throws std::runtime_error where there is none of that name.
template <class... Template>
bool check(const std::string& name, const Plan& plan, std::tuple<std::type_identity<Template>...> /*registered*/) {
  std::string known;
  bool found = false;
  bool kept = true;
  const auto offer = [&]<class T>(std::type_identity<T>) {
    known += (known.empty() ? "" : ", ") + std::string{T::kName};
    if (name.empty() || name == T::kName) {
      found = true;
      kept = keeps_contract<T>(plan) && kept;
    }
  };
  (offer(std::type_identity<Template>{}), ...);
  if (!found) {
    throw std::runtime_error("no template '" + name + "'; there is: " + known);
  }
  return kept;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Tries on random layers what a template promises (cost_model/ADDING_A_TEMPLATE.md), then certifies a few\n"
      "optima as training does. Exit code 0: all kept; 1: broken, and standard error names the promise; 2: bad\n"
      "input.",
      "gandse-template-check"};
  Plan plan;
  std::string name;
  app.add_option("template", name, "template, for example im2col; default: all that this program was built for");
  app.add_option("--layers", plan.layers, "random layers to try")
      ->check(whole_number(100, 1'000'000'000))
      ->capture_default_str();
  app.add_option("--seed", plan.seed, "seed of the layers")->check(whole_number())->capture_default_str();
  app.add_option("--labels", plan.labels, "layers to certify optima of, 8 objectives each; 0: none")
      ->check(whole_number(0, 1'000'000))
      ->capture_default_str();
  return program_main(app, argc, argv,
                      [&](const std::string& /*command*/) { return check(name, plan, RegisteredTemplates{}); });
}
