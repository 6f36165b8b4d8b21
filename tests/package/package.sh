#!/bin/bash
# package.sh find_package|add_subdirectory CMAKE SOURCE BUILD WORK CMAKE-OPTION...: configures, builds and runs an
# external project in WORK, from scratch; of an installed package one in C, too.
set -euo pipefail
use=$1 cmake=$2 source=$3 build=$4 work=$5
shift 5
rm -rf "$work"
mkdir -p "$work"
if [[ $use == find_package ]]; then
  "$cmake" --install "$build" --prefix "$work/prefix"
  where=(-DCMAKE_PREFIX_PATH="$work/prefix")
  # An installed header may not lead back to the source tree.
  if [[ -n $(find "$work/prefix" -type l) ]]; then
    echo "the installed package holds symbolic links"
    exit 1
  fi
else
  where=(-DGANDSE_SOURCE="$source")
fi
"$cmake" -S "$source/tests/package/consumer" -B "$work/build" "${where[@]}" "$@"
"$cmake" --build "$work/build"
"$work/build/decide"
"$work/build/judge"

if [[ $use == find_package ]]; then
  "$cmake" -S "$source/tests/package/c_consumer" -B "$work/build_c" "${where[@]}" "$@"
  "$cmake" --build "$work/build_c"
  "$work/build_c/c_consumer"
fi
