#!/bin/bash
# exceeds_lengths.sh: what board_instructions would leave with its plugin if a move of a further task were too long, and a
# decision longer than the bound: instructions.sh must say so.
for part in first proposal judgement move; do
  echo "im2col_$part 1 100 100"
  echo "im2col_further_$part 1 110 110"
done >"${QEMU_PLUGIN#*out=}"
printf '%s\n' "im2col_further_move 1 111 111" "im2col_board_decision 1 881 881" >>"${QEMU_PLUGIN#*out=}"
echo "im2col 1 2 3 4" # one more proposal, two judgements, four moves: at most 880 with the first
