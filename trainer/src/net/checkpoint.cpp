#include "net/checkpoint.hpp"

#include <algorithm>

namespace gandse::trainer {

namespace {

constexpr const char* kFormat = "gandse-checkpoint-3";
constexpr std::uint64_t kMostLayers = 1024;
constexpr std::uint64_t kMostWidth = 65'536;
constexpr double kMostShare = 1 + 1e-9;  // a sum of as many parts, rounded

void require_positive(const Fields& fields, const char* name, const std::vector<float>& values) {
  if (!std::all_of(values.begin(), values.end(), [](float value) { return value > 0; })) {
    fields.refuse(name, "must hold numbers above 0");
  }
}

}  // namespace

void save(const Checkpoint& c, const std::filesystem::path& file) {
  const nlohmann::json json{{"format", kFormat},
                            {"generator", c.generator},
                            {"method", c.method},
                            {"fingerprint", c.fingerprint},
                            {"data_fingerprint", c.data_fingerprint},
                            {"command", c.command},
                            {"seed", c.seed},
                            {"epochs", c.epochs},
                            {"samples", c.samples},
                            {"trunk_width", c.trunk_width},
                            {"trunk_layers", c.trunk_layers},
                            {"head_width", c.head_width},
                            {"parameters", to_blob(c.parameters)},
                            {"trunk_range", to_blob(c.range.trunk)},
                            {"head_range", to_blob(c.range.head)},
                            {"trained_most", c.trained_most},
                            {"trained_least_ray", c.trained_least_ray},
                            {"trained_most_ray", c.trained_most_ray},
                            {"held_out_tasks", c.held_out_tasks},
                            {"held_out_first_satisfied", c.held_out_first_satisfied},
                            {"held_out_satisfied", c.held_out_satisfied},
                            {"held_out_median_gap", c.held_out_median_gap},
                            {"held_out_within_1", c.held_out_within_1}};
  write_framed(file, FileKind::checkpoint, json);
}

Checkpoint load_checkpoint(const std::filesystem::path& file) {
  const Fields fields{read_framed(file, FileKind::checkpoint), file};
  if (fields.text("format") != kFormat) {
    fields.refuse("format", "is " + fields.text("format") + "; this program reads " + kFormat);
  }
  Checkpoint c;
  c.generator = fields.text("generator");
  c.method = fields.text("method");
  c.fingerprint = fields.whole("fingerprint");
  c.data_fingerprint = fields.whole("data_fingerprint");
  c.command = fields.text("command");
  c.seed = fields.whole("seed");
  c.epochs = fields.whole("epochs", 1);
  c.samples = fields.whole("samples", 1);
  c.trunk_width = fields.whole("trunk_width", 1, kMostWidth);
  c.trunk_layers = fields.whole("trunk_layers", 1, kMostLayers);
  c.head_width = fields.whole("head_width", 1, kMostWidth);
  c.parameters = fields.floats("parameters");
  c.range.trunk = fields.floats("trunk_range");
  c.range.head = fields.floats("head_range");
  require_positive(fields, "trunk_range", c.range.trunk);
  require_positive(fields, "head_range", c.range.head);
  c.trained_most = fields.list("trained_most");
  c.trained_least_ray = fields.int32("trained_least_ray");
  c.trained_most_ray = fields.int32("trained_most_ray");
  if (c.trained_least_ray > c.trained_most_ray) {
    fields.refuse("trained_least_ray", "is above trained_most_ray");
  }
  c.held_out_tasks = fields.whole("held_out_tasks");
  c.held_out_first_satisfied = fields.real("held_out_first_satisfied", 0, kMostShare);
  c.held_out_satisfied = fields.real("held_out_satisfied", 0, kMostShare);
  c.held_out_median_gap = fields.real("held_out_median_gap");
  c.held_out_within_1 = fields.real("held_out_within_1", 0, kMostShare);
  return c;
}

}  // namespace gandse::trainer
