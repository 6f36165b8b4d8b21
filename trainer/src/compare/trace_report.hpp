// The page and the table of the study of days.
#pragma once

#include <string>

#include "compare/trace_results.hpp"

namespace gandse::trainer {

/// All days, as CSV. `command` is what made them.
std::string trace_csv(const std::string& command, const TraceResults& results);
/// The page, as Markdown.
std::string trace_page(const std::string& command, const TraceResults& results);

}  // namespace gandse::trainer
