#include "standard_output.hpp"

#include <unistd.h>

#include <cerrno>
#include <iostream>

namespace gandse::cli {

StandardOutput::StandardOutput() : before_(std::cout.rdbuf(this)) {
  setp(buffer_.data(), buffer_.data() + buffer_.size());
}

StandardOutput::~StandardOutput() { std::cout.rdbuf(before_); }

StandardOutput::int_type StandardOutput::overflow(int_type character) {
  if (!write_buffered()) {
    return traits_type::eof();
  }
  if (!traits_type::eq_int_type(character, traits_type::eof())) {
    sputc(traits_type::to_char_type(character));
  }
  return traits_type::not_eof(character);
}

int StandardOutput::sync() { return write_buffered() ? 0 : -1; }

bool StandardOutput::write_buffered() {
  const char* begin = pbase();
  while (error_ == 0 && begin != pptr()) {
    const ssize_t written = ::write(STDOUT_FILENO, begin, static_cast<std::size_t>(pptr() - begin));
    if (written >= 0) {
      begin += written;
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  return error_ == 0;
}

int write_error(const std::ostream& out) {
  const auto* const output = dynamic_cast<const StandardOutput*>(out.rdbuf());
  return output != nullptr ? output->error() : 0;
}

}  // namespace gandse::cli
