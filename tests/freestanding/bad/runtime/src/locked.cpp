#  include <mutex>
#include "../include/gandse/runtime/dense.hpp"
