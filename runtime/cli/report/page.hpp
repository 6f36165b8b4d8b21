// A report: one HTML file that needs nothing else, and its charts as files of their own.
#pragma once

#include <string>
#include <vector>

#include "optional_text.hpp"
#include "record.hpp"
#include "report/svg.hpp"

namespace gandse::cli::report {

/// A chart, and what its file is called.
struct Figure {
  std::string name;  ///< of letters, digits and `_`
  Svg picture;
};

/// Rows of named values; all of them have the same names.
struct Grid {
  std::string title;
  std::vector<Fields> rows;
};

struct Page {
  std::string title;
  std::string command;                 ///< that made it
  std::vector<std::string> sentences;  ///< what came of it
  std::vector<Figure> figures;
  std::vector<Grid> tables;
};

/// All of it as HTML that is XML, too. It loads nothing, and says so (a policy of default-src 'none'). Tables are
/// sorted by a click on a column's name where scripts run.
std::string html(const Page& page);

/// --report FILE.html and --svg FOLDER.
struct Options {
  OptionalText file;
  OptionalText folder;

  template <class App>
  void add_to(App& app) {
    add_optional(app, "--report", file, "the answer as a page with charts, a single file")->type_name("FILE.html");
    add_optional(app, "--svg", folder, "the charts of that page as files in this folder")->type_name("FOLDER");
  }

  [[nodiscard]] bool any() const { return file.has_value() || folder.has_value(); }

  /// Throws BadInput where nothing can be written: to be called before the work begins.
  void require_writable() const;

  /// Writes what was asked for. Files appear as a whole, or not at all. Throws BadInput.
  void write(const Page& page) const;
};

}  // namespace gandse::cli::report
