// Operators that move elements as they are. Small tensors keep their elements, because files compute sizes by them.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "bad_input.hpp"
#include "onnx/rules.hpp"

namespace gandse::cli::onnx {

namespace {

std::size_t flat(const Sizes& sizes, const Sizes& at) {
  std::int64_t index = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    index = index * sizes[i] + at[i];
  }
  return static_cast<std::size_t>(index);
}

// An output of sizes `to`, each of whose elements input 0 has where from(its place) says. A place outside is unknown.
template <class From>
void move_elements(Call& call, const Sizes& to, const From& from) {
  call.output() = tensor(to);
  const bool integer = call.output().integer = call.input(0).integer;
  const std::int64_t elements = count(to);
  if (call.elements(0) == nullptr || elements == kUnknown ||
      elements > static_cast<std::int64_t>(kMostFoldedElements)) {
    return;
  }
  const Sizes& sizes = call.sizes(0);
  std::vector<double> moved;
  Sizes at(to.size(), 0);
  for (std::int64_t i = 0; i < elements; ++i) {
    std::int64_t rest = i;
    for (std::size_t k = to.size(); k-- > 0; rest /= to[k]) {
      at[k] = rest % to[k];
    }
    const Sizes place = from(at);
    bool inside = place.size() == sizes.size();
    for (std::size_t k = 0; inside && k < sizes.size(); ++k) {
      inside = place[k] >= 0 && place[k] < sizes[k];
    }
    moved.push_back(inside ? (*call.elements(0))[flat(sizes, place)] : NAN);
  }
  call.output() = folded(to, std::move(moved), integer);
}

// The same elements in the same order.
void regard_as(Call& call, Sizes to) {
  const std::int64_t before = count(call.sizes(0));
  const std::int64_t after = count(to);
  if (before != kUnknown && after != kUnknown && before != after) {
    throw BadInput(std::string{call.node().op} + " of " + onnx::text(call.sizes(0)) + " to " + onnx::text(to));
  }
  call.output() = call.elements(0) != nullptr ? folded(std::move(to), *call.elements(0), call.input(0).integer)
                                              : tensor(std::move(to));
}

void reshape(Call& call) {
  constexpr std::int64_t kRest = -1;  // as files write it: whatever is left
  constexpr std::int64_t kOpen = -2;  // not known
  Sizes wanted;
  if (const std::vector<double>* given = call.elements(1)) {
    for (const double one : *given) {
      wanted.push_back(std::isnan(one) ? kOpen : whole(one));
    }
  } else if (call.given(1)) {
    if (call.has_known_sizes(1) && call.sizes(1).size() == 1 &&
        call.sizes(1)[0] <= static_cast<std::int64_t>(kMostDimensions)) {
      call.output() = tensor(Sizes(static_cast<std::size_t>(call.sizes(1)[0]), kUnknown));
    }
    return;
  } else {
    wanted = call.integers("shape");
  }
  if (wanted.size() > kMostDimensions) {
    throw BadInput("Reshape to more than " + std::to_string(kMostDimensions) + " dimensions");
  }
  const bool zero_copies = call.integer("allowzero", 0) == 0;
  std::int64_t others = 1;
  std::size_t rest = wanted.size();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == 0 && zero_copies) {
      const bool there = call.has_sizes(0) && i < call.sizes(0).size() && call.sizes(0)[i] != kUnknown;
      wanted[i] = there ? call.sizes(0)[i] : kOpen;
    }
    if (wanted[i] < kOpen || (wanted[i] == kRest && rest != wanted.size())) {
      throw BadInput("Reshape to " + onnx::text(wanted) + ", which is no shape");
    }
    rest = wanted[i] == kRest ? i : rest;
    others = others == kOpen || wanted[i] == kOpen ? kOpen : wanted[i] == kRest ? others : product(others, wanted[i]);
  }
  if (rest != wanted.size()) {
    const std::int64_t all = call.has_sizes(0) ? count(call.sizes(0)) : kUnknown;
    const bool follows = all != kUnknown && others > 0;
    if (follows && all % others != 0) {
      throw BadInput("Reshape of " + onnx::text(call.sizes(0)) + " to " + onnx::text(wanted));
    }
    wanted[rest] = follows ? all / others : kOpen;
  }
  std::replace(wanted.begin(), wanted.end(), kOpen, kUnknown);
  if (call.has_sizes(0)) {
    regard_as(call, std::move(wanted));
  } else {
    call.output() = tensor(std::move(wanted));
  }
}

