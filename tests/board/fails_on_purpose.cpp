#include "program.hpp"

extern "C" int run() { return 1; }
