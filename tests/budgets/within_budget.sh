#!/bin/bash
# within_budget.sh TARGET COMMAND...: every "name figure" line that COMMAND prints lies within the floor and the ceiling that
# TARGET.txt gives it, and under what limits.txt promises. With GANDSE_MEASURED=FILE it is only added to FILE (rewrite.sh).
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}") target=$1
shift
measured=$("$@")
if [[ -n ${GANDSE_MEASURED:-} ]]; then
  echo "$measured" >>"$GANDSE_MEASURED"
  exit
fi
awk -v target="$target" '
  /^(#|$)/ {next}
  FILENAME ~ /limits.txt$/ {if ($1 == target || $1 == "*") limit[$2] = $3; next}
  FILENAME != "-" {floor[$1] = $2; figure[$1] = $3; ceiling[$1] = $4; next}
  {seen = 1}
  !($1 in floor) {print $1 ": " $2 ", but " target ".txt has no such budget"; bad = 1; next}
  {printf "%-28s %9d  %+.2f %%  (%d .. %d)\n", $1, $2, figure[$1] ? 100 * ($2 / figure[$1] - 1) : 0, floor[$1], ceiling[$1]}
  $2 + 0 > ceiling[$1] + 0 {print "  above its ceiling: shrink it, or raise the ceiling and say why"; bad = 1}
  $2 + 0 < floor[$1] + 0 {print "  below its floor: well done; lower floor and ceiling, so that it stays so"; bad = 1}
  ($1 in limit) && $2 + 0 > limit[$1] + 0 {print "  above what is promised (limits.txt): " limit[$1]; bad = 1}
  END {exit bad || !seen}' "$here/limits.txt" "$here/$target.txt" - <<<"$measured"