void flatten(Call& call) {
  if (!call.has_sizes(0)) {
    return;
  }
  const Sizes& sizes = call.sizes(0);
  const auto all = static_cast<std::int64_t>(sizes.size());
  const std::int64_t axis = call.integer("axis", 1);
  if (axis < -all || axis > all) {
    throw BadInput("Flatten at axis " + std::to_string(axis) + " of " + onnx::text(sizes));
  }
  const auto middle = sizes.begin() + (axis < 0 ? axis + all : axis);
  regard_as(call, {count({sizes.begin(), middle}), count({middle, sizes.end()})});
}

void transpose(Call& call) {
  if (!call.has_sizes(0)) {
    return;
  }
  const Sizes& sizes = call.sizes(0);
  Sizes order = call.integers("perm");
  if (order.empty()) {
    for (std::size_t i = sizes.size(); i-- > 0;) {
      order.push_back(static_cast<std::int64_t>(i));
    }
  }
  if (order.size() != sizes.size()) {
    throw BadInput("Transpose of " + onnx::text(sizes) + " by " + std::to_string(order.size()) + " dimensions");
  }
  Sizes to;
  for (std::int64_t& axis : order) {
    axis = static_cast<std::int64_t>(dimension(axis, sizes.size()));
    to.push_back(sizes[static_cast<std::size_t>(axis)]);
  }
  move_elements(call, to, [&](const Sizes& at) {
    Sizes place(at.size());
    for (std::size_t i = 0; i < at.size(); ++i) {
      place[static_cast<std::size_t>(order[i])] = at[i];
    }
    return place;
  });
}

void squeeze(Call& call) {
  bool known_axes = true;
  const Sizes axes = call.list(1, "axes", known_axes);
  if (!call.has_sizes(0) || !known_axes) {
    return;
  }
  const Sizes& sizes = call.sizes(0);
  std::vector<bool> dropped(sizes.size(), false);
  for (const std::int64_t axis : axes) {
    dropped[dimension(axis, sizes.size())] = true;
  }
  const bool all_ones = axes.empty();
  Sizes to;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (all_ones && sizes[i] == kUnknown) {
      return;  // who knows whether it is 1
    }
    if (!dropped[i] && !(all_ones && sizes[i] == 1)) {
      to.push_back(sizes[i]);
    }
  }
  regard_as(call, std::move(to));
}

void unsqueeze(Call& call) {
  bool known_axes = true;
  const Sizes axes = call.list(1, "axes", known_axes);
  if (!call.has_sizes(0) || !known_axes) {
    return;
  }
  Sizes to(call.sizes(0).size() + axes.size(), 0);
  if (to.size() > kMostDimensions) {
    throw BadInput("Unsqueeze to more than " + std::to_string(kMostDimensions) + " dimensions");
  }
  for (const std::int64_t axis : axes) {
    std::int64_t& added = to[dimension(axis, to.size())];
    if (added != 0) {
      throw BadInput("Unsqueeze names an axis twice");
    }
    added = 1;
  }
  std::size_t next = 0;
  for (std::int64_t& size : to) {
    size = size == 1 ? 1 : call.sizes(0)[next++];
  }
  regard_as(call, std::move(to));
}

// Inputs first, first + step, ... behind each other.
void concatenate(Call& call, std::size_t first, std::size_t step) {
  if (!call.has_sizes(first)) {
    return;
  }
  Sizes to = call.sizes(first);
  const std::size_t axis = dimension(call.integer("axis", 1), to.size());
  bool folds = true;
  bool integer = true;
  to[axis] = 0;
  for (std::size_t i = first; i < call.inputs(); i += step) {
    if (!call.has_sizes(i)) {
      to[axis] = kUnknown;
      folds = false;
      continue;
    }
    const Sizes& sizes = call.sizes(i);
    if (sizes.size() != to.size()) {
      throw BadInput("Concat of " + onnx::text(call.sizes(first)) + " and " + onnx::text(sizes));
    }
    for (std::size_t k = 0; k < to.size(); ++k) {
      if (k == axis) {
        to[k] = to[k] == kUnknown || sizes[k] == kUnknown ? kUnknown : sum(to[k], sizes[k]);
      } else {
        to[k] = to[k] == kUnknown ? sizes[k] : to[k];
      }
    }
    folds = folds && call.elements(i) != nullptr;
    integer = integer && call.input(i).integer;
  }
  call.output() = tensor(to);
  const std::int64_t elements = count(to);
  if (!folds || elements == kUnknown || elements > static_cast<std::int64_t>(kMostFoldedElements)) {
    return;
  }
  const std::int64_t outer = count({to.begin(), to.begin() + static_cast<std::ptrdiff_t>(axis)});
  std::vector<double> joined;
  for (std::int64_t row = 0; row < outer; ++row) {
    for (std::size_t i = first; i < call.inputs(); i += step) {
      const std::vector<double>& part = *call.elements(i);
      const auto length = static_cast<std::ptrdiff_t>(part.size()) / outer;
      joined.insert(joined.end(), part.begin() + row * length, part.begin() + (row + 1) * length);
    }
  }
  call.output() = folded(std::move(to), std::move(joined), integer);
}

