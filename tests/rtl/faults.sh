#!/bin/bash
# faults.sh VERILATOR RTL FAULTS WORK "VERILATOR ARGUMENTS" "COMPILER ARGUMENTS": builds the machine with each fault of the table in
# turn, and runs its test, which must fail; without one it must pass. Ends with how many were found.
set -euo pipefail
verilator=$1 rtl=$2 faults=$3 work=$4 machine=$5 compiler=$6
export GANDSE_RTL_POINTS=24 GANDSE_RTL_REFUSED=12

build() {  # FOLDER: from its *.sv to the program `test`
  # shellcheck disable=SC2086
  MAKEFLAGS=--silent "$verilator" --cc --build -O1 -j 1 --Mdir "$1/obj" --top-module gandse_im2col -CFLAGS -O0 $machine -I"$1" "$1"/*.sv \
    >"$1/log" 2>&1 &&
    # shellcheck disable=SC2086
    g++ -isystem "$1/obj" $compiler "$1/obj/Vgandse_im2col__ALL.a" -o "$1/test" >>"$1/log" 2>&1
}
attempt() {  # NUMBER LINE
  local folder=$work/$1 file old new text rest
  IFS=$'\t' read -r file old new < <(sed -E 's/([^\\])\|/\1\t/g; s/\\\|/|/g' <<<"$2") || true
  mkdir -p "$folder" && cp "$rtl"/*.sv "$rtl"/*.svh "$folder"
  text=$(<"$rtl/$file")
  rest=${text//"$old"/}
  if ((${#text} - ${#rest} != ${#old})); then
    echo "fault $1: '$old' does not stand in $file once" | tee "$folder/verdict"
    return
  fi
  printf '%s\n' "${text/"$old"/"$new"}" >"$folder/$file"
  if ! build "$folder"; then
    echo "fault $1: does not build: $folder/log" | tee "$folder/verdict"
  elif timeout 120 "$folder/test" >>"$folder/log" 2>&1; then
    echo "fault $1: not found: $2" | tee "$folder/verdict"
  else
    echo found >"$folder/verdict"
  fi
}
export -f build attempt
export verilator rtl work machine compiler

rm -rf "$work"
mkdir -p "$work/0" && cp "$rtl"/*.sv "$rtl"/*.svh "$work/0"
build "$work/0" && "$work/0/test" >"$work/0/out" 2>&1 || { echo "without a fault the test fails: $work/0"; exit 1; }
grep -v '^#' "$faults" | nl -w1 -s $'\t' | tr '\t\n' '\1\0' | tr '\1' '\t' |
  xargs -0 -P "${JOBS:-2}" -I{} bash -c 'line=$1; attempt "${line%%	*}" "${line#*	}"' _ {}
all=$(grep -vc '^#' "$faults")
found=$(cat "$work"/*/verdict | grep -c '^found$' || true)
echo "$found of $all faults found"
((found == all))
