// What --version says: everything that decides which answers this program gives.
#pragma once

#include <string>

namespace gandse::cli {

/// The version; a line for each template, with the fingerprint that its weights are bound to, and its generators; the
/// kernel of dot products that was compiled for this machine.
std::string version_text();

}  // namespace gandse::cli
