#!/bin/bash
# objects.sh OBJECT...: these objects need nothing but mem* and each other, and hold no state and no C++ machinery.
set -euo pipefail
failed=0
complain() {
  echo "$1"
  failed=1
}

state=$(size -A "$@" | awk '$2 > 0 &&
  $1 ~ /^\.(t?data|t?bss|(pre)?init_array|fini_array|ctors|dtors|eh_frame|gcc_except_table)/ {print $1, $2}')
[[ -z $state ]] || complain "sections that cost RAM, run before main or unwind: $state"

defined=$(nm -P --defined-only "$@" | awk 'NF >= 2 {print $1}' | LC_ALL=C sort -u)
machinery=$(grep -E '^_Z(GV|TI|TV|TS)' <<<"$defined" || true)
[[ -z $machinery ]] || complain "guard variables, vtables or type information: $machinery"

undefined=$(nm -P -u "$@" | awk 'NF >= 2 {print $1}' | LC_ALL=C sort -u | grep -vxE 'mem(cpy|move|set|cmp)' || true)
foreign=$(LC_ALL=C comm -23 <(echo "$undefined") <(echo "$defined"))
[[ -z $foreign ]] || complain "calls of other libraries: $foreign"
exit $failed
