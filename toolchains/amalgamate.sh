#!/bin/bash
# amalgamate.sh FOLDER: writes the library as two files for builds that cannot take more: FOLDER/gandse.h for C, and
# FOLDER/gandse.hpp for C++, which holds cost models, runtime and weights. One C++ source defines GANDSE_IMPLEMENTATION
# before it includes gandse.hpp, and so becomes the compiled part, the C interface included.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mapfile -t generators < <(basename -s .hpp generated/*.hpp)

# Prints FILE... with every header of ours in place of its #include, each once; but the kernels' own each time, because
# only one branch that includes them is compiled.
inline() {
  awk '
    function path(name, from,   i, candidate) {
      if (name ~ /^gandse\/generated\//) return "generated/" substr(name, 18)
      if (name ~ /^gandse\/gandse(_analysis|_network)?\.h$/) return ""  # the other file of the pair
      n = split("cost_model/include/ runtime/include/ runtime/src/ runtime/src/kernels/", folders, " ")
      for (i = 1; i <= n; ++i) {
        candidate = folders[i] name
        if ((getline line < candidate) >= 0) { close(candidate); return candidate }
      }
      print "amalgamate.sh: no " name ", which " from " includes" > "/dev/stderr"; failed = 1; exit 1
    }
    function put(file,   line, name, each) {
      each = file ~ /kernels\/(avx|neon|dot|dsp|helium)/
      if (file == "" || (file in done && !each)) return
      done[file] = 1
      while ((getline line < file) > 0) {
        if (line == "#pragma once") continue
        if (match(line, /^#include "[^"]+"/)) {
          name = substr(line, 11, RLENGTH - 11)
          put(path(name, file))
        } else if (match(line, /^#include <gandse\/[^>]+>/)) {
          name = substr(line, 11, RLENGTH - 11)
          put(path(name, file))
        } else {
          print line
        }
      }
      close(file)
    }
    BEGIN { for (i = 1; i < ARGC; ++i) put(ARGV[i]); exit failed }' "$@"
}

# Analyses and networks have headers of their own in C; here they follow the first.
cat runtime/include/gandse/gandse.h \
  <(grep -hv '#include "gandse/gandse.h"' runtime/include/gandse/gandse_{analysis,network}.h) >"$folder/gandse.h"
mapfile -t headers < <(printf '%s\n' generated/*.hpp; printf 'cost_model/include/gandse/cost_model/%s\n' \
  im2col_bound.hpp dnnweaver_bound.hpp; printf 'runtime/include/gandse/runtime/%s.hpp\n' explanation explorer \
  layer_front limited network_feasibility network_front reconfigurator)
all=$(mktemp)
trap 'rm -f "$all"' EXIT
# Everything in one run, so that nothing is put twice; the mark parts what is always there from the implementation.
mark='// ---- implementation'
echo "$mark" >"$all"
inline "${headers[@]}" runtime/include/gandse/runtime/c_{analysis,generator,network}.hpp "$all" \
  runtime/src/kernels/blocked.hpp runtime/src/dense.cpp runtime/c/gandse.cpp runtime/c/gandse_{analysis,network}.cpp >"$folder/gandse.hpp.new"
{
  echo "// gandse $(sed -nE 's/^project\(gandse VERSION ([0-9.]+).*/\1/p' CMakeLists.txt) in one file, made by toolchains/amalgamate.sh. Do not edit."
  echo "// In one source file: #define GANDSE_IMPLEMENTATION before the #include."
  printf '%s\n' '#ifndef GANDSE_AMALGAMATED_HPP' '#define GANDSE_AMALGAMATED_HPP' '' '#include "gandse.h"' ''
  sed "/^${mark//\//\\/}\$/,\$d" "$folder/gandse.hpp.new"
  printf '%s\n' '#endif  // GANDSE_AMALGAMATED_HPP' '' '#ifdef GANDSE_IMPLEMENTATION' '#undef GANDSE_IMPLEMENTATION'
  sed "1,/^${mark//\//\\/}\$/d" "$folder/gandse.hpp.new"
  printf 'GANDSE_C_GENERATOR(%s)\n' "${generators[@]}"
  printf 'GANDSE_C_ANALYSIS(%s)\n' "${generators[@]}"
  printf 'GANDSE_C_NETWORK(%s, 32, 8, 64)\n' "${generators[@]}"
  echo '#endif  // GANDSE_IMPLEMENTATION'
} >"$folder/gandse.hpp"
rm "$folder/gandse.hpp.new"
