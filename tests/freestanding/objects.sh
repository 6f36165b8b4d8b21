#!/bin/bash
# objects.sh OBJECT...: these objects need nothing but mem*, the compiler's integer helpers and each other, and hold no state
# and no C++ machinery. NM and SIZE are the target's tools.
set -euo pipefail
nm=${NM:-nm} size=${SIZE:-size}
# What GCC calls where an instruction is missing: division, long shifts and products, counting zeros, Thumb-1 switches.
# Floating-point helpers (__aeabi_f*, __aeabi_d*) are not among them.
helpers='mem(cpy|move|set|cmp)|__aeabi_(mem(cpy|move|set|clr)[48]?|u?idiv(mod)?|u?ldivmod|lmul|lls[lr]|lasr|u?lcmp)'
helpers+='|__c[lt]z[sd]i2|__gnu_thumb1_case_[a-z]+'
failed=0
complain() {
  echo "$1"
  failed=1
}

state=$("$size" -A "$@" | awk '$2 > 0 &&
  $1 ~ /^\.(t?data|t?bss|(pre)?init_array|fini_array|ctors|dtors|eh_frame|gcc_except_table)/ {print $1, $2}')
[[ -z $state ]] || complain "sections that cost RAM, run before main or unwind: $state"

defined=$("$nm" -P --defined-only "$@" | awk 'NF >= 2 {print $1}' | LC_ALL=C sort -u)
machinery=$(grep -E '^_Z(GV|TI|TV|TS)' <<<"$defined" || true)
[[ -z $machinery ]] || complain "guard variables, vtables or type information: $machinery"

undefined=$("$nm" -P -u "$@" | awk 'NF >= 2 {print $1}' | LC_ALL=C sort -u | grep -vxE "$helpers" || true)
foreign=$(LC_ALL=C comm -23 <(echo "$undefined") <(echo "$defined"))
[[ -z $foreign ]] || complain "calls of other libraries: $foreign"
exit $failed
