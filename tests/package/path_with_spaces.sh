#!/bin/bash
# path_with_spaces.sh SOURCE WORK CMAKE CTEST CLI CMAKE-OPTION...: a copy of SOURCE in a path with spaces is configured; what the
# library needs is built, and nothing else; it is installed, and a program is built by what was installed. Then tests of all
# kinds: programs, and scripts over sources and headers; the amalgamation;
# and, if CLI is a command line, a decision of the command line and all of its golden ones.
set -euo pipefail
source=$1 work=$2 cmake=$3 ctest=$4 cli=$5
shift 5
rm -rf "$work"
copy="$work/a path/with spaces"
mkdir -p "$copy"
tar -C "$source" --exclude=./build --exclude=./.git --exclude=./trainer/checkpoints -cf - . | tar -C "$copy" -xf -
"$cmake" -S "$copy" -B "$copy/build" "$@" -DGANDSE_BUILD_CLI="$([[ -x $cli ]] && echo ON || echo OFF)" -DGANDSE_BUILD_TRAINER=OFF
"$cmake" --build "$copy/build" --target gandse_c
"$cmake" --install "$copy/build" --component library --prefix "$copy/installed"
"$cmake" -S "$copy/tests/package/c_consumer" -B "$copy/consumer" "$@" -DCMAKE_PREFIX_PATH="$copy/installed"
"$cmake" --build "$copy/consumer"
"$copy/consumer/c_consumer"
"$cmake" --build "$copy/build" --target board_reconfigure_c
tests='board\.reconfigure\.c|freestanding\.(includes|foreign_macros\.control|one_error\.msvc)'
"$ctest" --test-dir "$copy/build" --output-on-failure --no-tests=error -R "^($tests)\$"
"$copy/toolchains/amalgamate.sh" "$copy/amalgamation"
[[ -x $cli ]] || exit 0
"$cmake" --build "$copy/build" --target gandse_cli
gandse="$copy/gandse" # one that is built, at such a path: compiling it again finds nothing more
cp "$cli" "$gandse"
"$gandse" explore im2col --layer ic=64,oc=64,oh=56,ow=56,kh=3,kw=3 --latency 1ms --power 300mW
"$copy/tests/golden/stable.sh" "$gandse" "$copy/golden"
