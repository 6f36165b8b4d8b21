#!/bin/bash
# amalgamation.sh SOURCE WORK CC CXX: makes the single-file pair, and builds a C and a C++ program with nothing else.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) source=$1 work=$2 cc=$3 cxx=$4
rm -rf "$work"
"$source/toolchains/amalgamate.sh" "$work/gandse"
cd "$work"
printf '#define GANDSE_IMPLEMENTATION\n#include "gandse/gandse.hpp"\n' >implementation.cpp
sed -e '/#include <gandse\//d' -e '1i #include "gandse/gandse.hpp"' "$here/consumer/decide.cpp" >decide.cpp
flags=(-Wall -Wextra -Wconversion -Wshadow -Werror -I.)
"$cxx" -std=c++17 -O2 "${flags[@]}" -c implementation.cpp
"$cxx" -std=c++17 -O2 "${flags[@]}" -c decide.cpp
"$cc" -std=c99 -pedantic "${flags[@]}" -c "$here/c_consumer.c"
"$cc" c_consumer.o implementation.o -o c_consumer # linked as C: nothing of C++'s library is needed
"$cxx" decide.o implementation.o -o decide
./c_consumer
./decide
