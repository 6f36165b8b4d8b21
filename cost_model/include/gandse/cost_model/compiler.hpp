// Refuses compilers and standards that the library is not written for, by one sentence each. Every header includes it,
// most by way of others.
#pragma once

#if defined(_MSC_VER) && !defined(__clang__)
#error "gandse does not compile with MSVC: take g++ 11 or clang++ 13, or later ones"
#elif __cplusplus < 201703L
// No #error: compilers go on after it, and bury it under a hundred others. A missing header ends them.
#include <gandse needs C++17: compile with -std=c++17 or later>
#endif
