// Matrix products, and what consists of them, as layers.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "bad_input.hpp"
#include "onnx/products.hpp"

namespace gandse::cli::onnx {

namespace {

// `rows` x `depth` times `depth` x `columns`, `batch` times. Which operand holds weights says what is a channel.
void add_product(Call& call, std::int64_t batch, std::int64_t rows, std::int64_t depth, std::int64_t columns,
                 bool shared_right, bool shared_left) {
  LayerSizes layer;
  layer.ic = depth;
  if (shared_right) {  // all rows of all of the batch meet the same weights
    layer.oc = columns;
    set_pixels(layer, product(batch, rows));
  } else if (shared_left) {
    layer.oc = rows;
    set_pixels(layer, product(batch, columns));
  } else {  // such as the scores of attention: both are computed, and every head has its own
    layer.oc = columns;
    layer.repeat = batch;
    set_pixels(layer, rows);
  }
  call.add(layer);
}

// Of operands whose last two dimensions are rows and columns; vectors are matrices of one row or column.
void multiply(Call& call, Sizes a, Sizes b) {
  const bool vector_a = a.size() == 1;
  const bool vector_b = b.size() == 1;
  if (vector_a) {
    a.insert(a.begin(), 1);
  }
  if (vector_b) {
    b.push_back(1);
  }
  const Sizes batch_a(a.begin(), a.end() - 2);
  const Sizes batch_b(b.begin(), b.end() - 2);
  const Sizes batch = broadcast(batch_a, batch_b);
  const std::int64_t rows = a[a.size() - 2];
  const std::int64_t depth = a.back() == kUnknown ? b[b.size() - 2] : a.back();
  const std::int64_t columns = b.back();
  if (depth != b[b.size() - 2] && b[b.size() - 2] != kUnknown) {
    throw BadInput(std::string{call.node().op} + " of " + text(a) + " and " + text(b));
  }
  Sizes output = batch;
  if (!vector_a) {
    output.push_back(rows);
  }
  if (!vector_b) {
    output.push_back(columns);
  }
  call.output() = tensor(std::move(output));
  const std::int64_t times = count(batch);
  if (times == kUnknown || !known({rows, depth, columns})) {
    call.refuse("the sizes of its operands are not known");
    return;
  }
  add_product(call, times, rows, depth, columns, count(batch_b) == 1, count(batch_a) == 1 && call.input(0).constant);
}

void transpose_last(Sizes& sizes) {
  if (sizes.size() > 1) {
    std::swap(sizes[sizes.size() - 1], sizes[sizes.size() - 2]);
  }
}

}  // namespace

void multiply_matrices(Call& call) {
  const std::size_t right = call.node().op == "QLinearMatMul" ? 3 : 1;
  if (!call.has_sizes(0) || !call.has_sizes(right)) {
    call.refuse("the sizes of its operands are not known");
    return;
  }
  Sizes a = call.sizes(0);
  Sizes b = call.sizes(right);
  if (a.empty() || b.empty()) {
    throw BadInput(std::string{call.node().op} + " of a scalar");
  }
  if (call.integer("transA", 0) != 0) {
    transpose_last(a);
  }
  if (call.integer("transB", 0) != 0) {
    transpose_last(b);
  }
  multiply(call, std::move(a), std::move(b));
}

void multiply_general(Call& call) {
  const std::size_t right = call.node().op == "QGemm" ? 3 : 1;
  if (!call.has_sizes(0) || !call.has_sizes(right)) {
    call.refuse("the sizes of its operands are not known");
    return;
  }
  Sizes a = call.sizes(0);
  Sizes b = call.sizes(right);
  if (a.size() < 2 || b.size() < 2) {
    throw BadInput(std::string{call.node().op} + " of " + text(a) + " and " + text(b));
  }
  if (call.integer("transA", 0) != 0) {
    transpose_last(a);
  }
  if (call.integer("transB", 0) != 0) {
    transpose_last(b);
  }
  multiply(call, std::move(a), std::move(b));  // of more than two dimensions, too: files exist that have them
}

void multiply_packed(Call& call) {
  const std::int64_t depth = call.integer("K", 0);
  const std::int64_t columns = call.integer("N", 0);
  if (!call.has_sizes(0) || call.sizes(0).empty() || depth < 1 || columns < 1) {
    call.refuse("the sizes of its operands are not known");
    return;
  }
  multiply(call, call.sizes(0), {depth, columns});
}

void sum_products(Call& call) {
  std::string equation{call.text("equation")};
  equation.erase(std::remove(equation.begin(), equation.end(), ' '), equation.end());
  const std::size_t comma = equation.find(',');
  const std::size_t arrow = equation.find("->");
  if (call.inputs() != 2 || comma == std::string::npos || arrow == std::string::npos || comma > arrow ||
      equation.find(',', comma + 1) != std::string::npos || equation.find('.') != std::string::npos) {
    call.refuse("equation " + equation + ": only two operands with all dimensions named, and an output, have a rule");
    return;
  }
  const std::array<std::string, 2> operands{equation.substr(0, comma), equation.substr(comma + 1, arrow - comma - 1)};
  const std::string output = equation.substr(arrow + 2);
  std::map<char, std::int64_t> sizes;
  for (std::size_t i = 0; i < operands.size(); ++i) {
    if (!call.has_sizes(i)) {
      call.refuse("the sizes of its operands are not known");
      return;
    }
    if (operands[i].size() != call.sizes(i).size()) {
      throw BadInput("Einsum " + equation + " of " + text(call.sizes(0)) + " and " + text(call.sizes(1)));
    }
    for (std::size_t k = 0; k < operands[i].size(); ++k) {
      std::int64_t& size = sizes.emplace(operands[i][k], kUnknown).first->second;
      size = std::max(size, call.sizes(i)[k]);
    }
  }
  Sizes to;
  for (const char letter : output) {
    if (!sizes.contains(letter)) {
      throw BadInput("Einsum " + equation + ": the output has a dimension that no operand has");
    }
    to.push_back(sizes[letter]);
  }
  call.output() = tensor(std::move(to));
  std::int64_t batch = 1;
  std::int64_t rows = 1;
  std::int64_t depth = 1;
  std::int64_t columns = 1;
  for (const auto& [letter, size] : sizes) {
    const auto in = [letter = letter](const std::string& where) { return where.find(letter) != std::string::npos; };
    if (size == kUnknown) {
      call.refuse("the sizes of its operands are not known");
      return;
    }
    if (!in(output) && in(operands[0]) != in(operands[1])) {
      call.refuse("equation " + equation + " sums one operand over a dimension that the other has not");
      return;
    }
    std::int64_t& part = !in(operands[1]) ? rows : !in(operands[0]) ? columns : in(output) ? batch : depth;
    part = product(part, size);
  }
  add_product(call, batch, rows, depth, columns, batch == 1 && !call.input(0).constant, batch == 1);
}

// All inputs meet their weights at once. What comes back from the step before meets its own step by step.
void recur(Call& call) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (!call.has_sizes(i)) {
      call.refuse("the sizes of its operands are not known");
      return;
    }
    if (call.sizes(i).size() != 3) {
      throw BadInput(std::string{call.node().op} + " of " + text(call.sizes(i)) + ", where 3 dimensions must be");
    }
  }
  const bool batch_first = call.integer("layout", 0) != 0;
  const std::int64_t steps = call.sizes(0)[batch_first ? 1 : 0];
  const std::int64_t batch = call.sizes(0)[batch_first ? 0 : 1];
  const std::int64_t directions = call.sizes(1)[0];
  const std::int64_t gates = call.sizes(1)[1];  // of all gates together
  const std::int64_t inputs = call.sizes(1)[2];
  const std::int64_t hidden = call.sizes(2)[2];
  call.output() =
      tensor(batch_first ? Sizes{batch, steps, directions, hidden} : Sizes{steps, directions, batch, hidden});
  for (std::size_t i = 1; i < call.outputs(); ++i) {
    call.output(i) = tensor(batch_first ? Sizes{batch, directions, hidden} : Sizes{directions, batch, hidden});
  }
  if (!known({steps, batch, directions, gates, inputs, hidden})) {
    call.refuse("the sizes of its operands are not known");
    return;
  }
  LayerSizes input;
  input.ic = inputs;
  input.oc = product(directions, gates);
  set_pixels(input, product(steps, batch));
  call.add(input);
  LayerSizes recurrent;
  recurrent.ic = hidden;
  recurrent.oc = gates;
  set_pixels(recurrent, batch);
  call.add(recurrent, product(steps, directions));
}

