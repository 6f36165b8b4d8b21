#!/bin/bash
# within_budget.sh BUDGETS COMMAND...: every "name bytes" line that COMMAND prints lies within its floor and ceiling.
set -euo pipefail
budgets=$1
shift
measured=$("$@")
awk '
  /^(#|$)/ {next}
  FNR == NR {floor[$1] = $2; ceiling[$1] = $3; next}
  !($1 in floor) {print $1 ": no such budget"; bad = 1; next}
  {print $1 ": " $2 " bytes (" floor[$1] ".." ceiling[$1] ")"; seen = 1}
  $2 + 0 > ceiling[$1] + 0 {print "  above its ceiling: shrink it, or raise the ceiling and say why"; bad = 1}
  $2 + 0 < floor[$1] + 0 {print "  below its floor: well done; lower floor and ceiling, so that it stays so"; bad = 1}
  END {exit bad || !seen}' "$budgets" - <<<"$measured"
