// The kernels that a big-endian target gets.
#include "../../runtime/src/dense.cpp"

static_assert(__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
static_assert(Kernel::kName[0] == 'p', "kernels that take words apart are for little-endian targets");
