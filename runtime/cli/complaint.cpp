#include "complaint.hpp"

#include <string>

#include "text.hpp"

namespace gandse::cli {

void complain(std::ostream& err, std::string_view sentence) {
  err << "gandse: " + printable(sentence) + '\n';  // one write: an unbuffered stream shall not tear it
}

}  // namespace gandse::cli
