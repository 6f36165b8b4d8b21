// How much work a test may do: all of it in a release build, a part of it under a sanitizer or without optimisation.
#pragma once

namespace gandse::test {

#if defined(NDEBUG) && !defined(__SANITIZE_ADDRESS__)
inline constexpr unsigned kSlowdown = 1;
#else
inline constexpr unsigned kSlowdown = 8;
#endif

constexpr unsigned scaled(unsigned points) { return points / kSlowdown; }

}  // namespace gandse::test
