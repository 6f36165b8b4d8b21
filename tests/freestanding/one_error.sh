#!/bin/bash
# one_error.sh PATTERN HEADERS... -- COMPILE...: by COMPILE each of HEADERS alone is refused with a single error, which PATTERN
# (extended regular expression) matches.
set -uo pipefail
pattern=$1
shift
headers=()
while [[ $1 != -- ]]; do
  headers+=("$1")
  shift
done
shift
failed=0
for header in "${headers[@]}"; do
  errors=$("$@" -x c++ -fsyntax-only - <<<"#include \"$header\"" 2>&1 | grep 'error:')
  if [[ $(grep -c . <<<"$errors") != 1 || ! $errors =~ $pattern ]]; then
    echo "$header: not one error that says '$pattern': $errors"
    failed=1
  fi
done
exit $failed
