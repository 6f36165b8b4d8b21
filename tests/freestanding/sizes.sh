#!/bin/bash
# sizes.sh LEVEL OBJECT...: bytes of code, of constants without the weights, and of the weights, as "name bytes" lines.
set -euo pipefail
level=$1
shift
weights=$(nm -P "$@" | awk '$1 == "_ZN6gandse9generated10im2col_96kE" && $2 ~ /[ruVR]/ {print $4; exit}')
size -A "$@" | awk -v level="$level" -v weights="$((16#$weights))" '
  $1 ~ /^\.text/ {code += $2}
  $1 ~ /^\.rodata/ {constants += $2}
  END {print "code." level, code; print "constants." level, constants - weights; print "weights", weights}'
