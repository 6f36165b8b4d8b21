#!/bin/bash
# one_definition.sh OUTPUT COMPILER FILE...: stands in for the link of an executable (preset host-odr). Objects and archives
# among FILE..., compiled with -flto, are merged as that link would merge them, and two definitions of one type, or two
# declarations of one function or object, that differ are errors. No machine code is made, and shared libraries are left out.
set -euo pipefail
output=$1 compiler=$2
shift 2
files=()
for file in "$@"; do
  case $file in *.o | *.a) files+=("$file") ;; esac
done
"$compiler" -flto -flinker-output=rel -r -Werror=odr -Werror=lto-type-mismatch "${files[@]}" -o "$output"
