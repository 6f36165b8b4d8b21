#!/bin/bash
# lint.sh TOOL RTL: reads the machine as TOOL does (verilator, icarus, yosys), and fails if it has anything to say.
set -euo pipefail
tool=$1 rtl=$2
say=$(mktemp)
trap 'rm -f "$say"' EXIT
case $tool in
  verilator)  # both shapes of the array, ports narrower and wider than its words
    for p in "2 1 1 0" "3 3 0 3" "4 3 3 7" "5 5 4 2"; do
      read -r rows columns feed port <<<"$p"
      verilator --lint-only -Wall --top-module gandse_im2col -GLR="$rows" -GLC="$columns" -GLF="$feed" -GLDSB="$port" -GLISS=12 \
        -GLWSS=13 -GLOSS=12 -I"$rtl" "$rtl"/*.sv >>"$say" 2>&1 || true
    done ;;
  icarus) iverilog -g2012 -Wall -I"$rtl" -s gandse_im2col -t null "$rtl"/*.sv >>"$say" 2>&1 || true ;;
  yosys)  # to gates: no latch, no loop, nothing undriven
    yosys -q -p "read_verilog -sv -I$rtl $(echo "$rtl"/*.sv); chparam -set LR 2 -set LC 1 -set LF 0 -set LDSB 1 gandse_im2col; \
      synth -flatten -top gandse_im2col; check -assert; select -assert-none t:\$*latch* t:\$_DLATCH*" >>"$say" 2>&1 ||
      echo "yosys failed" >>"$say" ;;
  *) echo "usage: $0 verilator|icarus|yosys RTL" >&2; exit 2 ;;
esac
cat "$say"
[[ ! -s $say ]]
