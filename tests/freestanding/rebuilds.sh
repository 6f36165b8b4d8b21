#!/bin/bash
# rebuilds.sh BUILD HEADER MOST: how many objects of a Ninja build a change of HEADER compiles again; fails above MOST, and
# where none does (the build was not made, or the header is not where it is thought to be).
set -euo pipefail
build=$1 header=$2 most=$3

count=$(awk -v header="$header" '
  NR == FNR { sub(/: .*/, ""); known[$0] = 1; next }  # the targets of today
  /^[^ ].*: #deps/ { sub(/: #deps.*/, ""); object = $0; next }
  index($0, header) && object in known && !(object in hit) { hit[object] = 1; ++count }
  END { print count + 0 }' <(ninja -C "$build" -t targets all) <(ninja -C "$build" -t deps))
echo "$header: $count objects; at most $most"
[[ $count -ge 1 && $count -le $most ]] || {
  echo "too many: include what declares it only where it is used, or build fewer copies" >&2
  exit 1
}
