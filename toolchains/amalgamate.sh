#!/bin/bash
# Writes the library as two files, for builds that cannot take more: amalgamate.sh --help.
set -euo pipefail
usage() {
  cat <<EOF
amalgamate.sh FOLDER [GENERATOR...]: writes gandse as two files, FOLDER/gandse.h for C and FOLDER/gandse.hpp for C++, with
the generators that are named, or all of them:
    ${all[*]}

EOF
  how_to_use
}

# Stands at the head of both files, too.
how_to_use() {
  cat <<EOF
One C++17 source holds the compiled part, also of a C program:
    #define GANDSE_IMPLEMENTATION
    #include "gandse.hpp"
Other C++ sources include gandse.hpp, and C99 sources gandse.h. With sections, the linker leaves out what is not used; a
program for x86-64 that decides with im2col_96k shrinks from 522 to 129 KB:
    c++ -std=c++17 -Os -ffunction-sections -fno-exceptions -c implementation.cpp
    cc -std=c99 -Os -c main.c
    cc -Wl,--gc-sections main.o implementation.o -o program
A generator is declared where it is used: GANDSE_GENERATOR(im2col_96k); GANDSE_ANALYSIS and GANDSE_NETWORK_GENERATOR
likewise. Networks have room for 32 layers and 8 bitstreams. To have another, compile all sources with, for example,
    -DGANDSE_NETWORK_LAYERS=8 -DGANDSE_NETWORK_BITSTREAMS=4 -DGANDSE_NETWORK_CELLS=32
To have others beside these, write into one C++ source, after gandse.hpp,
    GANDSE_C_NETWORK_AS(small, im2col_96k, 8, 4, 32)
and use it by GANDSE_NETWORK_GENERATOR(small); in memory of GANDSE_NETWORK_BYTES_OF(8, 4, 32).
EOF
}

refuse() {
  echo "amalgamate.sh: $1; amalgamate.sh --help" >&2
  exit 2
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mapfile -t all < <(basename -s .hpp "$here"/generated/*.hpp)
if [[ ${1:-} == --help || ${1:-} == -h ]]; then
  usage
  exit
fi
[[ -n ${1:-} && $1 != -* ]] || refuse "the first argument is the folder to write to"
for generator in "${@:2}"; do
  printf '%s\n' "${all[@]}" | grep -qxF -- "$generator" || refuse "no generator '$generator'; there are ${all[*]}"
done
mapfile -t generators < <(printf '%s\n' "${@:2}" | awk 'NF && !seen[$0]++')
[[ ${#generators[@]} -gt 0 ]] || generators=("${all[@]}")
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$here"

# Prints FILE... with every header of ours in place of its #include, each once; but the kernels' own each time, because
# only one branch that includes them is compiled.
inline() {
  awk '
    function path(name, from,   i, candidate) {
      if (name ~ /^gandse\/generated\//) return "generated/" substr(name, 18)
      if (name ~ /^gandse\/(gandse(_analysis|_network)?|version)\.h$/) return ""  # the other file of the pair
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

chosen=("${generators[@]/#/generated/}")
chosen=("${chosen[@]/%/.hpp}")
headers=("${chosen[@]}")
while read -r template; do
  bound=cost_model/include/gandse/cost_model/${template}_bound.hpp # of a template that has one
  [[ ! -e $bound ]] || headers+=("$bound")
done < <(sed -nE 's/^#include "gandse\/cost_model\/([a-z0-9_]+)\.hpp"$/\1/p' "${chosen[@]}" | sort -u)
for name in explanation explorer layer_front explore_within network_feasibility network_front reconfigurator \
  c_analysis c_generator c_network; do
  headers+=("runtime/include/gandse/runtime/$name.hpp")
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Everything in one run, so that nothing is put twice; the mark parts what is always there from the implementation.
mark='// ---- implementation'
echo "$mark" >"$work/mark"
inline "${headers[@]}" "$work/mark" runtime/src/kernels/blocked.hpp runtime/src/dense.cpp runtime/c/gandse.cpp \
  runtime/c/gandse_{analysis,network}.cpp >"$work/all"
{
  version=$(sed -nE 's/^project\(gandse VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)
  printf 'gandse %s in two files, made by toolchains/amalgamate.sh: do not edit.\n\n' "$version"
  printf 'Generators: %s\n\n' "${generators[*]}"
  how_to_use
} >"$work/use"
{
  sed -E 's|^|// |; s| +$||' "$work/use"
  printf '%s\n' '#ifndef GANDSE_AMALGAMATED_HPP' '#define GANDSE_AMALGAMATED_HPP' '' '#include "gandse.h"' ''
  sed "/^${mark//\//\\/}\$/,\$d" "$work/all"
  printf '%s\n' '#endif  // GANDSE_AMALGAMATED_HPP' '' '#ifdef GANDSE_IMPLEMENTATION' '#undef GANDSE_IMPLEMENTATION'
  sed "1,/^${mark//\//\\/}\$/d" "$work/all"
  printf 'GANDSE_C_GENERATOR(%s)\n' "${generators[@]}"
  printf 'GANDSE_C_ANALYSIS(%s)\n' "${generators[@]}"
  printf 'GANDSE_C_NETWORK(%s, GANDSE_NETWORK_LAYERS, GANDSE_NETWORK_BITSTREAMS, GANDSE_NETWORK_CELLS)\n' "${generators[@]}"
  echo '#endif  // GANDSE_IMPLEMENTATION'
} >"$folder/gandse.hpp"
# Analyses and networks have headers of their own in C; here they follow the first.
{
  sed -E '1s|^|/* |; 2,$s|^| * |; $s|$| */|; s| +$||' "$work/use"
  grep -hv '#include "gandse/version.h"' runtime/include/gandse/{version,gandse}.h
  grep -hv '#include "gandse/gandse.h"' runtime/include/gandse/gandse_{analysis,network}.h
} >"$folder/gandse.h"
