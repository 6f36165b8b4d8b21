#!/bin/bash
# within_budget.sh TARGET NAMES COMMAND...: every "name figure" line that COMMAND prints lies within the floor and the ceiling
# that TARGET.txt gives it, and under what limits.txt promises. What has a budget or a limit and a name that matches NAMES
# (extended regular expression) must be printed. With GANDSE_MEASURED=FILE it is only added to FILE (rewrite.sh).
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}") target=$1 names=$2
shift 2
measured=$("$@")
if [[ -n ${GANDSE_MEASURED:-} ]]; then
  echo "$measured" >>"$GANDSE_MEASURED"
  exit
fi
NAMES="^($names)\$" awk -v target="$target" '
  /^(#|$)/ {next}
  FILENAME ~ /limits.txt$/ {if ($1 == target || $1 == "*") {limit[$2] = $3; awaited[$2]}; next}
  FILENAME != "-" {floor[$1] = $2; figure[$1] = $3; ceiling[$1] = $4; awaited[$1]; next}
  {measured[$1]}
  !($1 in floor) {print $1 ": " $2 ", but " target ".txt has no such budget"; bad = 1; next}
  {printf "%-28s %9d  %+.2f %%  (%d .. %d)\n", $1, $2, figure[$1] ? 100 * ($2 / figure[$1] - 1) : 0, floor[$1], ceiling[$1]}
  $2 + 0 > ceiling[$1] + 0 {print "  above its ceiling: shrink it, or raise the ceiling and say why"; bad = 1}
  $2 + 0 < floor[$1] + 0 {print "  below its floor: well done; lower floor and ceiling, so that it stays so"; bad = 1}
  ($1 in limit) && $2 + 0 > limit[$1] + 0 {print "  above what is promised (limits.txt): " limit[$1]; bad = 1}
  END {
    for (name in awaited) {
      if (name ~ ENVIRON["NAMES"] && !(name in measured)) {print name ": was not measured"; bad = 1}
    }
    exit bad
  }' "$here/limits.txt" "$here/$target.txt" - <<<"$measured"
