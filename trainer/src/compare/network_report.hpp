// The page and the table of the study of whole networks.
#pragma once

#include <string>

#include "compare/network_results.hpp"

namespace gandse::trainer {

/// Method, measure and values of a search's setting.
std::string text_of(const NetworkSetting& setting);

/// All points, as CSV. `command` is what made them.
std::string network_csv(const std::string& command, const NetworkResults& results);
/// The page, as Markdown.
std::string network_page(const std::string& command, const NetworkResults& results);

}  // namespace gandse::trainer
