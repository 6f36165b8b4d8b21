#!/bin/bash
# study.sh BUILD_FOLDER TEMPLATE: trains what gandse-compare compares: every learned method with three seeds, on the data set of
# the committed generator. About 40 minutes on 2 cores; what is trained already is not trained again.
# Epochs: each method takes about as long as the GAN (two to three minutes on one core) or longer. Learning rates and
# entropy weight are what tune_learned.sh found.
set -euo pipefail
build=$1
template=$2
work=$build/study/$template
mkdir -p "$work"

tuned=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/tuned_learned.sh
# One assignment each, so that a value that is missing ends this.
mlp=$("$tuned" mlp rate)
large_mlp=$("$tuned" large-mlp rate)
supervised=$("$tuned" supervised rate)
reinforce=$("$tuned" reinforce rate)
entropy_weight=$("$tuned" reinforce entropy_weight)
jobs() { # METHOD SEED OPTIONS...
  for seed in 1 2 3; do
    echo "gan $seed --epochs 8 --rate $supervised"
    echo "mlp $seed --epochs 14 --rate $mlp"
    echo "large-mlp $seed --epochs 3 --rate $large_mlp"
    echo "supervised $seed --epochs 14 --rate $supervised"
    echo "reinforce $seed --epochs 3 --rate $reinforce --entropy-weight $entropy_weight"
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