void concat(Call& call) { concatenate(call, 0, 1); }

void quantized_concat(Call& call) {
  concatenate(call, 2, 3);
}  // of com.microsoft: scale, zero, then A, scale, zero ...

// One dimension of a slice: the elements begin, begin + step, ... `size` of them.
struct Cut {
  std::int64_t begin = 0;
  std::int64_t step = 1;
  std::int64_t size = 0;
};

Cut cut(std::int64_t start, std::int64_t end, std::int64_t step, std::int64_t size) {
  if (step == 0) {
    throw BadInput("Slice with step 0");
  }
  const auto from_start = [&](std::int64_t at) { return at < 0 ? at + size : at; };
  if (step > 0) {
    const std::int64_t first = std::clamp<std::int64_t>(from_start(start), 0, size);
    const std::int64_t last = std::clamp<std::int64_t>(from_start(end), 0, size);
    return {first, step, last > first ? (last - first - 1) / step + 1 : 0};
  }
  const std::int64_t first = std::clamp<std::int64_t>(from_start(start), -1, size - 1);
  const std::int64_t last = end < -size ? -1 : std::clamp<std::int64_t>(from_start(end), -1, size - 1);
  const std::int64_t down = step == INT64_MIN ? INT64_MAX : -step;
  return {first, step, first > last ? (first - last - 1) / down + 1 : 0};
}

void slice(Call& call) {
  if (!call.has_sizes(0)) {
    return;
  }
  const Sizes& sizes = call.sizes(0);
  bool known_bounds = true;
  bool known_axes = true;
  const Sizes starts = call.list(1, "starts", known_bounds);
  const Sizes ends = call.list(2, "ends", known_bounds);
  Sizes axes = call.list(3, "axes", known_axes);
  Sizes steps = call.list(4, "steps", known_bounds);
  Sizes to = sizes;
  if (!known_bounds || !known_axes) {
    for (std::size_t i = 0; i < to.size(); ++i) {
      const bool other = known_axes && !axes.empty() && std::none_of(axes.begin(), axes.end(), [&](std::int64_t axis) {
                           return dimension(axis, to.size()) == i;
                         });
      to[i] = other ? to[i] : kUnknown;
    }
    call.output() = tensor(std::move(to));
    return;
  }
  if (axes.empty()) {
    for (std::size_t i = 0; i < starts.size(); ++i) {
      axes.push_back(static_cast<std::int64_t>(i));
    }
  }
  steps.resize(steps.empty() ? starts.size() : steps.size(), 1);
  if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size()) {
    throw BadInput("Slice with lists of different lengths");
  }
  std::vector<Cut> cuts(sizes.size());
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t axis = dimension(axes[i], sizes.size());
    if (sizes[axis] != kUnknown) {
      cuts[axis] = cut(starts[i], ends[i], steps[i], sizes[axis]);
      to[axis] = cuts[axis].size;
    }
  }
  move_elements(call, to, [&](Sizes at) {
    for (std::size_t i = 0; i < at.size(); ++i) {
      at[i] = cuts[i].begin + at[i] * cuts[i].step;
    }
    return at;
  });
}

void split(Call& call) {
  if (!call.has_sizes(0)) {
    return;
  }
  const Sizes& sizes = call.sizes(0);
  const std::size_t axis = dimension(call.integer("axis", 0), sizes.size());
  bool known_parts = true;
  const Sizes parts = call.list(1, "split", known_parts);
  const auto outputs = static_cast<std::int64_t>(call.outputs());
  const std::int64_t part = sizes[axis] == kUnknown ? kUnknown : (sizes[axis] + outputs - 1) / outputs;
  for (std::size_t i = 0; i < call.outputs(); ++i) {
    Sizes to = sizes;
    if (!known_parts || (parts.empty() && part == kUnknown)) {
      to[axis] = kUnknown;
    } else if (parts.empty()) {  // the last one is smaller where they do not divide it
      to[axis] = std::clamp<std::int64_t>(sizes[axis] - static_cast<std::int64_t>(i) * part, 0, part);
    } else {
      to[axis] = i < parts.size() ? parts[i] : kUnknown;
    }
    call.output(i) = tensor(std::move(to));
  }
}

