// What follows from the inputs of an operator for its outputs, and for the layers it multiplies in.
#pragma once

#include <map>
#include <string_view>

#include "onnx/call.hpp"

namespace gandse::cli::onnx {

/// Fills the outputs; one that stays empty is not known. Throws BadInput where the operator's own rules are broken.
using Rule = void (*)(Call& call);
using Rules = std::map<std::string_view, Rule>;

///@{
/// By operator. What follows, file by file.
const Rules& element_rules();  ///< element by element, with their elements where sizes may follow from them
const Rules& move_rules();     ///< elements are moved, as they are
const Rules& window_rules();   ///< pooling, resizing, reducing
const Rules& product_rules();  ///< what multiplies: the layers
///@}

/// nullptr where there is none.
Rule find_rule(std::string_view op);

/// Whether an operator is one of ONNX's own of which nothing is said here: its outputs are not known.
bool is_open(std::string_view op);

/// The outputs have the sizes of the first input, as those of activations and of most operators that others add.
void keep_sizes(Call& call);

}  // namespace gandse::cli::onnx
