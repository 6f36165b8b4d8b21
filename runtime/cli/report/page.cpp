#include "report/page.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <variant>

#include "bad_input.hpp"
#include "text.hpp"

namespace gandse::cli::report {

namespace {

namespace fs = std::filesystem;

constexpr const char* kPageStyle = R"(
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --soft: #6b7280; --rule: #d9dde3; --shade: #f3f5f7; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #14171a; --soft: #9aa3ad; --rule: #343a41; --shade: #1d2125; } }
@media print { :root { --ink: #000000; --paper: #ffffff; --soft: #444444; --rule: #cccccc; --shade: #ffffff; } }
body { margin: 0 auto; max-width: 1200px; padding: 1rem; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
pre { padding: 0.75rem; background: var(--shade); white-space: pre-wrap; overflow-wrap: anywhere; }
figure { margin: 0; } figure p { color: var(--soft); margin: 0.25rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; }
th, td { padding: 0.25rem 0.6rem; border-bottom: 1px solid var(--rule); text-align: left; white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
th button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit; }
th { position: sticky; top: 0; background: var(--shade); }
@media print { .wide { overflow: visible; } figure { break-inside: avoid; } }
)";

// Neither `<` nor an ampersand: the page is XML, too.
constexpr const char* kScript = R"(
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  table.querySelectorAll("th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = Array.from(body.rows);
      rows.sort((a, b) => {
        const x = a.cells[column].textContent;
        const y = b.cells[column].textContent;
        const order = head.className === "number" ? Number(x) - Number(y) : x.localeCompare(y);
        return up ? order : -order;
      });
      body.append(...rows);
    });
  });
}
)";

bool is_number(const Value& value) { return !std::holds_alternative<std::string>(value); }

std::string table_text(const Grid& grid) {
  std::string text = "<h2>" + escaped(grid.title) +
                     "</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"" + escaped(grid.title) +
                     "\"><table>\n<thead><tr>";
  for (const Field& field : grid.rows.front()) {
    text += std::string{"<th scope=\"col\""} + (is_number(field.value) ? " class=\"number\">" : ">") +
            escaped(field.key) + "</th>";
  }
  text += "</tr></thead>\n<tbody>\n";
  for (const Fields& row : grid.rows) {
    text += "<tr>";
    const std::vector<std::string> cells = csv_row({row, {}, {}});
    for (std::size_t i = 0; i < cells.size(); ++i) {
      text += (is_number(row[i].value) ? "<td class=\"number\">" : "<td>") + escaped(cells[i]) + "</td>";
    }
    text += "</tr>\n";
  }
  return text + "</tbody></table></div>\n";
}

// Writes beside `path` and takes its place then: nobody sees half of it.
void write_whole(const fs::path& path, const std::string& text) {
  const fs::path draft = path.string() + ".part";
  std::ofstream file{draft, std::ios::binary};
  file << text;
  file.close();
  std::error_code error;
  if (file) {
    fs::rename(draft, path, error);
  }
  if (!file || error) {
    const std::string why = error ? error.message() : std::strerror(errno);
    fs::remove(draft, error);
    throw BadInput(in_quotes(path.string(), kLongestPath) + " cannot be written: " + why);
  }
}

}  // namespace

std::string html(const Page& page) {
  std::string text =
      "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "script-src "
      "'unsafe-inline'\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>" +
      escaped(page.title) + "</title>\n<style>" + kPageStyle + kStyle + "</style>\n</head>\n<body>\n<main>\n<h1>" +
      escaped(page.title) + "</h1>\n";
  for (const std::string& sentence : page.sentences) {
    text += "<p>" + escaped(sentence) + "</p>\n";
  }
  for (const Figure& figure : page.figures) {
    text += "<figure id=\"" + escaped(figure.name) + "\">\n<h2>" + escaped(figure.picture.title()) + "</h2>\n<p>" +
            escaped(figure.picture.description()) +
            "</p>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"" + escaped(figure.picture.title()) +
            "\">" + figure.picture.inline_text() + "</div>\n</figure>\n";
  }
  for (const Grid& grid : page.tables) {
    text += grid.rows.empty() ? "" : table_text(grid);
  }
  return text + "<h2>Made by</h2>\n<pre>" + escaped(page.command) + "</pre>\n</main>\n<script>" + kScript +
         "</script>\n</body>\n</html>\n";
}

void Options::require_writable() const {
  if (folder) {
    std::error_code error;
    fs::create_directories(*folder, error);
    if (!fs::is_directory(*folder)) {
      throw BadInput("--svg: " + in_quotes(*folder, kLongestPath) + " is no folder, and cannot be made one");
    }
    write_whole(fs::path{*folder} / ".gandse", "");
    fs::remove(fs::path{*folder} / ".gandse", error);
  }
  if (file) {
    const fs::path draft = *file + ".part";
    std::ofstream trial{draft, std::ios::binary};
    const bool writable = trial.is_open() && !fs::is_directory(*file);
    trial.close();
    std::error_code error;
    fs::remove(draft, error);
    if (!writable) {
      throw BadInput("--report: " + in_quotes(*file, kLongestPath) + " cannot be written");
    }
  }
}

void Options::write(const Page& page) const {
  if (folder) {
    for (const Figure& figure : page.figures) {
      write_whole(fs::path{*folder} / (figure.name + ".svg"), figure.picture.standalone_text());
    }
  }
  if (file) {
    write_whole(*file, html(page));
  }
}

}  // namespace gandse::cli::report
