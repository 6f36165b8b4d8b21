#!/bin/bash
# rewrite.sh GANDSE FOLDER: the golden decisions anew, to FOLDER/TEMPLATE/decisions.csv. How long each took is no decision: time_ns
# is 0, so that only what changed is rewritten.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) gandse=$1 folder=$2
for template in im2col dnnweaver; do
  mkdir -p "$folder/$template"
  # 2: some of the tasks are refused, and that is golden too.
  { "$gandse" batch "$template" "$here/$template/tasks.csv" || test $? -eq 2; } |
    awk -F, -v OFS=, 'NR == 1 {for (i = 1; i <= NF; ++i) if ($i == "time_ns") time = i} NR > 1 {$time = 0} {print}' \
      >"$folder/$template/decisions.csv.part"
  mv "$folder/$template/decisions.csv.part" "$folder/$template/decisions.csv"
done
