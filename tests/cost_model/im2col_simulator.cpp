#include "im2col_simulator.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <queue>
#include <unordered_set>
#include <vector>

namespace gandse::test {
namespace {

constexpr std::uint64_t kBytesPerSum = 4;
constexpr std::uint64_t kBytesOfConstants = 8;

std::uint64_t blocks(std::uint64_t size, std::uint64_t tile) { return (size + tile - 1) / tile; }

/// Name of a tile: the block that would have to stay in an SRAM together, and the tile within it.
struct Tag {
  std::uint64_t block = 0;
  std::uint64_t index = 0;
};

/// One iteration of the innermost loop.
struct Step {
  Tag weight;
  Tag input;
  std::uint64_t channels = 0, row = 0, column = 0;  ///< of the output tile
  std::uint64_t ic = 0, kh = 0, kw = 0;
  std::uint64_t output = 0;
  bool first_of_output = false;
  bool last_of_output = false;
};

/// The loop nest, written out.
std::vector<Step> schedule(const TiledLayer& l) {
  std::vector<Step> steps;
  steps.reserve(l.steps());
  std::uint64_t output = 0;
  for (std::uint64_t group = 0; group < l.groups; ++group) {
    for (std::uint64_t channels = 0; channels < l.output_blocks; ++channels) {
      for (std::uint64_t row = 0; row < l.row_blocks; ++row) {
        for (std::uint64_t column = 0; column < l.column_blocks; ++column, ++output) {
          const std::size_t first = steps.size();
          for (std::uint64_t ic = 0; ic < l.ic_blocks; ++ic) {
            for (std::uint64_t kh = 0; kh < l.kh_blocks; ++kh) {
              for (std::uint64_t kw = 0; kw < l.kw_blocks; ++kw) {
                const std::uint64_t slice = (ic * l.kh_blocks + kh) * l.kw_blocks + kw;
                const std::uint64_t pixel = row * l.column_blocks + column;
                steps.push_back({{group * l.output_blocks + channels, slice},
                                 {group, pixel * l.reduction_steps() + slice},
                                 channels,
                                 row,
                                 column,
                                 ic,
                                 kh,
                                 kw,
                                 output,
                                 false,
                                 false});
              }
            }
          }
          steps[first].first_of_output = true;
          steps.back().last_of_output = true;
        }
      }
    }
  }
  return steps;
}

/// Different tiles of the first block: what would have to stay.
std::uint64_t tiles_of_block(const std::vector<Step>& steps, Tag Step::*operand) {
  std::unordered_set<std::uint64_t> tiles;
  for (const Step& step : steps) {
    if ((step.*operand).block != (steps.front().*operand).block) {
      break;
    }
    tiles.insert((step.*operand).index);
  }
  return tiles.size();
}

/// An input or weight SRAM. The array reads one half. A tile of the block that this half keeps joins it; any other tile
/// goes to the other half, which is emptied first and read from the next step on.
class DoubleBuffer {
 public:
  DoubleBuffer(std::uint64_t half_bytes, std::uint64_t tile_bytes, bool keeps_blocks)
      : half_bytes_(half_bytes), tile_bytes_(tile_bytes), keeps_blocks_(keeps_blocks) {}

  /// Makes room for a tile that the next step needs; false if it is there already.
  bool reserve(const Tag& tag) {
    next_ = read_;
    if (!(keeps_blocks_ && used_ && halves_[read_].block == tag.block)) {
      next_ = 1 - read_;
      halves_[next_] = {tag.block, {}};
      used_ = true;
    }
    return !halves_[next_].tiles.contains(tag.index);
  }
  void arrive(const Tag& tag) { halves_[next_].tiles.insert(tag.index); }
  void turn() { read_ = next_; }
  [[nodiscard]] bool readable(const Tag& tag) const {
    return halves_[read_].block == tag.block && halves_[read_].tiles.contains(tag.index);
  }
  [[nodiscard]] bool within_capacity() const {
    return std::all_of(halves_.begin(), halves_.end(),
                       [&](const Half& half) { return half.tiles.size() * tile_bytes_ <= half_bytes_; });
  }

