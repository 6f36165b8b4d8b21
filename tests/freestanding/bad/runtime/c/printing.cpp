// A C interface that prints.
#include <cstdio>
