#!/bin/bash
# stable.sh GANDSE WORK: `make golden` changes nothing where nothing was changed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) gandse=$1 work=$2
rm -rf "$work"
"$here/rewrite.sh" "$gandse" "$work"
for template in im2col dnnweaver; do
  diff "$here/$template/decisions.csv" "$work/$template/decisions.csv"
done
