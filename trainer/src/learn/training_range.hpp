// The extent of a training set, for the generator that learned from it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "gandse/runtime/training_range.hpp"
#include "learn/dataset.hpp"
#include "net/checkpoint.hpp"

namespace gandse::trainer {

/// Rays without the 0.05 % at either end, which random configurations scatter wide.
template <class Template>
TrainingRange<Template> training_range(const std::vector<Sample<Template>>& samples) {
  TrainingRange<Template> range;
  range.most.fill(0);
  std::vector<std::int32_t> rays;
  for (const auto& sample : samples) {
    const auto& layer = sample.task.layer;
    for (std::size_t i = 0; i < range.most.size(); ++i) {
      range.most[i] = std::max(range.most[i], layer.*Template::layer_fields[i].member);
    }
    rays.push_back(ray_of<Template>(layer, sample.task.objective));
  }
  std::sort(rays.begin(), rays.end());
  const std::size_t rare = rays.size() / 2000;
  range.least_ray = rays[rare];
  range.most_ray = rays[rays.size() - 1 - rare];
  return range;
}

template <class Template>
void set_training_range(Checkpoint& checkpoint, const TrainingRange<Template>& range) {
  checkpoint.trained_most.assign(range.most.begin(), range.most.end());
  checkpoint.trained_least_ray = range.least_ray;
  checkpoint.trained_most_ray = range.most_ray;
}

/// Throws std::runtime_error where the checkpoint has not one limit for each field.
template <class Template>
TrainingRange<Template> training_range(const Checkpoint& checkpoint) {
  TrainingRange<Template> range;
  if (checkpoint.trained_most.size() != range.most.size()) {
    throw std::runtime_error("the checkpoint's training range is of layers with other fields");
  }
  std::copy(checkpoint.trained_most.begin(), checkpoint.trained_most.end(), range.most.begin());
  range.least_ray = checkpoint.trained_least_ray;
  range.most_ray = checkpoint.trained_most_ray;
  return range;
}

}  // namespace gandse::trainer
