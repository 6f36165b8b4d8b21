#!/bin/bash
# pkg_config.sh CMAKE BUILD WORK CC: installs BUILD's library elsewhere than it was configured for, moves it, and builds a C
# program by what pkg-config then says of it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) cmake=$1 build=$2 work=$3 cc=$4
rm -rf "$work"
mkdir -p "$work"
"$cmake" --install "$build" --component library --prefix "$work/installed" >/dev/null
mv "$work/installed" "$work/then moved"
PKG_CONFIG_PATH=$(dirname "$(find "$work" -name gandse.pc)")
export PKG_CONFIG_PATH
# As words of a shell: that is how pkg-config writes spaces.
eval "cflags=($(pkg-config --cflags gandse)) libs=($(pkg-config --libs gandse))"
"$cc" -std=c99 -pedantic -Wall -Wextra -Werror "${cflags[@]}" -c "$here/c_consumer.c" -o "$work/c_consumer.o"
"$cc" "$work/c_consumer.o" "${libs[@]}" -o "$work/c_consumer" # linked as C: nothing of C++'s library is needed
"$work/c_consumer"
