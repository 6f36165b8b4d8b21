// How everything that is wrong is said to the user.
#pragma once

#include <ostream>
#include <string_view>

namespace gandse::cli {

/// Writes "gandse: `sentence`" as one line. Whatever input it quotes, it holds no control characters then.
void complain(std::ostream& err, std::string_view sentence);

}  // namespace gandse::cli