 private:
  struct Half {
    std::uint64_t block = 0;
    std::unordered_set<std::uint64_t> tiles;
  };
  std::uint64_t half_bytes_;
  std::uint64_t tile_bytes_;
  bool keeps_blocks_;
  bool used_ = false;
  std::size_t read_ = 1;
  std::size_t next_ = 1;
  std::array<Half, 2> halves_;
};

/// One job of the array: all tiles are equal, so is every job. Rows take words of R / f bytes, R cycles apart; what a
/// run does not fill is padding.
Counts array_job(const TiledLayer& l, const Hardware& machine) {
  Counts job;
  const std::uint64_t word = machine.rows / machine.feed;
  for (std::uint64_t fold = 0; fold < l.tile_oc; ++fold) {
    for (std::uint64_t column = 0; column < l.pixels(); column += machine.columns) {
      const std::uint64_t columns = std::min(machine.columns, l.pixels() - column);
      for (std::uint64_t run = 0; run < l.runs; ++run) {
        for (std::uint64_t byte = 0; byte < l.run; byte += word) {
          job.compute_cycles += machine.rows;
          job.input_feed += columns * word;
          if (!l.diagonal) {
            job.weight_feed += l.output_pixel * word;
            job.macs += l.output_pixel * columns * word;
          }
        }
        if (l.diagonal) {  // a row reads the word that holds its weight
          job.weight_feed += l.output_pixel * word;
          job.macs += l.output_pixel * columns;
        }
      }
      job.compute_cycles += machine.rows + machine.columns - 2;
      job.partial_sums += l.output_pixel * columns * kBytesPerSum;
    }
  }
  return job;
}

/// Rows of the input that a tile loads: those from the first to the last that it reads, or where it has a single tap or
/// a single output, those that it reads.
std::vector<std::int64_t> rows_loaded(const TiledLayer& l, const Step& step) {
  const Layer& layer = l.layer;
  const auto row = [&](std::uint64_t output, std::uint64_t tap) {
    return static_cast<std::int64_t>((step.row * l.toh + output) * layer.stride_h +
                                     (step.kh * l.tkh + tap) * layer.dilation_h) -
           static_cast<std::int64_t>(layer.pad_top);
  };
  std::vector<std::int64_t> rows;
  if (l.tkh == 1 || l.toh == 1) {
    for (std::uint64_t i = 0; i < l.toh * l.tkh; ++i) {
      rows.push_back(l.tkh == 1 ? row(i, 0) : row(0, i));
    }
  } else {
    for (std::int64_t y = row(0, 0); y <= row(l.toh - 1, l.tkh - 1); ++y) {
      rows.push_back(y);
    }
  }
  return rows;
}

/// First and last column of the input that a tile loads.
std::array<std::int64_t, 2> columns_loaded(const TiledLayer& l, const Step& step) {
  const Layer& layer = l.layer;
  const auto column = [&](std::uint64_t output, std::uint64_t tap) {
    return static_cast<std::int64_t>((step.column * l.tow + output) * layer.stride_w +
                                     (step.kw * l.tkw + tap) * layer.dilation_w) -
           static_cast<std::int64_t>(layer.pad_left);
  };
  return {column(0, 0), column(l.tow - 1, l.tkw - 1)};
}

/// Rows or columns that the input has.
std::int64_t input_size(std::uint64_t outputs, std::uint64_t taps, std::uint64_t stride, std::uint64_t dilation,
                        std::uint64_t before, std::uint64_t after) {
  return static_cast<std::int64_t>((outputs - 1) * stride + (taps - 1) * dilation + 1) -
         static_cast<std::int64_t>(before + after);
}

/// Blocks of tile `index` that exist, of `all` cut into tiles of `tile`.
std::uint64_t existing(std::uint64_t index, std::uint64_t tile, std::uint64_t all) {
  return std::min(tile, all - index * tile);
}

class Simulator {
 public:
  Simulator(const TiledLayer& layer, const Hardware& machine)
      : layer_(layer),
        machine_(machine),
        steps_(schedule(layer)),
        job_(array_job(layer, machine)),
        weights_stay_(tiles_of_block(steps_, &Step::weight) * layer.weight_tile <= machine.weight_half),
        inputs_stay_(tiles_of_block(steps_, &Step::input) * layer.input_tile <= machine.input_half),
        weights_(machine.weight_half, layer.weight_tile, weights_stay_),
        inputs_(machine.input_half, layer.input_tile, inputs_stay_) {}

