#!/bin/bash
# sizes.sh NAME LEVEL SYMBOL OBJECT...: bytes of code, of constants without the weights, and of the weights, which
# SYMBOL of namespace gandse::generated holds, as "NAME.what bytes" lines.
set -euo pipefail
name=$1 level=$2 symbol=$3
shift 3
weights=$(nm -P "$@" | awk -v wanted="_ZN6gandse9generated${#symbol}${symbol}E" '
  $1 == wanted && $2 ~ /[ruVR]/ {print $4; exit}')
size -A "$@" | awk -v name="$name" -v level="$level" -v weights="$((16#$weights))" '
  $1 ~ /^\.text/ {code += $2}
  $1 ~ /^\.rodata/ {constants += $2}
  END {print name ".code." level, code; print name ".constants." level, constants - weights; print name ".weights", weights}'
