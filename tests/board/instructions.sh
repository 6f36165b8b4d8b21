#!/bin/bash
# instructions.sh PLUGIN COMMAND...: the instructions that board_instructions, which COMMAND runs in an emulator, executes, as
# "template.part figure" lines: of the longest visit; for the dense layers per 1000 MACs. board_bound is what a decision with
# the board's options cannot exceed: the longest with one proposal, and as many more of the longest parts as it may have at
# most. It fails if one does. ONLY=part prints that part alone, PREFIX goes before the parts' names.
set -euo pipefail
plugin=$1
shift
counts=$(mktemp)
trap 'rm -f "$counts"' EXIT
work=$(QEMU_PLUGIN="$plugin,out=$counts" timeout --signal=KILL 300 "$@")
awk -v only="${ONLY:-}" -v prefix="${PREFIX:-}" '
  function tell(template, part, figure) {
    if (only == "" || part == only) print template "." prefix part, figure
  }
  FILENAME == "-" {macs[$1] = $2; proposals[$1] = $3; evaluations[$1] = $4; moves[$1] = $5; next}
  {
    template = $1; sub(/_.*/, "", template)
    part = $1; sub(/[^_]*_/, "", part)
    longest[template, part] = $4
    tell(template, part, part == "dense" ? int(1000 * $4 / macs[template] + 0.5) : $4)
  }
  END {
    for (template in macs) {
      bound = longest[template, "first"] + (proposals[template] - 1) * longest[template, "proposal"] \
        + (evaluations[template] - 1) * longest[template, "judgement"] + moves[template] * longest[template, "move"]
      tell(template, "board_bound", bound)
      if (bound < longest[template, "board_decision"]) {
        print template ": a decision exceeds the bound" > "/dev/stderr"
        failed = 1
      }
    }
    exit failed
  }' - "$counts" <<<"$work"