  Simulation run() {
    load_for(0);
    start_transfer();
    while (!events_.empty()) {
      const Event event = events_.top();
      events_.pop();
      now_ = event.time;
      if (event.kind == Event::Kind::array) {
        array_busy_ = false;
        count_job();
      } else {
        finish_transfer();
        start_transfer();
      }
      if (!array_busy_ && transfers_.empty()) {  // lock step: the slower of the two decides
        finish_step();
      }
    }
    fault_unless(next_step_ == steps_.size() && !to_store_ && sums_ == std::array<Sums, 2>{});
    result_.counts.cycles = now_;
    result_.weights_stayed = weights_stay_;
    result_.inputs_stayed = inputs_stay_;
    return result_;
  }

 private:
  struct Event {
    enum class Kind : std::uint8_t { array, transfer };
    std::uint64_t time;
    std::uint64_t order;  ///< ties end in the order they began
    Kind kind;
    bool operator>(const Event& other) const { return time != other.time ? time > other.time : order > other.order; }
  };
  struct Transfer {
    enum class Kind : std::uint8_t { store, weight, input };
    Kind kind;
    Tag tag;
    std::uint64_t cycles;
    std::uint64_t bytes;       ///< that DRAM gives or takes
    std::uint64_t others = 0;  ///< constants of a store; bytes that an input tile fills
  };
  enum class Sums : std::uint8_t { none, growing, finished };

  void fault_unless(bool holds) { result_.faults += holds ? 0 : 1; }

  void schedule_event(std::uint64_t delay, Event::Kind kind) { events_.push({now_ + delay, order_++, kind}); }

  void load_for(std::size_t step) {
    if (weights_.reserve(steps_[step].weight)) {
      transfers_.push_back({Transfer::Kind::weight, steps_[step].weight,
                            blocks(layer_.weight_tile, machine_.dram_bandwidth), layer_.weight_tile});
    }
    if (inputs_.reserve(steps_[step].input)) {
      transfers_.push_back(input_transfer(steps_[step]));
    }
  }

  /// The one DRAM port works through its queue; a transfer occupies it for whole cycles.
  void start_transfer() {
    if (!transfers_.empty()) {
      schedule_event(transfers_.front().cycles, Event::Kind::transfer);
    }
  }

  void finish_transfer() {
    const Transfer transfer = transfers_.front();
    transfers_.pop_front();
    switch (transfer.kind) {
      case Transfer::Kind::store: {
        Sums& sums = sums_[transfer.tag.index % 2];
        fault_unless(sums == Sums::finished);
        sums = Sums::none;
        result_.counts.output_dram += transfer.bytes;
        result_.counts.constant_dram += transfer.others;
        break;
      }
      case Transfer::Kind::weight:
        weights_.arrive(transfer.tag);
        fault_unless(weights_.within_capacity());
        result_.counts.weight_dram += transfer.bytes;
        break;
      case Transfer::Kind::input:
        inputs_.arrive(transfer.tag);
        fault_unless(inputs_.within_capacity());
        result_.counts.input_dram += transfer.bytes;
        result_.counts.input_fill += transfer.others;
        break;
    }
  }

  void finish_step() {
    if (next_step_ > 0 && steps_[next_step_ - 1].last_of_output && !stored_last_) {
      sums_[steps_[next_step_ - 1].output % 2] = Sums::finished;
      to_store_ = true;
    }
    if (next_step_ < steps_.size()) {
      begin_step();
    } else if (to_store_) {  // nothing is left to compute: only the last store
      store(steps_.back());
      stored_last_ = true;
      start_transfer();
    }
  }

  void begin_step() {
    const Step& step = steps_[next_step_];
    weights_.turn();
    inputs_.turn();
    fault_unless(weights_.readable(step.weight) && inputs_.readable(step.input));
    Sums& sums = sums_[step.output % 2];
    fault_unless(sums == (step.first_of_output ? Sums::none : Sums::growing));
    fault_unless(layer_.sums_tile <= machine_.output_half);
    sums = Sums::growing;
    array_busy_ = true;
    schedule_event(job_.compute_cycles, Event::Kind::array);
    if (to_store_) {
      store(steps_[next_step_ - 1]);
    }
    ++next_step_;
    if (next_step_ < steps_.size()) {
      load_for(next_step_);
    }
    start_transfer();
  }

