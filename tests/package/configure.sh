#!/bin/bash
# configure.sh SOURCE WORK CMAKE CC CXX: what a package that is missing leaves out, and what it does not; and a plain configuration for
# another machine, by a toolchain file and nothing else, is that of the library, which needs no package.
set -euo pipefail
source=$1 work=$2 cmake=$3 cc=$4 cxx=$5
rm -rf "$work"
mkdir -p "$work"
cat >"$work/toolchain.cmake" <<END
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_C_COMPILER "$cc")
set(CMAKE_CXX_COMPILER "$cxx")
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
END
failed=0
expect() { # NAME TARGETS-THERE TARGETS-NOT-THERE MESSAGE OPTION...: of a configuration with these options
  local name=$1 there=$2 missing=$3 says=$4 target
  shift 4
  if ! "$cmake" -G Ninja -S "$source" -B "$work/$name" "$@" >"$work/$name.log" 2>&1; then
    cat "$work/$name.log"
    echo "$name: cannot be configured"
    failed=1
    return
  fi
  for target in $there; do
    grep -q "^build $target: phony" "$work/$name/build.ninja" || { echo "$name: no target $target"; failed=1; }
  done
  for target in $missing; do
    ! grep -q "^build $target: phony" "$work/$name/build.ninja" || { echo "$name: there is a target $target"; failed=1; }
  done
  grep -qE "$says" "$work/$name.log" || { cat "$work/$name.log"; echo "$name: does not say $says"; failed=1; }
}
without() { printf -- '-DCMAKE_DISABLE_FIND_PACKAGE_%s=ON ' "$@"; }
read -ra no_optimisers <<<"$(without NLopt Pagmo)"
read -ra no_cli11 <<<"$(without CLI11)"
compilers=(-DCMAKE_C_COMPILER="$cc" -DCMAKE_CXX_COMPILER="$cxx")
expect no_optimisers "gandse_c gandse gandse-train gandse-export gandse-networks gandse-traces trainer_tests runtime_tests" \
  "gandse-compare gandse-tune" "without gandse-compare and gandse-tune; missing, by Debian's names: libnlopt-dev, libpagmo-dev" \
  "${compilers[@]}" "${no_optimisers[@]}"
expect no_cli11 "gandse_c gandse_python runtime_tests" "gandse gandse-train cli_tests" "without the command line; missing.*: libcli11-dev" \
  "${compilers[@]}" "${no_cli11[@]}"
expect cross "gandse_c gandse_runtime" "gandse gandse_shared gandse-train runtime_tests board_self_test" "Generating done" \
  -DCMAKE_TOOLCHAIN_FILE="$work/toolchain.cmake"
exit $failed
