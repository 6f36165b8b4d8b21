#!/bin/bash
# amalgamation_choice.sh SOURCE WORK CC CXX: the single-file pair with one generator and by its own instructions; networks of
# other capacities in it; what amalgamate.sh says of itself, and refuses.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) amalgamate=$1/toolchains/amalgamate.sh work=$2 cc=$3 cxx=$4
rm -rf "$work"
mkdir -p "$work"
cd "$work"

complain() {
  echo "$1"
  exit 1
}
says() { grep -qF -- "$1" <<<"$2" || complain "not said: $1"; }

help=$("$amalgamate" --help)
for text in --gc-sections -ffunction-sections GANDSE_IMPLEMENTATION GANDSE_C_NETWORK_AS im2col_96k dnnweaver_80k; do
  says "$text" "$help"
done
for wrong in "" "none" "x im2col_8k im2col_9k"; do
  read -ra arguments <<<"$wrong"
  [[ $wrong != none ]] || arguments=(--generator x)
  code=0
  refusal=$("$amalgamate" "${arguments[@]}" 2>&1) || code=$?
  [[ $code -eq 2 ]] || complain "'$wrong' ended with $code"
  says --help "$refusal"
done
says "no generator 'im2col_9k'" "$refusal"
says dnnweaver_80k "$refusal"
[[ ! -e x ]] || complain "what was refused wrote a folder"

# One generator, and nothing of the others.
"$amalgamate" . im2col_8k im2col_8k
! grep -n dnnweaver_80k gandse.hpp || complain "dnnweaver_80k was not asked for"
printf '#define GANDSE_IMPLEMENTATION\n#include "gandse.hpp"\nGANDSE_C_NETWORK_AS(small, im2col_8k, 3, 2, 8)\n' >implementation.cpp
cp "$here/c_network_consumer.c" main.c

# By the commands at the head of each file.
commands() { head -30 "$1" | sed -nE "s@^( \*|//) {4,}(c\+\+|cc) @\2 @p" | sed "s@^c++ @'$cxx' @; s@^cc @'$cc' @"; }
[[ $(commands gandse.h | wc -l) -eq 3 ]] || complain "the commands are missing"
diff <(commands gandse.h) <(commands gandse.hpp)
bash -euxc "$(commands gandse.h)"
./program 32

# What the linker leaves out: of a program that only decides, more than a third.
# (It asks nothing, and is refused.)
cat >decide.c <<'EOF'
#include "gandse.h"
GANDSE_GENERATOR(im2col_8k);
static uint64_t memory[GANDSE_SESSION_BYTES / 8];
int main(void) { return gandse_explore(gandse_open(gandse_im2col_8k(), memory, sizeof memory)) == GANDSE_OK; }
EOF
"$cc" -std=c99 -Os -c decide.c
for unused in no-gc gc; do
  "$cc" -s "-Wl,--$unused-sections" decide.o implementation.o -o "$unused"
done
./gc
[[ $(($(stat -c %s gc) * 3)) -lt $(($(stat -c %s no-gc) * 2)) ]] || complain "$(stat -c %s gc) of $(stat -c %s no-gc) bytes are left"

# Other capacities for all sources.
capacities=(-DGANDSE_NETWORK_LAYERS=5 -DGANDSE_NETWORK_BITSTREAMS=2 -DGANDSE_NETWORK_CELLS=16)
"$cxx" -std=c++17 -fno-exceptions -Wall -Wextra -Wconversion -Wshadow -Werror "${capacities[@]}" -c implementation.cpp
"$cc" -std=c99 -pedantic -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Werror "${capacities[@]}" -c main.c
"$cc" main.o implementation.o -o program
./program 5
