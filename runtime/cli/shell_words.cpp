#include "shell_words.hpp"

#include <string_view>

namespace gandse::cli {

std::string shell_words(int argc, const char* const* argv) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=,./:+@%";
  std::string command = "gandse";
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    command += ' ';
    if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos) {
      command += word;
      continue;
    }
    command += '\'';
    for (const char c : word) {
      command.append(c == '\'' ? "'\\''" : std::string(1, c));
    }
    command += '\'';
  }
  return command;
}

}  // namespace gandse::cli
