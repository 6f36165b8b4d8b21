// The sizes of a tensor's dimensions, of which some may not be known; arithmetic that refuses to overflow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gandse::cli::onnx {

using Sizes = std::vector<std::int64_t>;

inline constexpr std::int64_t kUnknown = -1;              ///< a size that is not known
inline constexpr std::size_t kMostDimensions = 16;        ///< of a tensor
inline constexpr std::size_t kMostFoldedElements = 4096;  ///< of a tensor whose elements are computed with

///@{
/// Of sizes that are known. Throws BadInput where 64 bits do not hold it.
std::int64_t product(std::int64_t a, std::int64_t b);
std::int64_t sum(std::int64_t a, std::int64_t b);
///@}

/// Number of elements; kUnknown if a size is. Throws BadInput where 64 bits do not hold it.
std::int64_t count(const Sizes& sizes);

/// Whether every size is known.
bool known(const Sizes& sizes);

/// The sizes of what two tensors become together, element by element, as NumPy has it. Throws BadInput where they do
/// not fit.
Sizes broadcast(const Sizes& a, const Sizes& b);

/// The dimension that `axis` means, which counts from the end if negative. Throws BadInput if there is none.
std::size_t dimension(std::int64_t axis, std::size_t dimensions);

/// "1x3x?x?"; "scalar" without dimensions.
std::string text(const Sizes& sizes);

}  // namespace gandse::cli::onnx