void gather(Call& call) {
  if (!call.has_sizes(0) || !call.has_sizes(1)) {
    return;
  }
  const Sizes& sizes = call.sizes(0);
  const Sizes& indices = call.sizes(1);
  const std::size_t axis = dimension(call.integer("axis", 0), sizes.size());
  const auto at_axis = static_cast<std::ptrdiff_t>(axis);
  Sizes to(sizes.begin(), sizes.begin() + at_axis);
  to.insert(to.end(), indices.begin(), indices.end());
  to.insert(to.end(), sizes.begin() + at_axis + 1, sizes.end());
  if (call.elements(1) == nullptr) {
    call.output() = tensor(std::move(to));
    return;
  }
  move_elements(call, to, [&](const Sizes& at) {
    const auto index_end = at.begin() + at_axis + static_cast<std::ptrdiff_t>(indices.size());
    const double index = (*call.elements(1))[flat(indices, {at.begin() + at_axis, index_end})];
    Sizes place(at.begin(), at.begin() + at_axis);
    place.push_back(std::isnan(index) ? kUnknown : whole(index) + (index < 0 ? sizes[axis] : 0));
    place.insert(place.end(), index_end, at.end());
    return place;
  });
}

void gather_elements(Call& call) {
  if (call.has_sizes(1)) {
    call.output() = tensor(call.sizes(1));
  }
}

void gather_nd(Call& call) {
  if (!call.has_sizes(0) || !call.has_sizes(1) || call.sizes(1).empty() || call.sizes(1).back() == kUnknown) {
    return;
  }
  const std::int64_t skipped = sum(call.integer("batch_dims", 0), call.sizes(1).back());
  if (skipped < 0 || skipped > static_cast<std::int64_t>(call.sizes(0).size())) {
    throw BadInput("GatherND of " + onnx::text(call.sizes(0)) + " by " + onnx::text(call.sizes(1)));
  }
  Sizes to(call.sizes(1).begin(), call.sizes(1).end() - 1);
  to.insert(to.end(), call.sizes(0).begin() + skipped, call.sizes(0).end());
  call.output() = tensor(std::move(to));
}

void expand(Call& call) {
  const auto wanted = call.whole_elements(1);
  if (!wanted || !call.has_sizes(0)) {
    return;
  }
  const Sizes& sizes = call.sizes(0);
  const Sizes to = broadcast(sizes, *wanted);
  move_elements(call, to, [&](const Sizes& at) {
    Sizes place(at.end() - static_cast<std::ptrdiff_t>(sizes.size()), at.end());
    for (std::size_t i = 0; i < place.size(); ++i) {
      place[i] = sizes[i] == 1 ? 0 : place[i];
    }
    return place;
  });
}

void tile(Call& call) {
  const auto repeats = call.whole_elements(1);
  if (!repeats || !call.has_sizes(0)) {
    return;
  }
  Sizes to = call.sizes(0);
  if (repeats->size() != to.size()) {
    throw BadInput("Tile of " + onnx::text(to) + " by " + std::to_string(repeats->size()) + " numbers");
  }
  for (std::size_t i = 0; i < to.size(); ++i) {
    to[i] = to[i] == kUnknown ? kUnknown : product(to[i], (*repeats)[i]);
  }
  call.output() = tensor(std::move(to));
}

void depth_to_space(Call& call) {
  if (!call.has_sizes(0) || call.sizes(0).size() != 4) {
    return;
  }
  constexpr std::int64_t kMostBlock = 65536;
  const std::int64_t block = call.integer("blocksize", 1);
  if (block < 1 || block > kMostBlock) {
    throw BadInput(std::string{call.node().op} + " by blocks of " + std::to_string(block));
  }
  const bool into_space = call.node().op == "DepthToSpace";
  Sizes to = call.sizes(0);
  for (std::size_t i = 1; i < to.size(); ++i) {
    const std::int64_t factor = i == 1 ? block * block : block;
    to[i] = to[i] == kUnknown ? kUnknown : into_space == (i > 1) ? product(to[i], factor) : to[i] / factor;
  }
  call.output() = tensor(std::move(to));
}

}  // namespace

const Rules& move_rules() {
  static const Rules rules{{"Reshape", reshape},
                           {"Flatten", flatten},
                           {"Transpose", transpose},
                           {"Squeeze", squeeze},
                           {"Unsqueeze", unsqueeze},
                           {"Concat", concat},
                           {"QLinearConcat", quantized_concat},
                           {"Slice", slice},
                           {"Split", split},
                           {"Gather", gather},
                           {"GatherElements", gather_elements},
                           {"GatherND", gather_nd},
                           {"ScatterElements", keep_sizes},
                           {"ScatterND", keep_sizes},
                           {"Expand", expand},
                           {"Tile", tile},
                           {"DepthToSpace", depth_to_space},
                           {"SpaceToDepth", depth_to_space}};
  return rules;
}

}  // namespace gandse::cli::onnx
