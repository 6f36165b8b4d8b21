#include "random_points.hpp"

#include <sstream>

namespace gandse::test {

std::uint32_t RandomPoints::between(std::uint32_t first, std::uint32_t last) {
  return first + static_cast<std::uint32_t>(engine_() % (std::uint64_t{last} - first + 1));
}

std::uint32_t RandomPoints::log_uniform(std::uint32_t last) {
  const std::uint32_t octave = between(0, bit_width(last) - 1);
  const std::uint32_t high = (2U << octave) - 1;
  return between(1U << octave, high < last ? high : last);
}

std::uint64_t RandomPoints::any_width() { return engine_() >> between(0, 63); }

Layer RandomPoints::small_layer() {
  Layer l;
  do {
    l.ic = log_uniform(600);
    l.oc = log_uniform(600);
    l.oh = log_uniform(120);
    l.ow = log_uniform(120);
    l.kh = log_uniform(16);
    l.kw = chance(60) ? l.kh : log_uniform(16);
    l.stride_h = chance(60) ? 1 : log_uniform(16);
    l.stride_w = chance(80) ? l.stride_h : log_uniform(16);
    l.dilation_h = chance(80) ? 1 : log_uniform(5);
    l.dilation_w = chance(80) ? l.dilation_h : log_uniform(5);
    if (chance(50)) {
      l.pad_top = between(0, (l.kh - 1) * l.dilation_h);
      l.pad_bottom = between(0, (l.kh - 1) * l.dilation_h);
      l.pad_left = between(0, (l.kw - 1) * l.dilation_w);
      l.pad_right = between(0, (l.kw - 1) * l.dilation_w);
    }
    l.repeat = chance(60) ? 1 : log_uniform(80);
    if (l.repeat > 1 && chance(60)) {  // few channels: groups lie side by side
      l.ic = chance(50) ? 1 : between(1, 8);
      l.oc = l.ic == 1 && chance(70) ? 1 : l.oc;
    }
  } while (Machine::check(l) != Reason::none);
  return l;
}

Layer RandomPoints::layer() {
  for (;;) {
    Layer l;
    for (const auto& field : kLayerFields) {
      l.*field.member = log_uniform(field.max);
    }
    const auto pad = [&](std::uint32_t kernel, std::uint32_t dilation) {
      return chance(50) ? 0 : between(0, (kernel - 1) * dilation);
    };
    l.pad_top = pad(l.kh, l.dilation_h);
    l.pad_bottom = pad(l.kh, l.dilation_h);
    l.pad_left = pad(l.kw, l.dilation_w);
    l.pad_right = pad(l.kw, l.dilation_w);
    if (Machine::check(l) == Reason::none) {
      return l;
    }
  }
}

Configuration RandomPoints::configuration() {
  Configuration c{};
  for (std::size_t parameter = 0; parameter < c.size(); ++parameter) {
    c[parameter] = static_cast<std::uint8_t>(between(0, Machine::parameters[parameter].count - 1U));
  }
  return c;
}

Pins RandomPoints::pins(const Configuration& from, std::uint32_t percent) {
  Pins pins;
  for (std::size_t parameter = 0; parameter < from.size(); ++parameter) {
    if (chance(percent)) {
      pins.choice[parameter] = from[parameter];
    }
  }
  return pins;
}

std::optional<Configuration> RandomPoints::legal(const Layer& layer) {
  Configuration c = configuration();
  const TiledLayer t = cut(layer, c);
  const auto draw = [&](std::size_t sram, std::uint64_t tile) {
    const Parameter& p = Machine::parameters[sram];
    std::uint32_t smallest = 0;
    while (smallest < p.count && std::uint64_t{p.values[smallest]} * 512 < tile) {
      ++smallest;
    }
    if (smallest == p.count) {
      return false;
    }
    c[sram] = static_cast<std::uint8_t>(between(smallest, p.count - 1U));
    return true;
  };
  if (!draw(Machine::ISS, t.input_tile) || !draw(Machine::WSS, t.weight_tile) || !draw(Machine::OSS, t.sums_tile)) {
    return std::nullopt;
  }
  return c;
}

std::string text(const Layer& layer, const Configuration& configuration) {
  std::ostringstream out;
  for (const auto& field : kLayerFields) {
    out << field.name << '=' << layer.*field.member << ' ';
  }
  for (std::size_t parameter = 0; parameter < configuration.size(); ++parameter) {
    const Parameter& p = Machine::parameters[parameter];
    out << p.name << '=';
    if (configuration[parameter] < p.count) {
      out << p.values[configuration[parameter]] << ' ';
    } else {
      out << "choice " << unsigned{configuration[parameter]} << ' ';
    }
  }
  return out.str();
}

}  // namespace gandse::test
