#!/bin/bash
# amalgamation_beside_others.sh SOURCE WORK CC CXX: the single-file pair compiles beside the macros of Arduino.h, windows.h and
# others, without a warning that its users may have made an error, and refuses other standards by one error.
set -euo pipefail
source=$1 work=$2 cc=$3 cxx=$4
tests=$source/tests/freestanding
rm -rf "$work"
"$source/toolchains/amalgamate.sh" "$work"
strictest=()
beside=(-include "$tests/foreign_macros.h" -fsyntax-only -Wall -Wextra -Wconversion -Wshadow -Wswitch-enum -Wcast-align -Werror)
if "$cxx" --version | grep -q 'Free Software Foundation'; then
  strictest=(-Wuseless-cast)
fi
"$cxx" -std=c++17 "${beside[@]}" "${strictest[@]}" -DGANDSE_IMPLEMENTATION -x c++ "$work/gandse.hpp"
"$cc" -std=c99 -pedantic "${beside[@]}" -x c "$work/gandse.h"
for standard in 11 14; do
  "$tests/one_error.sh" 'needs C\+\+17: compile with -std=c\+\+17' "$work/gandse.hpp" -- "$cxx" "-std=c++$standard" -DGANDSE_IMPLEMENTATION
done
"$tests/one_error.sh" 'does not compile with MSVC' "$work/gandse.hpp" -- "$cxx" -std=c++17 -D_MSC_VER=1930
