#!/bin/bash
# instructions.sh PLUGIN COMMAND...: the instructions that board_instructions, which COMMAND runs in an emulator, executes, as
# "template.part figure" lines: of the longest visit; for the dense layers per 1000 MACs. board_bound is what a decision with
# the board's options is held under: how many parts it has at most is proven (Explorer::most_work), how long each is at most
# is measured: the longest of the golden tasks and a tenth more. It fails if a part of a further task is longer, or a
# decision of any task exceeds the bound. ONLY=part prints that part alone and checks nothing, PREFIX goes before the name.
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
  function complain(what) {
    print what > "/dev/stderr"
    failed = 1
  }
  function at_most(template, part) {
    if (!((template, part) in longest) || !((template, "further_" part) in longest)) {
      complain(template "." part " was not counted")
    }
    return int(11 * longest[template, part] / 10)
  }
  FILENAME == "-" {macs[$1] = $2; proposals[$1] = $3; evaluations[$1] = $4; moves[$1] = $5; next}
  {
    template = $1; sub(/_.*/, "", template)
    part = $1; sub(/[^_]*_/, "", part)
    longest[template, part] = $4
    if (part !~ /^further_/) tell(template, part, part == "dense" ? int(1000 * $4 / macs[template] + 0.5) : $4)
  }
  END {
    if (only != "") exit
    for (template in macs) {
      count["first"] = 1; count["proposal"] = proposals[template] - 1
      count["judgement"] = evaluations[template] - 1; count["move"] = moves[template]
      bound = 0
      for (part in count) {
        bound += count[part] * at_most(template, part)
        if (longest[template, "further_" part] > at_most(template, part)) {
          complain(template "." part ": " longest[template, "further_" part] " in a further task, more than a tenth above " \
            longest[template, part])
        }
      }
      tell(template, "board_bound", bound)
      if (longest[template, "board_decision"] > bound) complain(template ": a decision exceeds the bound")
    }
    exit failed
  }' - "$counts" <<<"$work"
