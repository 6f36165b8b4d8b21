// What the mains of all programs share.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <type_traits>

#include "support/file_bytes.hpp"

namespace gandse::trainer {

/// Parses the arguments and does the work, which gets the command as it was typed and says whether all is well. Returns
/// the exit code: 0; 1 where all is not well; 2, with a message, after bad arguments or an exception.
template <class Work>
int program_main(CLI::App& app, int argc, char** argv, const Work& work) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  std::string command = app.get_name();
  for (int i = 1; i < argc; ++i) {
    command += std::string{" "} + argv[i];
  }
  try {
    return work(command) ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", app.get_name().c_str(), error.what());
    return 2;
  }
}

}  // namespace gandse::trainer
