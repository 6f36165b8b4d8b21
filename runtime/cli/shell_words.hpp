// A command as a shell would take it again.
#pragma once

#include <string>

namespace gandse::cli {

/// "gandse" and the arguments after the first, in quotes where a shell would read something else.
std::string shell_words(int argc, const char* const* argv);

}  // namespace gandse::cli