// Scores of all queries with all keys, then values weighted by them: one product of each kind for a head.
void attend(Call& call) {
  for (std::size_t i = 0; i < 3; ++i) {
    if (!call.given(i) || !call.has_sizes(i)) {
      call.refuse("queries, keys and values of known sizes have a rule, others not");
      return;
    }
  }
  const bool four = call.sizes(0).size() == 4;  // batch, heads, sequence, head's channels; else the heads' are together
  const std::int64_t heads =
      four ? call.sizes(0)[1] : std::max(call.integer("q_num_heads", 0), call.integer("num_heads", 0));
  const std::int64_t shared = four ? call.sizes(1).size() == 4 ? call.sizes(1)[1] : 0
                                   : std::max(call.integer("kv_num_heads", 0), call.integer("num_heads", 0));
  for (std::size_t i = 0; i < 3; ++i) {
    if (call.sizes(i).size() != (four ? 4U : 3U) || heads < 1 || shared < 1) {
      call.refuse(
          "queries, keys and values of 4 dimensions, or of 3 with the number of heads, have a rule, others not");
      return;
    }
  }
  const auto head_size = [&](std::size_t i, std::int64_t of) {
    const std::int64_t all = call.sizes(i).back();
    return four || all == kUnknown ? all : all / of;
  };
  const std::size_t kept = call.node().op == "Attention" ? 4 : 6;  // keys, then values
  if (call.given(kept) || call.given(kept + 1)) {
    call.refuse("keys and values that were kept from earlier steps have no rule");
    return;
  }
  const std::int64_t batch = call.sizes(0)[0];
  const std::int64_t queries = call.sizes(0)[four ? 2 : 1];
  const std::int64_t keys = call.sizes(1)[four ? 2 : 1];
  const std::int64_t depth = head_size(0, heads);
  const std::int64_t width = head_size(2, shared);
  Sizes output = call.sizes(0);
  output.back() = four || width == kUnknown ? width : product(width, heads);
  call.output() = tensor(std::move(output));
  if (!known({batch, queries, keys, depth, width, heads})) {
    call.refuse("the sizes of its operands are not known");
    return;
  }
  LayerSizes scores;
  scores.ic = depth;
  scores.oc = keys;
  scores.repeat = product(batch, heads);
  set_pixels(scores, queries);
  call.add(scores);
  LayerSizes weighted = scores;
  weighted.ic = keys;
  weighted.oc = width;
  call.add(weighted);
}

}  // namespace gandse::cli::onnx
