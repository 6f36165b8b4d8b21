// One run of one optimiser on one task: counts evaluations, ends at the budget, keeps the best. Every method that is
// compared spends its budget here, so that none can count otherwise.
#pragma once

#include <cmath>
#include <cstdint>

#include "task/task.hpp"

namespace gandse::trainer {

template <class Template>
struct Found {
  typename Template::Configuration configuration{};
  Cost cost{};
  double score = INFINITY;  ///< of the task's objective; <= 1 is satisfied
};

template <class Template>
class Trial {
 public:
  using Configuration = typename Template::Configuration;

  /// The trial refers to the task, which must outlive it.
  Trial(const Task<Template>& task, std::uint32_t budget) : task_(task), budget_(budget) {}
  Trial(Task<Template>&&, std::uint32_t) = delete;  ///< a temporary would be gone before the first evaluation

  /// Spends one evaluation; log2 of the score, INFINITY where the configuration is illegal. Once the budget is spent it
  /// evaluates nothing and returns INFINITY.
  double evaluate(const Configuration& configuration) {
    if (left() == 0) {
      return INFINITY;
    }
    ++evaluations_;
    const Evaluation evaluation = Template::evaluate(task_.layer, configuration);
    if (!evaluation.legal()) {
      return INFINITY;
    }
    const double value = score<Template>(evaluation.cost, task_.objective);
    if (value < best_.score) {
      best_ = {configuration, evaluation.cost, value};
    }
    return std::log2(value);
  }

  /// The same trial with more to spend.
  [[nodiscard]] Trial with_budget(std::uint32_t budget) const {
    Trial more = *this;
    more.budget_ = budget;
    return more;
  }

  [[nodiscard]] const Task<Template>& task() const { return task_; }
  [[nodiscard]] std::uint32_t budget() const { return budget_; }
  [[nodiscard]] std::uint32_t evaluations() const { return evaluations_; }
  [[nodiscard]] std::uint32_t left() const { return budget_ - evaluations_; }
  [[nodiscard]] const Found<Template>& best() const { return best_; }

 private:
  const Task<Template>& task_;
  std::uint32_t budget_;
  std::uint32_t evaluations_ = 0;
  Found<Template> best_;
};

}  // namespace gandse::trainer
