#!/bin/bash
# tune_learned.sh BUILD_FOLDER: learning rate of every learned method, and entropy weight of the policy, by the same
# protocol: 8000 groups, 8 epochs, seed 1, judged on 1000 tasks of the validation networks. The GAN takes the rate of its
# pretraining, `supervised`. Writes bench/results/im2col/tuning_learned.csv.
set -euo pipefail
build=$1
work=$build/tune-learned
mkdir -p "$work"
csv=bench/results/im2col/tuning_learned.csv
echo "# made by: trainer/tune_learned.sh BUILD_FOLDER" >"$csv"
echo "method,rate,entropy_weight,first_satisfied,first_median_gap,default_within_1" >>"$csv"

try() { # METHOD RATE [ENTROPY_WEIGHT]
  local name=$1-$2-${3:-0.01}
  "$build/trainer/gandse-train" im2col --method "$1" --rate "$2" --entropy-weight "${3:-0.01}" --groups 8000 --epochs 8 \
    --dataset "$work/dataset.cbor" --validation-tasks 1000 --held-out-tasks 1 --threads 1 --work "$work/$name" \
    --output "$work/$name.cbor" >/dev/null 2>&1
  # The log's last four columns: first satisfied, first median gap, default satisfied, default within 1 %.
  echo "$1,$2,${3:-},$(tail -n 1 "$work/$name/log.csv" | awk -F, '{print $(NF-3) "," $(NF-2) "," $NF}')"
}

try mlp 0.002 >>"$csv" # makes the data set
{
  for rate in 0.001 0.004 0.008; do try mlp $rate; done
  for rate in 0.0005 0.001 0.002 0.004; do try large-mlp $rate; done
} >"$work/one.csv" &
{
  for rate in 0.002 0.004 0.008; do try supervised $rate; done
  for weight in 0 0.01 0.03 0.1; do try reinforce 0.002 $weight; done
  for rate in 0.001 0.004; do try reinforce $rate 0.03; done
} >"$work/two.csv"
wait
cat "$work/one.csv" "$work/two.csv" >>"$csv"
