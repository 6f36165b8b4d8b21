#!/bin/bash
# package.sh find_package|relocated|add_subdirectory CMAKE SOURCE BUILD WORK CMAKE-OPTION...: configures, builds and runs an
# external project in WORK, from scratch; of an installed package one in C, too. `relocated`: the library alone was installed,
# and moved since; the project is in C.
set -euo pipefail
use=$1 cmake=$2 source=$3 build=$4 work=$5
shift 5
rm -rf "$work"
mkdir -p "$work"
if [[ $use == relocated ]]; then
  prefix="$work/another prefix"
  "$cmake" --install "$build" --component library --prefix "$work/prefix"
  mv "$work/prefix" "$prefix"
else
  prefix=$work/prefix
fi
if [[ $use == find_package ]]; then
  "$cmake" --install "$build" --prefix "$prefix"
fi
if [[ $use != add_subdirectory ]]; then
  where=(-DCMAKE_PREFIX_PATH="$prefix")
  # An installed header may not lead back to the source tree.
  if [[ -n $(find "$prefix" -type l) ]]; then
    echo "the installed package holds symbolic links"
    exit 1
  fi
else
  where=(-DGANDSE_SOURCE="$source")
fi
if [[ $use != relocated ]]; then
  "$cmake" -S "$source/tests/package/consumer" -B "$work/build" "${where[@]}" "$@"
  "$cmake" --build "$work/build"
  "$work/build/decide"
  "$work/build/judge"
fi

if [[ $use != add_subdirectory ]]; then
  "$cmake" -S "$source/tests/package/c_consumer" -B "$work/build_c" "${where[@]}" "$@"
  "$cmake" --build "$work/build_c"
  "$work/build_c/c_consumer"
fi
