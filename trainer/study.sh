#!/bin/bash
# study.sh BUILD_FOLDER TEMPLATE: trains what gandse-compare compares: every learned method with three seeds, on the data set of
# the committed generator. About 40 minutes on 2 cores; what is trained already is not trained again.
# Epochs: each method takes about as long as the GAN (two to three minutes on one core) or longer. Learning rates and
# entropy weight: bench/results/im2col/tuning_learned.csv.
set -euo pipefail
build=$1
template=$2
work=$build/study/$template
mkdir -p "$work"

jobs() { # METHOD SEED OPTIONS...
  for seed in 1 2 3; do
    echo "gan $seed --epochs 8"
    echo "mlp $seed --epochs 14 --rate 0.008"
    echo "large-mlp $seed --epochs 3"
    echo "supervised $seed --epochs 14"
    echo "reinforce $seed --epochs 3 --entropy-weight 0.1"
    echo "diffusion $seed --epochs 8"
  done
}

train() { # METHOD SEED OPTIONS...
  local name=$1-$2
  [[ -e $work/$name.cbor ]] || "$build/trainer/gandse-train" "$template" --method "$1" --seed "$2" "${@:3}" --threads 1 \
    --dataset "$work/dataset.cbor" --work "$work/$name" --output "$work/$name.cbor" >"$work/$name.out" 2>&1
}
export -f train
export build template work

# The data set first, on all cores; then one training per core. A data set that is there may be half of one.
[[ -e $work/dataset/checkpoint.cbor ]] || "$build/trainer/gandse-train" "$template" --method mlp --epochs 1 --held-out-tasks 1 \
  --dataset "$work/dataset.cbor" --work "$work/dataset" --output "$work/dataset/checkpoint.cbor"
jobs | xargs -P "$(nproc)" -I{} bash -c 'train {}'
