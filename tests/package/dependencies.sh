#!/bin/bash
# dependencies.sh SOURCE: what each make target asks for is known, and what it does not need is not asked for.
set -euo pipefail
source=$1
failed=0
groups_of() { awk -v target="$1" '$1 == target ":" {found = 1; next} /^[^\t]/ {found = 0} found && /\(INSTALL\)/ {$1 = ""; print}' "$source/Makefile"; }
# Where nothing can be installed (no apt in PATH), the script says what would be.
names() { env -i PATH=/nowhere /bin/bash "$source/toolchains/install-dependencies.sh" $(groups_of "$1") 2>&1; }
for target in $(sed -nE 's/^([a-z_-]+):.*/\1/p' "$source/Makefile"); do
  if [[ -n $(groups_of "$target") ]] && ! names "$target" >/dev/null; then
    echo "$target: $(names "$target")"
    failed=1
  fi
done
check() { # TARGET NEEDED UNNEEDED...
  local target=$1 needed=$2 asked name
  shift 2
  asked=$(names "$target")
  [[ " $asked " == *" $needed "* ]] || { echo "$target does not ask for $needed: $asked"; failed=1; }
  for name in "$@"; do
    [[ " $asked " != *" $name "* ]] || { echo "$target asks for $name: $asked"; failed=1; }
  done
}
check demo libcli11-dev doctest-dev libeigen3-dev
check format-check clang-format clang-tidy cmake
check tidy clang-tidy clang-format tiny-dnn doctest-dev libnlopt-dev
check docs doxygen clang-format cmake
check train tiny-dnn libnlopt-dev libpagmo-dev doctest-dev gnuplot-nox
check networks tiny-dnn libnlopt-dev libpagmo-dev doctest-dev
check tune libnlopt-dev doctest-dev
check compare gnuplot-nox doctest-dev
check rtl doctest-dev libnlopt-dev tiny-dnn
check golden libcli11-dev libnlopt-dev doctest-dev
check wheel python3-wheel libcli11-dev doctest-dev python3-numpy
check test doctest-dev gnuplot-nox clang-tidy
exit $failed
