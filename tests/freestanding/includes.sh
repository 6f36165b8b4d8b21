#!/bin/bash
# includes.sh ROOT: which headers each room may include, and in which direction the rooms may look.
# The rooms within trainer/src: tests/trainer/rooms.sh.
set -euo pipefail
root=$1
failed=0

# check WHERE ROOMS [MORE]: in all sources below WHERE, only the allow-list and headers of ROOMS (a|b|c) may be included,
# and what the regular expression MORE matches.
check() {
  local allowed="#include (<(array|cstddef|cstdint|limits|new|type_traits)>|[<\"]gandse/($2)/[a-z0-9_]+\.hpp[>\"]${3:+|$3})( *//.*)?"
  local files
  files=$(find "$root/$1/" -type f ! -name CMakeLists.txt ! -name '*.md' | LC_ALL=C sort)
  [[ -n $files ]] || { echo "no sources in $1"; exit 1; }
  while IFS= read -r file; do
    # Anything that could bring in a file, however it is spelt.
    if grep -nE '^[[:space:]]*(#|%:)[[:space:]]*(include|import|embed)|__has_include' "$file" |
      grep -vxE "[0-9]+:$allowed"; then
      echo "  not allowed in ${file#"$root"/}"
      failed=1
    fi
  done <<<"$files"
}

# A sentence (compiler.hpp).
check cost_model/include 'cost_model' '<gandse needs C\+\+17[^>/]*>'
# The interface of C.
check runtime/include 'cost_model|runtime' '<(stdbool|stddef|stdint)\.h>|"gandse/(gandse(_analysis|_network)?|version)\.h"'
# Kernels: each other, and the compiler's own names of vector instructions.
check runtime/src 'cost_model|runtime' '"(kernels/)?[a-z0-9_]+\.hpp"|<(arm_neon|arm_mve|immintrin)\.h>'
check runtime/c 'cost_model|runtime' '"gandse/gandse(_analysis|_network)?\.h"'
# The C interface for hosts: the tables behind it, and its own folder.
check runtime/shared 'cost_model|runtime' '"(gandse_shared\.h|shared_generator\.hpp)"|"gandse/gandse(_analysis|_network)?\.h"|<(stdbool|stddef|stdint)\.h>'
check generated 'cost_model|runtime'
check runtime/examples 'cost_model|runtime|generated' '"gandse/gandse(_analysis|_network)?\.h"|"program\.h"'

# The command line: all that a host has, and its own folder.
of_host='<[A-Za-z_/0-9]+(\.h(pp)?)?>'
check runtime/cli 'cost_model|runtime' "$of_host|\"((onnx|report)/)?[a-z0-9_]+\.hpp\"|\"gandse/version\.h\""
for name in $(grep -rhoE '^#include "((onnx|report)/)?[a-z0-9_]+\.hpp"' "$root/runtime/cli" | cut -d'"' -f2 | sort -u); do
  if [[ ! -e $root/runtime/cli/$name ]]; then
    echo "runtime/cli includes $name, which is not there"
    failed=1
  fi
done
exit $failed
