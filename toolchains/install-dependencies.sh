#!/bin/bash
# install-dependencies.sh GROUP...: installs what is missing for GROUP from Debian's own packages. Does nothing, and needs no rights,
# where nothing is missing. A group has what its make targets need, and no more.
set -euo pipefail

declare -A packages=(
  [demo]="make g++ cmake ninja-build libcli11-dev nlohmann-json3-dev"
  [trainer]="libeigen3-dev tiny-dnn libcereal-dev libstb-dev libgemmlowp-dev"
  [optimisers]="libpagmo-dev libnlopt-dev"
  [test]="binutils pkg-config doctest-dev libonnx-testdata"
  [package]="dpkg-dev"
  [format]="clang-format"
  [tidy]="clang-tidy"
  [docs]="doxygen"
  [bench]="libbenchmark-dev libxnnpack-dev libpthreadpool-dev libdnnl-dev gnuplot-nox"
  [compare]="gnuplot-nox"
  [rtl]="doctest-dev verilator iverilog yosys z3"
  [measured]="doctest-dev gnuplot-nox"
  [cross]="doctest-dev clang binutils pkg-config g++-aarch64-linux-gnu g++-arm-linux-gnueabihf g++-riscv64-linux-gnu gcc-arm-none-eabi libnewlib-arm-none-eabi libstdc++-arm-none-eabi-dev qemu-user qemu-system-arm"
)
groups="demo trainer optimisers test package format tidy docs lint bench compare rtl measured cross"
declare -A includes=([demo]="demo" [trainer]="demo trainer" [optimisers]="demo trainer optimisers" [test]="demo trainer optimisers test package rtl" [package]="package"
  [format]="format" [tidy]="demo tidy" [docs]="docs" [lint]="demo format tidy docs" [bench]="demo trainer optimisers bench"
  [compare]="demo trainer optimisers compare" [rtl]="demo rtl" [measured]="demo measured" [cross]="demo cross")

if (($# == 0)); then
  echo "usage: $0 GROUP..., of: $groups" >&2
  exit 2
fi

wanted=()
for group in "$@"; do
  [[ -n ${includes[$group]:-} ]] || { echo "$0: no group '$group'; there are: $groups" >&2; exit 2; }
  for included in ${includes[$group]}; do
    read -ra names <<<"${packages[$included]}"
    wanted+=("${names[@]}")
  done
done

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo "$0: no apt here, so nothing is installed. The build needs, by their Debian names: ${wanted[*]}" >&2
  exit 0
fi

missing=()
for name in "${wanted[@]}"; do
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null) == installed ]] || missing+=("$name")
done
if ((${#missing[@]} == 0)); then
  exit 0
fi

as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null || { echo "$0: run as root, or install sudo: missing are ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@"; }

echo "installing ${missing[*]}"
compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || apt update
# Old lists name packages that the mirror no longer has: then fetch new ones.
apt install -y --no-install-recommends "${missing[@]}" || {
  apt update
  apt install -y --no-install-recommends "${missing[@]}"
}
