#!/bin/bash
# own_template.sh CMAKE BUILD WORK CMAKE-OPTION...: a project with a template of its own, from an installed gandse: its
# generator is trained, exported, compiled, and decides; its command line answers.
set -euo pipefail
cmake=$1 build=$2 work=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
rm -rf "$work"
mkdir -p "$work"
cp -r "$here/own_template" "$work/source" # nothing else of the source tree is near
"$cmake" --install "$build" --prefix "$work/prefix" >"$work/install.log"
"$cmake" -S "$work/source" -B "$work/build" -DCMAKE_PREFIX_PATH="$work/prefix" "$@"
"$cmake" --build "$work/build"
"$work/build/decide"
gandse=$work/build/gandse-gemm_engine_6k
"$gandse" space gemm_engine
"$gandse" explore gemm_engine --layer m=512,n=768,k=768 --latency 8ms --power 250mW --pin SRAM=64 | tee "$work/answer.txt"
grep -q '^satisfied$' "$work/answer.txt"
