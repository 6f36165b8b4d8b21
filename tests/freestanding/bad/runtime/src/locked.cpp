// clang-format off
#  include <mutex>
#include "../include/gandse/runtime/dense.hpp"
