#!/bin/bash
# pkg_config.sh CMAKE BUILD WORK CC CXX: installs BUILD, and builds a C program by what pkg-config says of it.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}") cmake=$1 build=$2 work=$3 cc=$4 cxx=$5
rm -rf "$work"
mkdir -p "$work"
"$cmake" --install "$build" --prefix "$work/prefix" >/dev/null
# The file names the prefix that the build was configured for, as all do; pkg-config puts the real one in its place.
pc=$(find "$work/prefix" -name gandse.pc)
flags() { PKG_CONFIG_PATH=$(dirname "$pc") pkg-config --define-variable=prefix="$work/prefix" "$@" gandse; }
read -ra cflags <<<"$(flags --cflags)"
read -ra libs <<<"$(flags --libs)"
"$cc" -std=c99 -pedantic -Wall -Wextra -Werror "${cflags[@]}" -c "$here/c_consumer.c" -o "$work/c_consumer.o"
"$cc" "$work/c_consumer.o" "${libs[@]}" -o "$work/c_consumer" # linked as C: nothing of C++'s library is needed
"$work/c_consumer"
