#!/bin/bash
# prove.sh NAME DEPTH RTL WORK: holds NAME_formal.sv against its module for DEPTH cycles from reset, by bounded model checking.
set -euo pipefail
name=$1 depth=$2 rtl=$3 work=$4
here=$(dirname "${BASH_SOURCE[0]}")
mkdir -p "$work"
yosys -q -p "read_verilog -sv -formal -I$rtl $(echo "$rtl"/*.sv) $here/${name}_formal.sv; prep -top ${name}_formal -nordff; flatten; opt -fast; async2sync; dffunmap; \
  write_smt2 -wires $work/$name.smt2"
yosys-smtbmc --noprogress -s z3 -t "$depth" "$work/$name.smt2" >"$work/$name.out"
grep -q 'Status: PASSED' "$work/$name.out"
