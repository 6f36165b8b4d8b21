#!/bin/bash
# own_template.sh CMAKE BUILD WORK CMAKE-OPTION...: a project with a template of its own, from an installed gandse: its
# contract is tried; its generator is trained, exported, compiled, and decides, from C, too; its command line answers.
set -euo pipefail
cmake=$1 build=$2 work=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)

# The guide shows files of the example as they are.
for shown in gemm_engine_bound.hpp:BOUNDS.md decide.c:TRAINING_A_TEMPLATE.md; do
  file=${shown%:*} guide=$here/../../cost_model/${shown#*:}
  awk -v file="$file" '$0 == "<!-- " file " -->" { wanted = 1 } wanted && /^```/ { if (inside) exit; inside = 1; next } inside' "$guide" |
    diff - "$here/own_template/$file" || { echo "$guide does not show $file as it is"; exit 1; }
done

rm -rf "$work"
mkdir -p "$work"
cp -r "$here/own_template" "$work/source" # nothing else of the source tree is near
"$cmake" --install "$build" --prefix "$work/prefix" >"$work/install.log"
"$cmake" -S "$work/source" -B "$work/build" -DCMAKE_PREFIX_PATH="$work/prefix" "$@"
"$cmake" --build "$work/build"
ctest_of_cmake=$(dirname "$cmake")/ctest
"$ctest_of_cmake" --test-dir "$work/build" --output-on-failure --no-tests=error
gandse=$work/build/gandse-gemm_engine_6k
"$gandse" space gemm_engine
"$gandse" explore gemm_engine --layer m=512,n=768,k=768 --latency 8ms --power 250mW --pin SRAM=64 | tee "$work/answer.txt"
grep -q '^satisfied$' "$work/answer.txt"
