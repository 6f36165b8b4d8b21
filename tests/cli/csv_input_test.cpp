// Files as people and spreadsheets make them, and files that are none.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "process.hpp"

namespace gandse::test {
namespace {

constexpr const char* kRow = "64,64,56,56,3,3,1,1,1000000,400000";

Result batch(const std::string& content) {
  const TemporaryFile tasks{content};
  return gandse({"batch", "im2col", tasks.path(), "--budget", "4"});
}

std::string without_times(const std::string& out) {
  std::string result;
  const Csv csv{out};
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    for (const std::string& column : csv.columns()) {
      result += (column == "time_ns" ? "" : csv.at(row, column)) + ",";
    }
  }
  return result;
}

TEST_CASE("CRLF, a byte order mark, quotes, blank lines and a missing last line end make no difference") {
  const std::string header{kTaskHeader};
  const std::string plain = without_times(batch(header + kRow + "\n" + kRow + "\n").out);
  const std::string crlf_header = header.substr(0, header.size() - 1) + "\r\n";
  for (const std::string& content :
       {header + kRow + "\n" + kRow, "\xEF\xBB\xBF" + header + kRow + "\n" + kRow + "\n",
        crlf_header + kRow + "\r\n" + kRow + "\r\n", "\xEF\xBB\xBF" + crlf_header + kRow + "\r\n" + kRow,
        header + kRow + "\n" + kRow + "\n\n\n", crlf_header + kRow + "\r\n\r\n" + kRow + "\r\n\r\n",
        "\n" + header + kRow + "\n" + kRow + "\n",
        "\"ic\",oc,oh,ow,kh,\"kw\",stride,repeat,latency_cycles,\"power_uw\"\n\"64\",\"64\",56,56,3,3,1,1,1000000,"
        "\"400000\"\n" +
            std::string{kRow} + "\n"}) {
    CAPTURE(content);
    const Result result = batch(content);
    CHECK(result.err.empty());
    CHECK(without_times(result.out) == plain);
  }
}

TEST_CASE("quoted names may hold commas, quotes and line ends; lines are counted all the same") {
  const Result result = batch(
      "name,ic,oc,oh,ow,kh,kw,latency_cycles,power_uw\n"
      "\"a, \"\"b\"\"\nc\",64,64,56,56,3,3,1000000,400000\n"
      "d,bad,64,56,56,3,3,1000000,400000\n");
  CHECK(result.exit_code == 2);
  CHECK(result.out.find(",\"a, \"\"b\"\"\nc\",0\n") != std::string::npos);
  CHECK(result.out.find(",d,\n") != std::string::npos);
  CHECK(result.complains({"line 4, column 2 (ic)"}));
}

TEST_CASE("blanks around fields, an empty last column and comments make no difference") {
  const std::string header = "name,ic,oc,oh,ow,kh,kw,pin_PEN,latency_cycles,power_uw";
  const std::string first = "a b,64,64,56,56,3,3,256,1000000,400000";
  const std::string second = "c,32,64,56,56,3,3,,1000000,400000";
  const std::string plain = without_times(batch(header + "\n" + first + "\n" + second + "\n").out);
  for (const std::string& content :
       {std::string{" name, ic ,\toc,oh\t,ow,kh,kw,pin_PEN,latency_cycles,power_uw \r\n"
                    "  a b ,64 ,\t64, 56,56,3,3,256,1000000,400000\t\r\n"
                    "\"c\" , \"32\",64,56,56,3,3, ,1000000, 400000"},
        header + ",\n" + first + ",\n" + second + ", \n",     // every line ends with a comma
        header + ", ,\t\n" + first + ",,\n" + second + "\n",  // or with several, or the header alone
        "# tasks, of \"me\n" + header + "\n  # one\n" + first + "\n\t#\r\n \t\n" + second + "\n# end",
        "\xEF\xBB\xBF#,,,,,,,,,,,,,\n" + header + "\n#" + std::string(300'000, 'x') + "\n" + first + "\n" + second}) {
    CAPTURE(content.substr(0, 300));
    const Result result = batch(content);
    CHECK(result.err.empty());
    CHECK(without_times(result.out) == plain);
  }
}

TEST_CASE("quotes keep their blanks and what follows a '#', in what is printed, too") {
  const std::string points =
      "name,ic,oc,oh,ow,kh,kw,PEN,SDB,DSB,ISS,WSS,OSS,TIC,TOC,TOW,TOH,TKW,TKH\n"
      "\"#1\",64,64,56,56,3,3,8,4,1,1,1,1,1,1,1,1,1,1\n"
      "\" a\t\",64,64,56,56,3,3,8,4,1,1,1,1,1,1,1,1,1,1\n"
      "\"b\n# c\",64,64,56,56,3,3,8,4,1,1,1,1,1,1,1,1,1,1\n";
  const TemporaryFile file{points};
  const std::string out = gandse({"costs", "im2col", file.path()}).out;
  for (const char* name : {"\n\"#1\",64,", "\n\" a\t\",64,", "\n\"b\n# c\",64,"}) {
    CAPTURE(name);
    CHECK(out.find(name) != std::string::npos);
  }
  // Elsewhere in a row a '#' begins no comment, and needs no quotes.
  CHECK(batch("ic,oc,oh,ow,kh,kw,latency_cycles,power_uw,name\n64,64,56,56,3,3,1000000,400000,#1\n")
            .out.find(",#1,0\n") != std::string::npos);
}

TEST_CASE("costs prints the columns that it reads, without those that it ignores") {
  const std::string header = "name,ic,oc,oh,ow,kh,kw,PEN,SDB,DSB,ISS,WSS,OSS,TIC,TOC,TOW,TOH,TKW,TKH";
  const std::string row = "a,64,64,56,56,3,3,8,4,1,1,1,1,1,1,1,1,1,1";
  const TemporaryFile points{header + ",\n" + row + ",\n" + row + ",b\n"};
  const Result result = gandse({"costs", "im2col", points.path()});
  CHECK(result.exit_code == 2);
  CHECK(result.complains({"line 3: the row has 20 columns, the header 19"}));
  CHECK(result.out.starts_with(header + ",legal,reason,latency_cycles,energy_fj,power_uw\n" + row + ",1,none,"));
}

TEST_CASE("costs echoes quoted fields so that they stay one field") {
  const TemporaryFile points{
      "name,ic,oc,oh,ow,kh,kw,PEN,SDB,DSB,ISS,WSS,OSS,TIC,TOC,TOW,TOH,TKW,TKH\n"
      "\"a, \"\"b\"\"\",64,64,56,56,3,3,8,4,1,1,1,1,1,1,1,1,1,1\n"};
  const Result result = gandse({"costs", "im2col", points.path()});
  CHECK(result.exit_code == 0);
  CHECK(result.out.find("\n\"a, \"\"b\"\"\",64,64,56,56,3,3,8,4,1,1,1,1,1,1,1,1,1,1,1,none,") != std::string::npos);
}

TEST_CASE("broken quotes spoil their row, not the file") {
  const std::string header{kTaskHeader};
  Result result = batch(header + "\"64\"x,64,56,56,3,3,1,1,1000000,400000\n" + kRow + "\n");
  CHECK(result.exit_code == 2);
  CHECK(Csv{result.out}.rows() == 2);
  CHECK(Csv{result.out}.at(0, "reason") == "malformed");
  CHECK(Csv{result.out}.at(1, "reason") == "none");
  CHECK(result.complains({"line 2, column 1 (ic): text follows a closing quote"}));
  result = batch(header + "64,6\"4,56,56,3,3,1,1,1000000,400000\n");
  CHECK(result.complains({"line 2, column 2 (oc): a quote stands inside an unquoted field"}));
  result = batch(header + kRow + "\n64,64,56,56,3,3,1,1,1000000,\"400000\n");
  CHECK(result.exit_code == 2);
  CHECK(result.complains({"line 3, column 10 (power_uw): a quoted field is never closed"}));
  result = batch("\"ic,oc\n");
  CHECK(result.exit_code == 2);
  CHECK(result.complains({"line 1: a quoted field is never closed"}));
}

TEST_CASE("headers that do not fit") {
  const auto complains = [](const std::string& content, const std::vector<std::string>& parts) {
    CAPTURE(content);
    const Result result = batch(content);
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.complains(parts));
  };
  complains("", {"is empty", "ic,oc,oh,ow,kh,kw,latency_cycles,power_uw"});
  complains("\n\n\r\n", {"is empty"});
  complains("\xEF\xBB\xBF", {"is empty"});
  complains("ic,oc\n1,1\n", {"line 1: missing oh, ow, kh, kw, latency_cycles, power_uw"});
  complains(std::string{kRow} + "\n", {"column 1 ('64') is unknown"});
  complains("ic,ic,oc,oh,ow,kh,kw,latency_cycles,power_uw\n", {"column 2 ('ic') is there twice"});
  complains("ic,oc,oh,ow,kh,kw,latency_cycles,power_uw,pin_FOO\n",
            {"column 9 ('pin_FOO') is unknown",
             "optionally "
             "stride_h,stride_w,dilation_h,dilation_w,pad_top,pad_left,pad_bottom,pad_right,repeat,stride,dilation,pad,"
             "name,pin_PEN"});
  complains("IC,oc,oh,ow,kh,kw,latency_cycles,power_uw\n", {"('IC') is unknown"});
  complains("ic,\" oc\",oh,ow,kh,kw,latency_cycles,power_uw\n", {"(' oc') is unknown"});
  complains("ic;oc;oh;ow;kh;kw;latency_cycles;power_uw\n", {"is unknown"});
  complains("ic,oc,oh,ow,kh,,kw,latency_cycles,power_uw\n", {"column 6 ('') is unknown"});
  complains("# tasks\n\nic,oc\n", {"line 3: missing oh"});
  complains("# tasks\n", {"is empty"});
  complains(" ,\t, \n", {"line 1: missing ic"});
}

TEST_CASE("what is no readable file") {
  for (const char* command : {"batch", "costs"}) {
    Result result = gandse({command, "im2col", "/nonexistent/tasks.csv"});
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.complains({"cannot open '/nonexistent/tasks.csv'", "No such file"}));
    result = gandse({command, "im2col", "/"});
    CHECK(result.exit_code == 2);
    CHECK(result.complains({"'/' is a directory"}));
    result = gandse({command, "im2col", ""});
    CHECK(result.exit_code == 2);
    result = gandse({command, "im2col", "/dev/null"});
    CHECK(result.exit_code == 2);
    CHECK(result.complains({"is empty"}));
    result = gandse({command, "im2col", "/proc/self/mem"});  // opens, and cannot be read
    CHECK(result.exit_code == 2);
    CHECK(result.out.empty());
    CHECK(result.complains({"cannot read '/proc/self/mem': Input/output error"}));
  }
  const std::string folder = "/nonexistent/" + std::string(200, 'f') + "/" + std::string(200, 'g');
  CHECK(gandse({"batch", "im2col", folder}).complains({"cannot open '" + folder + "': No such file"}));  // not cut
}

TEST_CASE("a NUL is no text: it spoils its row, and the header") {
  using namespace std::string_literals;
  const Result result = batch(std::string{kTaskHeader} +
                              "64,64,56,56,3,3,1,1,1000000,4000\0"
                              "00\n"s +
                              kRow + "\n");
  CHECK(result.exit_code == 2);
  const Csv csv{result.out};
  CHECK(csv.at(0, "reason") == "malformed");
  CHECK(csv.at(1, "reason") == "none");
  CHECK(result.complains({"line 2, column 10 (power_uw): a NUL byte is no text; save the file as UTF-8"}));
  const Result utf16 = batch("\xFF\xFEi\0c\0,\0"s);
  CHECK(utf16.exit_code == 2);
  CHECK(utf16.complains({"line 1: a NUL byte is no text"}));
}

TEST_CASE("what is too long spoils its row, not the file") {
  const std::string header = "name,ic,oc,oh,ow,kh,kw,latency_cycles,power_uw\n";
  const std::string good = ",64,64,56,56,3,3,1000000,400000\n";
  const Result most = batch(header + std::string(65536, 'n') + good);
  CHECK(most.err.empty());
  CHECK(Csv{most.out}.at(0, "name") == std::string(65536, 'n'));
  for (const std::string& field : {std::string(65537, 'n'), '"' + std::string(1000000, 'n') + '"'}) {
    const Result result = batch(header + field + good + "next" + good);
    CHECK(result.exit_code == 2);
    CHECK(result.complains({"line 2, column 1 (name): the field is longer than 65536 bytes"}));
    const Csv csv{result.out};
    REQUIRE(csv.rows() == 2);
    CHECK(csv.at(0, "reason") == "malformed");
    CHECK(csv.at(1, "name") == "next");
    CHECK(csv.at(1, "reason") == "none");
  }
  const Result row = batch(header + std::string(300000, ',') + "\nnext" + good);
  CHECK(row.exit_code == 2);
  CHECK(row.complains({"line 2", "the row is longer than 262144 bytes"}));
  CHECK(row.err.find("columns, the header") == std::string::npos);
  CHECK(Csv{row.out}.at(1, "name") == "next");
  CHECK(batch(std::string(70000, 'x') + "\n").complains({"line 1: the field is longer than 65536 bytes"}));
  // A quote that is forgotten takes all that follows into its field, which is not what is wrong.
  std::string forgotten = header + "\"a" + good;
  while (forgotten.size() < 200000) {
    forgotten += "b" + good;
  }
  CHECK(batch(forgotten).complains({"line 2, column 1 (name): a quoted field is never closed"}));
}

#if defined(__SANITIZE_ADDRESS__)
#define GANDSE_TEST_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GANDSE_TEST_SANITIZED
#endif
#endif
#ifndef GANDSE_TEST_SANITIZED  // the sanitizer reserves more memory than any limit
TEST_CASE("however many rows are bad, and however long: memory is bounded, and each is named") {
  constexpr int kRows = 80'000;
  std::string content = kTaskHeader;
  for (int i = 0; i < kRows; ++i) {
    content += "x\n";
  }
  const auto limited = [](const char* command, const std::string& file, const TemporaryFile& said) {
    const std::string run = "ulimit -v 32768; '" GANDSE_BINARY "' " + std::string{command} + " im2col '" + file +
                            "' >/dev/null 2>'" + said.path() + "'; test $? -eq 2";
    return std::system(run.c_str()) == 0;
  };
  const TemporaryFile tasks{content};
  const TemporaryFile complaints{""};
  CHECK(limited("batch", tasks.path(), complaints));
  const std::string said = read_file(complaints.path());
  CHECK(std::count(said.begin(), said.end(), '\n') == 2 * kRows);  // ic, and the number of columns
  CHECK(limited("batch --table", tasks.path(), complaints));
  const TemporaryFile points{kPointHeader + content.substr(content.find('\n') + 1)};
  CHECK(limited("costs", points.path(), complaints));
  const TemporaryFile layers{"name,ic,oc,oh,ow,kh,kw\n" + std::string(8U << 20U, 'n') + ",8,8,8,8,1,1\n"};
  const TemporaryFile long_complaint{""};
  CHECK(limited("network --bitstreams '" GANDSE_EXAMPLES "/bitstreams.csv' --latency 1s --power 1W", layers.path(),
                long_complaint));
  CHECK(read_file(long_complaint.path()).find("the field is longer than 65536 bytes") != std::string::npos);
}
#endif

TEST_CASE("bytes that are no text are survived") {
  std::string noise;
  for (int i = 0; i < 5000; ++i) {
    noise.push_back(static_cast<char>((i * 37 + i / 7) % 256));
  }
  CHECK(batch(noise).exit_code == 2);
  const Result rows = batch(std::string{kTaskHeader} + noise);
  CHECK(rows.exit_code == 2);
  CHECK(batch(std::string{kTaskHeader} + std::string(100000, '9') + ",1,1,1,1,1,1,1,1,1\n").exit_code == 2);
  CHECK(batch(std::string{kTaskHeader} + std::string(100000, ',') + "\n").exit_code == 2);
}

}  // namespace
}  // namespace gandse::test
