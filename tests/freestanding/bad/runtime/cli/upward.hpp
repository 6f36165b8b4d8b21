#include "gone.hpp"
#include "net/checkpoint.hpp"
