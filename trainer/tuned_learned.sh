#!/bin/bash
# tuned_learned.sh METHOD rate|entropy_weight [CSV]: prints the value that tune_learned.sh found best for METHOD: of the rows
# in which it alone differs, the least value whose first proposal satisfies as many tasks as the most satisfying one's, or one
# in a thousand fewer.
set -euo pipefail
method=$1
column=$2
csv=${3:-$(dirname "${BASH_SOURCE[0]}")/../bench/results/im2col/tuning_learned.csv}
[[ -r $csv ]] || { echo "tuned_learned.sh: $csv cannot be read: run trainer/tune_learned.sh first" >&2; exit 2; }
awk -F, -v method="$method" -v column="$column" '
  /^#/ { next }
  !header { for (i = 1; i <= NF; ++i) at[$i] = i; header = 1; next }
  $at["method"] == method { rate[++rows] = $at["rate"]; weight[rows] = $at["entropy_weight"]; satisfied[rows] = $at["first_satisfied"] }
  END {
    # The value of the other column that most rows share.
    for (i = 1; i <= rows; ++i) {
      value[i] = column == "rate" ? rate[i] : weight[i]
      other[i] = column == "rate" ? weight[i] : rate[i]
      if (++count[other[i]] > most) { most = count[other[i]]; shared = other[i] }
    }
    for (i = 1; i <= rows; ++i) if (other[i] == shared && satisfied[i] > best) best = satisfied[i]
    for (i = 1; i <= rows; ++i)
      if (other[i] == shared && satisfied[i] >= best - 0.001 - 1e-9 && (chosen == "" || value[i] + 0 < chosen + 0)) chosen = value[i]
    if (chosen == "") { print "tuned_learned.sh: no " column " of " method " was tuned" > "/dev/stderr"; exit 2 }
    print chosen
  }' "$csv"
