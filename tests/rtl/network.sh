#!/bin/bash
# network.sh GANDSE PROGRAM LAYERS.csv BITSTREAM.csv LATENCY WORK: asks for schedules of a network, and runs them on the machine.
set -euo pipefail
answer=$6/$(basename "$3" .csv).json
"$1" network im2col "$3" --bitstreams "$4" --latency "$5" --power 10W --json >"$answer" || (($? == 3))  # 3: answered, not satisfied
"$2" "$answer"
