#!/bin/bash
# must_fail.sh PATTERN COMMAND...: the command must fail and say so: PATTERN (extended regular expression) must match
# its output, lines joined by spaces. (CTest's own PASS_REGULAR_EXPRESSION would ignore the exit code.)
set -uo pipefail
pattern=$1
shift
if output=$("$@" 2>&1); then
  printf '%s\nsucceeded, but must fail: %s\n' "$output" "$*"
  exit 1
fi
if ! tr -s ' \n' ' ' <<<"$output" | grep -qE -- "$pattern"; then
  printf '%s\nfailed, but did not say: %s\n' "$output" "$pattern"
  exit 1
fi
