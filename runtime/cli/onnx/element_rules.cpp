// Operators that work element by element. They are computed on small tensors, because files compute sizes by them.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "bad_input.hpp"
#include "onnx/rules.hpp"

namespace gandse::cli::onnx {

namespace {

// The flat index into a tensor of sizes `from` of what broadcasting puts at the flat index `at` of one of sizes `to`.
std::size_t broadcast_index(const Sizes& from, const Sizes& to, std::int64_t at) {
  std::int64_t index = 0;
  std::int64_t step = 1;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    const std::int64_t place = at % to[to.size() - i];
    at /= to[to.size() - i];
    index += from[from.size() - i] == 1 ? 0 : place * step;
    step *= from[from.size() - i];
  }
  return static_cast<std::size_t>(index);
}

// Sizes by broadcasting all inputs; elements by compute(one element of each input), NaN where one of them is unknown.
template <class Compute>
void combine(Call& call, const Compute& compute) {
  if (call.integer("broadcast", 0) != 0) {  // until version 6: the second operand, from dimension `axis` on
    keep_sizes(call);
    return;
  }
  Sizes sizes;
  bool integer = true;
  bool all = true;
  for (std::size_t i = 0; i < call.inputs(); ++i) {
    if (!call.has_sizes(i)) {
      return;
    }
    sizes = broadcast(sizes, call.sizes(i));
    integer = integer && call.input(i).integer;
    all = all && call.elements(i) != nullptr;
  }
  call.output() = tensor(sizes);
  call.output().integer = integer;
  const std::int64_t elements = count(sizes);
  if (!all || elements == kUnknown || elements > static_cast<std::int64_t>(kMostFoldedElements)) {
    return;
  }
  std::vector<double> result;
  std::vector<double> operands(call.inputs());
  for (std::int64_t at = 0; at < elements; ++at) {
    for (std::size_t i = 0; i < operands.size(); ++i) {
      operands[i] = (*call.elements(i))[broadcast_index(call.sizes(i), sizes, at)];
    }
    result.push_back(compute(operands, integer));
  }
  call.output() = folded(std::move(sizes), std::move(result), integer);
}

using Binary = double (*)(double, double, bool integer);

template <Binary Compute>
void fold_binary(Call& call) {
  combine(call, [](const std::vector<double>& operands, bool integer) {
    double result = operands.empty() ? NAN : operands[0];
    for (std::size_t i = 1; i < operands.size(); ++i) {
      result = std::isnan(result) || std::isnan(operands[i]) ? NAN : Compute(result, operands[i], integer);
    }
    return std::isfinite(result) ? result : NAN;
  });
}

template <double (*Compute)(double)>
void fold_unary(Call& call) {
  if (const std::vector<double>* elements = call.elements(0)) {
    std::vector<double> result;
    std::transform(elements->begin(), elements->end(), std::back_inserter(result), Compute);
    call.output() = folded(call.sizes(0), std::move(result), call.input(0).integer);
  } else {
    keep_sizes(call);
  }
}

void broadcast_only(Call& call) {
  combine(call, [](const std::vector<double>& /*operands*/, bool /*integer*/) { return NAN; });
}

double add(double a, double b, bool /*integer*/) { return a + b; }
double subtract(double a, double b, bool /*integer*/) { return a - b; }
double multiply(double a, double b, bool /*integer*/) { return a * b; }
double divide(double a, double b, bool integer) { return b == 0 ? NAN : integer ? std::trunc(a / b) : a / b; }
double remainder(double a, double b, bool /*integer*/) { return b == 0 ? NAN : a - b * std::floor(a / b); }
double least(double a, double b, bool /*integer*/) { return std::min(a, b); }
double greatest(double a, double b, bool /*integer*/) { return std::max(a, b); }
double equal(double a, double b, bool /*integer*/) { return a == b ? 1 : 0; }
double less(double a, double b, bool /*integer*/) { return a < b ? 1 : 0; }
double less_or_equal(double a, double b, bool /*integer*/) { return a <= b ? 1 : 0; }
double greater(double a, double b, bool /*integer*/) { return a > b ? 1 : 0; }
double greater_or_equal(double a, double b, bool /*integer*/) { return a >= b ? 1 : 0; }
double both(double a, double b, bool /*integer*/) { return a != 0 && b != 0 ? 1 : 0; }
double either(double a, double b, bool /*integer*/) { return a != 0 || b != 0 ? 1 : 0; }

double floor_of(double a) { return std::floor(a); }
double ceiling_of(double a) { return std::ceil(a); }
double negative_of(double a) { return -a; }
double magnitude_of(double a) { return std::fabs(a); }
double rounded(double a) { return std::nearbyint(a); }
double root_of(double a) { return a < 0 ? NAN : std::sqrt(a); }
double opposite_of(double a) { return std::isnan(a) ? NAN : a == 0 ? 1 : 0; }

void identity(Call& call) { call.output() = call.input(0); }

void where(Call& call) {
  combine(call, [](const std::vector<double>& operands, bool /*integer*/) {
    return operands.size() != 3 || std::isnan(operands[0]) ? NAN : operands[0] != 0 ? operands[1] : operands[2];
  });
}

void cast(Call& call) {
  constexpr std::int64_t kFloat = 1;
  constexpr std::int64_t kFirstInteger = 2;
  constexpr std::int64_t kLastInteger = 7;
  constexpr std::int64_t kBool = 9;
  call.output() = call.input(0);
  if (call.node().op == "CastLike") {
    call.output().integer = call.input(1).integer;
    return;
  }
  const std::int64_t to = call.integer("to", kFloat);
  const bool integer = (to >= kFirstInteger && to <= kLastInteger) || to == 12 || to == 13;
  if (const std::vector<double>* elements = call.elements(0)) {
    std::vector<double> result = *elements;
    for (double& element : result) {
      element = to == kBool && !std::isnan(element) ? (element != 0 ? 1 : 0) : integer ? std::trunc(element) : element;
    }
    call.output() = folded(call.sizes(0), std::move(result), false);
  }
  call.output().integer = integer || to == kBool;
}

void constant(Call& call) {
  if (const Attribute* value = call.attribute("value"); value != nullptr && value->tensor != nullptr) {
    call.output() = value_of(*value->tensor);
  } else if (const Attribute* integers = call.attribute("value_ints")) {
    call.output() = folded({static_cast<std::int64_t>(integers->integers.size())},
                           {integers->integers.begin(), integers->integers.end()}, true);
  } else if (const Attribute* integer = call.attribute("value_int")) {
    call.output() = folded({}, {static_cast<double>(integer->integer)}, true);
  } else if (const Attribute* real = call.attribute("value_float")) {
    call.output() = folded({}, {double{real->real}}, false);
  } else if (const Attribute* reals = call.attribute("value_floats")) {
    call.output() =
        folded({static_cast<std::int64_t>(reals->reals.size())}, {reals->reals.begin(), reals->reals.end()}, false);
  }
  call.output().constant = true;
}

void constant_of_shape(Call& call) {
  const auto wanted = call.whole_elements(0);
  if (!wanted) {
    if (call.has_known_sizes(0) && call.sizes(0).size() == 1 &&
        call.sizes(0)[0] <= static_cast<std::int64_t>(kMostDimensions)) {
      call.output() = tensor(Sizes(static_cast<std::size_t>(call.sizes(0)[0]), kUnknown));
    }
    return;
  }
  call.output() = tensor(*wanted);
  if (const std::int64_t elements = count(*wanted); elements <= static_cast<std::int64_t>(kMostFoldedElements)) {
    const Attribute* value = call.attribute("value");
    const bool given = value != nullptr && value->tensor != nullptr;
    const double fill = !given ? 0 : value->tensor->elements.size() == 1 ? value->tensor->elements[0] : NAN;
    call.output() =
        folded(*wanted, std::vector<double>(static_cast<std::size_t>(elements), fill), given && value->tensor->integer);
  }
  call.output().constant = true;
}

void shape(Call& call) {
  if (!call.has_sizes(0)) {
    return;
  }
  const Sizes& sizes = call.sizes(0);
  const auto all = static_cast<std::int64_t>(sizes.size());
  const auto place = [&](std::string_view name, std::int64_t absent) {
    const std::int64_t given = call.integer(name, absent);
    return std::clamp<std::int64_t>(given < 0 ? given + all : given, 0, all);
  };
  const std::int64_t start = place("start", 0);
  const std::int64_t end = std::max(start, place("end", all));
  std::vector<double> elements;
  for (std::int64_t i = start; i < end; ++i) {
    const std::int64_t size = sizes[static_cast<std::size_t>(i)];
    elements.push_back(size == kUnknown ? NAN : static_cast<double>(size));
  }
  call.output() = folded({end - start}, std::move(elements), true);
}

void size(Call& call) {
  const std::int64_t elements = call.has_sizes(0) ? count(call.sizes(0)) : kUnknown;
  call.output() = folded({}, {elements == kUnknown ? NAN : static_cast<double>(elements)}, true);
}

void range(Call& call) {
  call.output() = tensor({kUnknown});
  std::array<double, 3> given{};  // start, limit, step
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (call.elements(i) == nullptr || call.elements(i)->size() != 1) {
      return;
    }
    given[i] = call.elements(i)->front();
  }
  const auto [start, limit, step] = given;
  if (step == 0) {
    throw BadInput("Range with step 0");
  }
  const double steps = std::max(0.0, std::ceil((limit - start) / step));
  if (!std::isfinite(steps)) {
    return;
  }
  const std::int64_t elements = whole(steps);
  call.output() = tensor({elements});
  if (elements <= static_cast<std::int64_t>(kMostFoldedElements)) {
    std::vector<double> values;
    for (std::int64_t i = 0; i < elements; ++i) {
      values.push_back(start + static_cast<double>(i) * step);
    }
    call.output() = folded({elements}, std::move(values), call.input(0).integer);
  }
}

