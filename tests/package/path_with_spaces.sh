#!/bin/bash
# path_with_spaces.sh SOURCE WORK CMAKE CTEST CMAKE-OPTION...: a copy of SOURCE in a path with spaces is configured; what the
# library needs is built, and nothing else; it is installed, and a program is built by what was installed. Then tests of all
# kinds: programs, and scripts over sources and headers; and the amalgamation.
set -euo pipefail
source=$1 work=$2 cmake=$3 ctest=$4
shift 4
rm -rf "$work"
copy="$work/a path/with spaces"
mkdir -p "$copy"
tar -C "$source" --exclude=./build --exclude=./.git --exclude=./trainer/checkpoints -cf - . | tar -C "$copy" -xf -
"$cmake" -S "$copy" -B "$copy/build" "$@" -DGANDSE_BUILD_CLI=OFF -DGANDSE_BUILD_TRAINER=OFF
"$cmake" --build "$copy/build" --target gandse_c
"$cmake" --install "$copy/build" --component library --prefix "$copy/installed"
"$cmake" -S "$copy/tests/package/c_consumer" -B "$copy/consumer" "$@" -DCMAKE_PREFIX_PATH="$copy/installed"
"$cmake" --build "$copy/consumer"
"$copy/consumer/c_consumer"
"$cmake" --build "$copy/build" --target board_reconfigure_c
tests='board\.reconfigure\.c|freestanding\.(includes|foreign_macros\.control|one_error\.msvc)'
"$ctest" --test-dir "$copy/build" --output-on-failure --no-tests=error -R "^($tests)\$"
"$copy/toolchains/amalgamate.sh" "$copy/amalgamation"
