#!/bin/bash
# zephyr.sh CMAKE SOURCE WORK CMAKE-OPTION...: builds and runs a program with the Zephyr module.
set -euo pipefail
cmake=$1 source=$2 work=$3
shift 3
rm -rf "$work"
"$cmake" -S "$source/tests/package/zephyr" -B "$work" -DGANDSE_SOURCE="$source" "$@"
"$cmake" --build "$work"
"$work/app"
