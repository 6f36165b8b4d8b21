// The search baselines: within their budget, on canonical configurations only, repeatable, and better than chance.
#include <doctest/doctest.h>

#include <functional>

#include "compare/contenders.hpp"
#include "learn/dataset.hpp"
#include "net/recipes.hpp"
#include "search/annealing.hpp"
#include "search/genetic.hpp"
#include "search/library_search.hpp"
#include "search/random_search.hpp"

namespace gandse::test {

using namespace trainer;
using Template = Im2col<>;
using Choices = Template::Configuration;
using Start = std::span<const Choices>;

namespace {

constexpr AnnealingSchedule kSchedule{0.25, 0.03, 4, 1};

struct Search {
  const char* name;
  std::function<void(Trial<Template>&, Start, Random&)> run;
};

const std::vector<Search>& searches() {
  static const std::vector<Search> all = [] {
    std::vector<Search> list{
        {"random", [](auto& trial, Start start, Random& random) { random_search<Template>(trial, start, random); }},
        {"annealing",
         [](auto& trial, Start start, Random& random) { anneal<Template>(trial, start, random, kSchedule); }},
        {"annealing, restarts",
         [](auto& trial, Start start, Random& random) {
           anneal<Template>(trial, start, random, {0.25, 0.03, 4, 3});
         }},
        {"genetic", [](auto& trial, Start start, Random& random) {
           evolve<Template>(trial, start, random, {50, 4, 0.2, 0.5});
         }}};
    for (const char* algorithm : {"sade", "de1220", "sga", "gaco", "pso_gen"}) {
      list.push_back({algorithm, [algorithm](auto& trial, Start start, Random& random) {
                        pagmo_search<Template>(trial, start, random, {algorithm, 20});
                      }});
    }
    for (const char* algorithm : {"GN_CRS2_LM", "GN_DIRECT_L_RAND", "GN_ESCH", "LN_SBPLX"}) {
      list.push_back({algorithm, [algorithm](auto& trial, Start start, Random& random) {
                        nlopt_search<Template>(trial, start, random, {algorithm});
                      }});
    }
    return list;
  }();
  return all;
}

std::vector<Task<Template>> tasks(std::size_t count, std::uint32_t pinned) {
  const auto networks = read_networks<Template>(std::string{GANDSE_NETWORKS} + "/training.csv");
  std::vector<Task<Template>> all;
  Random random{3};
  while (all.size() < count) {
    const Layer layer = networks[random.below(static_cast<std::uint32_t>(networks.size()))].layer;
    if (const auto objective = paper_style_objective<Template>(layer, random)) {
      all.push_back({layer, *objective, random_pins<Template>(layer, pinned, random)});
    }
  }
  return all;
}

}  // namespace

TEST_CASE("every search keeps its budget, obeys the pins, and does the same again") {
  for (const Search& search : searches()) {
    INFO(search.name);
    for (const auto& task : tasks(4, 3)) {
      for (const std::uint32_t budget : {1U, 3U, 10U, 300U}) {
        const auto run = [&] {
          Trial<Template> trial{task, budget};
          Random random{budget};
          search.run(trial, {}, random);
          CHECK(trial.evaluations() <= budget);
          return trial.best();
        };
        const auto found = run();
        const auto again = run();
        CHECK(found.score == again.score);
        CHECK(found.configuration == again.configuration);
        if (found.score < INFINITY) {
          CHECK(Template::canonicalise(task.layer, found.configuration, task.pins) == found.configuration);
        }
      }
    }
  }
}

TEST_CASE("every search takes what it is given to start from") {
  for (const Search& search : searches()) {
    INFO(search.name);
    for (const auto& task : tasks(5, 0)) {
      std::vector<Choices> start;
      Random random{4};
      double best = INFINITY;
      while (start.size() < 5) {
        start.push_back(random_canonical_configuration<Template>(task.layer, task.pins, random));
        const Evaluation evaluation = Template::evaluate(task.layer, start.back());
        best = evaluation.legal() ? std::min(best, score<Template>(evaluation.cost, task.objective)) : best;
      }
      Trial<Template> trial{task, 8};  // a population of pagmo's, which it fills up
      search.run(trial, start, random);
      CHECK(trial.best().score <= best);
    }
  }
}

TEST_CASE("every search but chance itself beats it at 1000 evaluations") {
  const auto all = tasks(40, 0);
  const auto mean = [&](const Search& search) {
    double sum = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      Trial<Template> trial{all[i], 1000};
      Random random{i};
      search.run(trial, {}, random);
      sum += std::log2(trial.best().score);
    }
    return sum;
  };
  const double chance = mean(searches().front());
  for (const char* name : {"annealing", "annealing, restarts", "genetic", "sade", "GN_CRS2_LM"}) {
    for (const Search& search : searches()) {
      if (std::string{search.name} == name) {
        INFO(name);
        CHECK(mean(search) < chance);
      }
    }
  }
}

TEST_CASE("a canonical configuration survives its genes") {
  Random random{5};
  for (const auto& task : tasks(200, 2)) {
    const auto configuration = random_canonical_configuration<Template>(task.layer, task.pins, random);
    CHECK(express(task, genes_of<Template>(configuration)) == configuration);
    CHECK(nearest_canonical(task, configuration) == configuration);
  }
}

TEST_CASE("an algorithm that does not exist is refused") {
  const auto task = tasks(1, 0).front();
  Random random{1};
  Trial<Template> trial{task, 10};
  CHECK_THROWS_WITH(pagmo_search<Template>(trial, {}, random, {"magic", 10}),
                    doctest::Contains("no algorithm 'magic'"));
  CHECK_THROWS_WITH(nlopt_search<Template>(trial, {}, random, {"magic"}), doctest::Contains("no algorithm 'magic'"));
}

TEST_CASE("refinement after a search spends what is left, and never makes it worse") {
  for (const auto& task : tasks(20, 1)) {
    Trial<Template> trial{task, 60};
    Random random{6};
    anneal<Template>(trial, {}, random, kSchedule);
    const Outcome refined = refine(trial.with_budget(100), 1);
    CHECK(refined.score <= trial.best().score * 1.0001);  // the runtime ranks by an integer logarithm
    CHECK(refined.evaluations <= 100);
    CHECK(refine(trial, 1).score == trial.best().score);
  }
}

}  // namespace gandse::test
