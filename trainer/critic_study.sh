#!/bin/sh
# The same network trained with and without its critic, over three seeds, judged on the same held-out tasks in one run.
# Usage: trainer/critic_study.sh BUILD_FOLDER   (from the top of the checkout; about 20 minutes on 2 cores)
set -eu
build=$1
work=$build/critic-study
groups=20000
epochs=24
mkdir -p "$work"
rm -f "$work"/*.cbor

# Two trainings at a time, one thread each. They share one data set: only seed and critic weight differ.
run() {
  "$build/trainer/gandse-train" im2col --groups "$groups" --epochs "$epochs" --seed "$1" --critic-weight "$2" \
    --threads "$3" --held-out-tasks 1 --work "$work/w$2-s$1" --output "$work/critic-$2-seed-$1.cbor" 2>"$work/w$2-s$1.err"
}
share_data() {
  mkdir -p "$work/w$2-s$1"
  cp "$work/w0.05-s1/dataset.cbor" "$work/w$2-s$1/dataset.cbor"
}

run 1 0.05 2
share_data 1 0
for seed in 2 3; do
  share_data "$seed" 0.05
  share_data "$seed" 0
done
run 1 0 1 &
other=$!
run 2 0.05 1
wait $other
run 2 0 1 &
other=$!
run 3 0.05 1
wait $other
run 3 0 2

set --
for weight in 0.05 0; do
  for seed in 1 2 3; do
    set -- "$@" --checkpoint "$work/critic-$weight-seed-$seed.cbor"
  done
done
"$build/trainer/gandse-compare" im2col "$@" --annealing 128 --csv bench/results/critic.csv
