#include "checkpoint.hpp"

#include <fstream>
#include <stdexcept>

namespace gandse::trainer {

namespace {
constexpr const char* kFormat = "gandse-checkpoint-3";
}

void write_atomically(const std::filesystem::path& file, const std::vector<std::uint8_t>& bytes) {
  if (file.has_parent_path()) {
    std::filesystem::create_directories(file.parent_path());
  }
  auto temporary = file;
  temporary += ".part";
  {
    std::ofstream stream{temporary, std::ios::binary};
    stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    if (!stream) {
      throw std::runtime_error(temporary.string() + ": cannot be written");
    }
  }
  std::filesystem::rename(temporary, file);
}

std::vector<std::uint8_t> read_bytes(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream || std::filesystem::is_directory(file)) {
    throw std::runtime_error(file.string() + ": cannot be read");
  }
  return {std::istreambuf_iterator<char>(stream), {}};
}

nlohmann::json read_cbor(const std::filesystem::path& file) {
  try {
    return nlohmann::json::from_cbor(read_bytes(file));
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(file.string() + ": no CBOR file: " + error.what());
  }
}

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
  write_atomically(file, nlohmann::json::to_cbor(json));
}

Checkpoint load_checkpoint(const std::filesystem::path& file) {
  const nlohmann::json json = read_cbor(file);
  try {
    if (json.at("format") != kFormat) {
      throw std::runtime_error(file.string() + ": the format is " + json.at("format").dump() + ", expected \"" +
                               kFormat + "\"");
    }
    Checkpoint c;
    json.at("generator").get_to(c.generator);
    json.at("method").get_to(c.method);
    json.at("fingerprint").get_to(c.fingerprint);
    json.at("data_fingerprint").get_to(c.data_fingerprint);
    json.at("command").get_to(c.command);
    json.at("seed").get_to(c.seed);
    json.at("epochs").get_to(c.epochs);
    json.at("samples").get_to(c.samples);
    json.at("trunk_width").get_to(c.trunk_width);
    json.at("trunk_layers").get_to(c.trunk_layers);
    json.at("head_width").get_to(c.head_width);
    c.parameters = from_blob<float>(json.at("parameters"));
    c.range.trunk = from_blob<float>(json.at("trunk_range"));
    c.range.head = from_blob<float>(json.at("head_range"));
    json.at("trained_most").get_to(c.trained_most);
    json.at("trained_least_ray").get_to(c.trained_least_ray);
    json.at("trained_most_ray").get_to(c.trained_most_ray);
    json.at("held_out_tasks").get_to(c.held_out_tasks);
    json.at("held_out_first_satisfied").get_to(c.held_out_first_satisfied);
    json.at("held_out_satisfied").get_to(c.held_out_satisfied);
    json.at("held_out_median_gap").get_to(c.held_out_median_gap);
    json.at("held_out_within_1").get_to(c.held_out_within_1);
    return c;
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(file.string() + ": no checkpoint: " + error.what());
  }
}

}  // namespace gandse::trainer