  /// Row by row of every block; zeros take the port's time, too.
  [[nodiscard]] Transfer input_transfer(const Step& step) const {
    const Layer& l = layer_.layer;
    const std::int64_t height = input_size(l.oh, l.kh, l.stride_h, l.dilation_h, l.pad_top, l.pad_bottom);
    const std::int64_t width = input_size(l.ow, l.kw, l.stride_w, l.dilation_w, l.pad_left, l.pad_right);
    const auto [first, last] = columns_loaded(layer_, step);
    const auto span = static_cast<std::uint64_t>(last - first + 1);
    std::uint64_t columns = 0;
    for (std::int64_t x = first; x <= last; ++x) {
      columns += x >= 0 && x < width ? 1 : 0;
    }
    Transfer transfer{Transfer::Kind::input, step.input, 0, 0};
    for (const std::int64_t y : rows_loaded(layer_, step)) {
      transfer.cycles += layer_.tile_ic * blocks(span * layer_.input_pixel, machine_.dram_bandwidth);
      transfer.others += layer_.tile_ic * span * layer_.input_pixel;
      if (y >= 0 && y < height) {
        transfer.bytes += existing(step.ic, layer_.tile_ic, layer_.ic_channels) * columns * layer_.input_pixel;
      }
    }
    return transfer;
  }

  /// For every block of channels its constants, then pixel by pixel what the lanes scale in a cycle.
  void store(const Step& step) {
    const std::uint64_t lanes = std::min(machine_.dram_bandwidth, machine_.rows);
    const std::uint64_t constants = kBytesOfConstants * layer_.output_pixel;
    const std::uint64_t rows = existing(step.row, layer_.toh, layer_.layer.oh);
    const std::uint64_t columns = existing(step.column, layer_.tow, layer_.layer.ow);
    transfers_.push_back(
        {Transfer::Kind::store,
         {0, step.output},
         layer_.tile_oc *
             (blocks(constants, machine_.dram_bandwidth) + layer_.pixels() * blocks(layer_.output_pixel, lanes)),
         existing(step.channels, layer_.tile_oc, layer_.oc_channels) * rows * columns * layer_.output_pixel,
         layer_.tile_oc * constants});
    to_store_ = false;
  }

  void count_job() {
    Counts& c = result_.counts;
    c.compute_cycles += job_.compute_cycles;
    c.macs += job_.macs;
    c.weight_feed += job_.weight_feed;
    c.input_feed += job_.input_feed;
    c.partial_sums += job_.partial_sums;
  }

