#include "gandse/trainer/checkpoint.hpp"
