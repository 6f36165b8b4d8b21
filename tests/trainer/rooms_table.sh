#!/bin/bash
# rooms_table.sh PAGE FOLDER ROOM...: does the table of rooms in PAGE, whose last column is what a room looks into, show the arrows that
# rooms.sh finds in FOLDER, and no other?
set -euo pipefail
page=$1
shift
found=$(bash "${BASH_SOURCE[0]%/*}/rooms.sh" "$@" | sed -nE 's/^(\w+) -> (\w+) [0-9]+$/\1 \2/p' | LC_ALL=C sort)
shown=$(sed -nE 's/^\| `(\w+)\/` \|.*\| *([a-z, ]*) \|$/\1 \2/p' "$page" | awk '{ for (i = 2; i <= NF; ++i) { sub(",", "", $i); print $1, $i } }' |
  LC_ALL=C sort)
[[ -n $found ]] || { echo "no arrows in $2"; exit 1; }
diff <(echo "$shown") <(echo "$found") || { echo "$page does not show the arrows as they are (< shown, > found)"; exit 1; }