  TiledLayer layer_;
  Hardware machine_;
  std::vector<Step> steps_;
  Counts job_;
  bool weights_stay_;
  bool inputs_stay_;
  DoubleBuffer weights_;
  DoubleBuffer inputs_;
  std::array<Sums, 2> sums_{};
  std::deque<Transfer> transfers_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::uint64_t now_ = 0;
  std::uint64_t order_ = 0;
  std::size_t next_step_ = 0;
  bool array_busy_ = false;
  bool to_store_ = false;
  bool stored_last_ = false;
  Simulation result_;
};

}  // namespace

Hardware hardware(const Configuration& configuration) {
  const auto value = [&](std::size_t parameter) -> std::uint64_t {
    return Machine::parameters[parameter].values[configuration[parameter]];
  };
  Hardware machine;
  machine.columns = 1;
  while (4 * machine.columns * machine.columns <= value(Machine::PEN)) {  // as square as it gets, never wider than tall
    machine.columns *= 2;
  }
  machine.rows = value(Machine::PEN) / machine.columns;
  machine.feed = 1;
  while (machine.feed * value(Machine::SDB) < machine.rows + machine.columns) {
    machine.feed *= 2;
  }
  machine.dram_bandwidth = value(Machine::DSB);
  machine.input_half = value(Machine::ISS) * 1024 / 2;
  machine.weight_half = value(Machine::WSS) * 1024 / 2;
  machine.output_half = value(Machine::OSS) * 1024 / 2;
  return machine;
}

TiledLayer cut(const Layer& layer, const Configuration& configuration) {
  TiledLayer t;
  t.layer = layer;
  const std::uint64_t rows = hardware(configuration).rows;
  std::uint64_t beside = 1;  // groups
  while (beside < layer.repeat && (beside + 1) * layer.ic <= rows) {
    ++beside;
  }
  t.ic = beside * layer.ic;
  t.oc = beside * layer.oc;
  t.groups = blocks(layer.repeat, beside);
  t.diagonal = beside > 1 && layer.ic == 1 && layer.oc == 1;
  t.input_pixel = std::min(t.ic, rows);
  t.output_pixel = std::min(t.oc, rows);
  t.ic_channels = blocks(t.ic, rows);
  t.oc_channels = blocks(t.oc, rows);
  const auto tile = [&](std::size_t parameter, std::uint64_t size, std::uint64_t& count) {
    const Parameter& p = Machine::parameters[parameter];
    std::uint64_t chosen = p.values[configuration[parameter]];
    for (std::size_t i = 0; i < p.count; ++i) {
      if (p.values[i] >= size) {
        chosen = std::min<std::uint64_t>(chosen, p.values[i]);
      }
    }
    count = blocks(size, chosen);
    t.padded = t.padded || count * chosen != size;
    return chosen;
  };
  // Channels in whole blocks: as many as they cover, at least one, at most all.
  const auto channels = [&](std::size_t parameter, std::uint64_t all, std::uint64_t& count) {
    const std::uint64_t chosen = blocks(Machine::parameters[parameter].values[configuration[parameter]], rows);
    count = blocks(all, std::min(chosen, all));
    return std::min(chosen, all);
  };
  t.tile_oc = channels(Machine::TOC, t.oc_channels, t.output_blocks);
  t.tile_ic = channels(Machine::TIC, t.ic_channels, t.ic_blocks);
  t.toh = tile(Machine::TOH, layer.oh, t.row_blocks);
  t.tow = tile(Machine::TOW, layer.ow, t.column_blocks);
  t.tkh = tile(Machine::TKH, layer.kh, t.kh_blocks);
  t.tkw = tile(Machine::TKW, layer.kw, t.kw_blocks);
  if (layer.dilation_w == 1 && !t.diagonal) {  // a kernel row of pixels lies together
    t.runs = t.tile_ic * t.tkh;
    t.run = t.tkw * t.input_pixel;
  } else {
    t.runs = t.tile_ic * t.tkh * t.tkw;
    t.run = t.input_pixel;
  }
  const auto [first, last] = columns_loaded(t, {});
  t.input_tile = t.tile_ic * rows_loaded(t, {}).size() * static_cast<std::uint64_t>(last - first + 1) * t.input_pixel;
  t.weight_tile = (t.diagonal ? 1 : t.tile_oc * t.output_pixel) * t.runs * blocks(t.run, rows) * rows;
  t.sums_tile = kBytesPerSum * t.tile_oc * t.pixels() * rows;
  return t;
}

Reason fit(const TiledLayer& layer, const Hardware& machine) {
  if (layer.input_tile > machine.input_half) {
    return template_reason(Machine::kInputSramTooSmall);
  }
  if (layer.weight_tile > machine.weight_half) {
    return template_reason(Machine::kWeightSramTooSmall);
  }
  if (layer.sums_tile > machine.output_half) {
    return template_reason(Machine::kOutputSramTooSmall);
  }
  return Reason::none;
}

bool weights_stay(const TiledLayer& layer, const Hardware& machine) {
  return layer.reduction_steps() * layer.weight_tile <= machine.weight_half;
}

bool inputs_stay(const TiledLayer& layer, const Hardware& machine) {
  return layer.pixel_blocks() * layer.reduction_steps() * layer.input_tile <= machine.input_half;
}

Counts counts(const Machine::Activity& a) {
  return {a.cycles,        a.compute_cycles, a.macs,       a.input_dram,  a.input_fill,  a.weight_dram,
          a.constant_dram, a.output_dram,    a.input_feed, a.weight_feed, a.partial_sums};
}

Simulation simulate(const TiledLayer& layer, const Hardware& machine) { return Simulator(layer, machine).run(); }

}  // namespace gandse::test
