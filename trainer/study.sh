#!/bin/bash
# study.sh BUILD_FOLDER: trains what gandse-compare compares: every learned method with three seeds, on the data set of
# the committed generator. About 45 minutes on 2 cores; what is trained already is not trained again.
# Epochs are such that each method takes about as long as the GAN or has stopped improving on validation tasks; learning
# rates are those of trainer/tune_learned.sh.
set -euo pipefail
build=$1
work=$build/study
mkdir -p "$work"

jobs() { # METHOD EPOCHS OPTIONS...
  for seed in 1 2 3; do
    echo "gan $seed --epochs 9"
    echo "mlp $seed --epochs 18 --rate 0.008"
    echo "large-mlp $seed --epochs 7"
    echo "supervised $seed --epochs 18"
    echo "reinforce $seed --epochs 9 --entropy-weight 0.1"
    echo "diffusion $seed --epochs 18"
  done
}

train() { # METHOD SEED OPTIONS...
  local name=$1-$2
  [[ -e $work/$name.cbor ]] || "$build/trainer/gandse-train" im2col --method "$1" --seed "$2" "${@:3}" --threads 1 \
    --dataset "$work/dataset.cbor" --work "$work/$name" --output "$work/$name.cbor" 2>"$work/$name.err"
}
export -f train
export build work

# The data set first, on all cores; then one training per core.
[[ -e $work/dataset.cbor ]] || "$build/trainer/gandse-train" im2col --epochs 1 --held-out-tasks 1 --dataset "$work/dataset.cbor" \
  --work "$work/dataset" --output "$work/dataset/checkpoint.cbor" || exit 1
jobs | xargs -P "$(nproc)" -I{} bash -c 'train {}'
