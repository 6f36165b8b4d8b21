#!/bin/bash
# licences.sh SOURCE: toolchains/LICENCES.md has a row for each library that install-dependencies.sh installs, with a licence; and none
# for what it does not install.
set -euo pipefail
source=$1
table=$source/toolchains/LICENCES.md
# Libraries: lib*, *-dev, tiny-dnn. The rest are programs, which nothing of ours holds, but for g++'s own libraries.
mapfile -t installed < <(sed -nE 's/^  \[[a-z]+\]="(.*)"$/\1/p' "$source/toolchains/install-dependencies.sh" | tr ' ' '\n' |
  grep -xE 'lib.*|.*-dev|tiny-dnn|g\+\+' | grep -vx dpkg-dev | LC_ALL=C sort -u)
mapfile -t named < <(sed -nE 's/^\| ([a-z0-9+.-]+) \| [^|]+ \| [^|]+ \| [^|]*[A-Za-z][^|]* \|$/\1/p' "$table" | LC_ALL=C sort)
if ((${#installed[@]} < 10)); then
  echo "found ${#installed[@]} libraries in install-dependencies.sh: this test reads it wrongly"
  exit 1
fi
diff <(printf '%s\n' "${installed[@]}") <(printf '%s\n' "${named[@]}") || {
  echo "left: what is installed; right: what $table has a licence of"
  exit 1
}
