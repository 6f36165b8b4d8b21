// Needs a library of C++.
#include <string>
