#!/bin/bash
# sizes.sh NAME SYMBOL OBJECT...: bytes of code, of that without the template's own, of constants without the weights, of initialised and of zeroed data, and of
# the weights, which SYMBOL of namespace gandse::generated holds, as "NAME.what bytes" lines. NM and SIZE are the target's.
set -euo pipefail
name=$1 symbol=$2
shift 2
weights=$("${NM:-nm}" -P "$@" | awk -v wanted="_ZN6gandse9generated${#symbol}${symbol}E" '
  $1 == wanted && $2 ~ /[ruVR]/ && !found++ {print $4}')
"${SIZE:-size}" -A "$@" | awk -v name="$name" -v weights="$((16#$weights))" '
  $1 ~ /^\.text/ {text += $2}
  $1 ~ /^\.text\._ZZ?NK?6gandse(6Im2col|9Dnnweaver|12TilePipeline|8TileNest|7Checked)/ {template += $2}
  $1 ~ /^\.rodata/ {rodata += $2}
  $1 ~ /^\.t?data/ {data += $2}
  $1 ~ /^\.t?bss/ {bss += $2}
  END {
    print name ".text", text; print name ".runtime_text", text - template; print name ".rodata", rodata - weights; print name ".weights", weights
    print name ".data", data + 0; print name ".bss", bss + 0
  }'