void quantized_pair(Call& call) {  // of com.microsoft: A, scale, zero, B, ...
  if (call.has_sizes(0) && call.has_sizes(3)) {
    call.output() = tensor(broadcast(call.sizes(0), call.sizes(3)));
  }
}

}  // namespace

void keep_sizes(Call& call) {
  if (call.has_sizes(0)) {
    call.output() = tensor(call.sizes(0));
  }
}

const Rules& element_rules() {
  static const Rules rules{{"Add", fold_binary<add>},
                           {"Sub", fold_binary<subtract>},
                           {"Mul", fold_binary<multiply>},
                           {"Div", fold_binary<divide>},
                           {"Mod", fold_binary<remainder>},
                           {"Min", fold_binary<least>},
                           {"Max", fold_binary<greatest>},
                           {"Sum", fold_binary<add>},
                           {"Equal", fold_binary<equal>},
                           {"Less", fold_binary<less>},
                           {"LessOrEqual", fold_binary<less_or_equal>},
                           {"Greater", fold_binary<greater>},
                           {"GreaterOrEqual", fold_binary<greater_or_equal>},
                           {"And", fold_binary<both>},
                           {"Or", fold_binary<either>},
                           {"Xor", broadcast_only},
                           {"Pow", broadcast_only},
                           {"Mean", broadcast_only},
                           {"PRelu", keep_sizes},
                           {"BitShift", broadcast_only},
                           {"BitwiseAnd", broadcast_only},
                           {"BitwiseOr", broadcast_only},
                           {"BitwiseXor", broadcast_only},
                           {"BiasGelu", broadcast_only},
                           {"QLinearAdd", quantized_pair},
                           {"QLinearMul", quantized_pair},
                           {"Where", where},
                           {"Floor", fold_unary<floor_of>},
                           {"Ceil", fold_unary<ceiling_of>},
                           {"Neg", fold_unary<negative_of>},
                           {"Abs", fold_unary<magnitude_of>},
                           {"Round", fold_unary<rounded>},
                           {"Sqrt", fold_unary<root_of>},
                           {"Not", fold_unary<opposite_of>},
                           {"Identity", identity},
                           {"Cast", cast},
                           {"CastLike", cast},
                           {"Constant", constant},
                           {"ConstantOfShape", constant_of_shape},
                           {"Shape", shape},
                           {"Size", size},
                           {"Range", range}};
  return rules;
}

}  // namespace gandse::cli::onnx
