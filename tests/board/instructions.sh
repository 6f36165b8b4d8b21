#!/bin/bash
# instructions.sh PLUGIN COMMAND...: the instructions that board_instructions, which COMMAND runs in an emulator, executes, as
# "template.part figure" lines: of the longest visit, for the dense layers per 1000 MACs.
set -euo pipefail
plugin=$1
shift
counts=$(mktemp)
trap 'rm -f "$counts"' EXIT
macs=$(QEMU_PLUGIN="$plugin,out=$counts" "$@")
awk '
  $1 ~ /\.macs$/ {macs[substr($1, 1, length($1) - 5)] = $2; next}
  {
    template = $1; sub(/_.*/, "", template)
    part = $1; sub(/[^_]*_/, "", part)
    print template "." part, part == "dense" ? int(1000 * $4 / macs[template] + 0.5) : $4
  }' - "$counts" <<<"$macs"
