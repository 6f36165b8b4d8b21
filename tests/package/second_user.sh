#!/bin/bash
# second_user.sh SOURCE BUILD: what one user's tests leave in the temporary folder is not in another's way. Only root can be both
# users: exits with 77 where that is not so.
set -euo pipefail
source=$1 build=$2
if ((EUID != 0)) || ! command -v setpriv >/dev/null; then
  echo "skipped: only root can run tests as two users (by setpriv)"
  exit 77
fi
another=(setpriv --reuid=65534 --regid=65534 --clear-groups)
if ! "${another[@]}" test -x "$build/tests/trainer/trainer_tests" -a -r "$source/trainer/networks/training.csv"; then
  echo "skipped: another user cannot reach $build"
  exit 77
fi
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
chmod 1777 "$TMPDIR"
cd "$TMPDIR"
tests() { # USER...
  "$@" "$build/tests/trainer/trainer_tests" -tce='1000 damaged*' \
    -tc='*checkpoint*,*network file*,files of the command line*,*any order*,*tight tasks come back*,*points survive*,*network settings*,*learned methods*'
  "$@" "$build/tests/trainer/trainer_program_tests" -tc='bad input*'
  "$@" "$build/tests/cli/cli_tests" -sf='*example_test*,*csv_input_test*,*reconfigure_test*'
}
tests env
tests "${another[@]}"
if [[ -n $(ls -A) ]]; then
  echo "the tests left in the temporary folder:" *
  exit 1
fi
