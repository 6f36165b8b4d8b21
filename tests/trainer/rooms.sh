#!/bin/bash
# rooms.sh FOLDER ROOM...: the rooms of FOLDER, lowest first, and the arrows between them: which room includes headers of which
# others, and how often. Fails if a room includes one that comes after it, or if a source lies in no room.
set -euo pipefail
folder=$1
shift

declare -A place=()
for room in "$@"; do
  place[$room]=${#place[@]}
done
while IFS=: read -r file include; do
  room=${file#"$folder"/}
  room=${room%%/*}
  to=${include%%/*}
  if [[ -z ${place[$room]:-} ]]; then
    echo "$file lies in no room: there are $*"
  elif [[ $include != */* && -n $(find "$folder" -name "$include" -print -quit) ]]; then
    echo "$file includes \"$include\" without its room"
  elif [[ -n ${place[$to]:-} && $to != "$room" ]]; then
    echo "arrow $room $to"
    ((place[$to] < place[$room])) || echo "$file includes \"$include\": $to comes after $room"
  fi
done < <(find "$folder" -name '*.[ch]pp' -exec grep -HoE '^#include "[^"]+"' {} + | sed -E 's/#include "(.*)"/\1/' | LC_ALL=C sort) |
  awk -v rooms=$# '
    $1 != "arrow" { print; failed = 1; next }
    !files[$2 " -> " $3]++ { order[++arrows] = $2 " -> " $3 }
    END {
      for (i = 1; i <= arrows; ++i) print order[i], files[order[i]]
      print rooms " rooms, " arrows " arrows" (failed ? "" : ", none upward")
      exit failed
    }'
