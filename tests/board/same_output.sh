#!/bin/bash
# same_output.sh EXPECTED COMMAND...: the command succeeds and prints what the file EXPECTED holds.
set -euo pipefail
expected=$1
shift
diff "$expected" <("$@" || echo "exit code $?")
