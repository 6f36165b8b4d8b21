// How much work a test may do: all of it in a release build; a part of it under a sanitizer, without optimisation, or
// on an emulated target, where the host has done all of it by the same code.
#pragma once

namespace gandse::test {

/// For `doctest::skip`: what decisions are worth is the same everywhere, as the golden vectors show.
#ifdef GANDSE_EMULATED
inline constexpr bool kEmulated = true;
#else
inline constexpr bool kEmulated = false;
#endif

#if defined(NDEBUG) && !defined(__SANITIZE_ADDRESS__) && !defined(GANDSE_EMULATED)
inline constexpr unsigned kSlowdown = 1;
#else
inline constexpr unsigned kSlowdown = 8;
#endif

constexpr unsigned scaled(unsigned points) { return points / kSlowdown; }

}  // namespace gandse::test
