#!/bin/bash
# debian.sh CMAKE SOURCE BUILD WORK CC CXX: the Debian packages and the tarball that CPack makes of BUILD. They are unpacked, as dpkg would
# into an empty system; the command line answers, a program in C and one in C++ are compiled against the library, and what
# trains is there. The tarball holds what a build of the library needs, and no build.
set -euo pipefail
cmake=$1 source=$2 build=$3 work=$4 cc=$5 cxx=$6
cpack=$(dirname "$cmake")/cpack
rm -rf "$work"
mkdir -p "$work/root"
"$cpack" --config "$build/CPackConfig.cmake" -B "$work/packages" >"$work/cpack.log" 2>&1 || { cat "$work/cpack.log"; exit 1; }
for package in "$work"/packages/*.deb; do
  dpkg-deb -x "$package" "$work/root"
done
mapfile -t names < <(for package in "$work"/packages/*.deb; do dpkg-deb -f "$package" Package; done | LC_ALL=C sort)
[[ ${names[*]} == "gandse gandse-trainer libgandse-dev" ]] || { echo "packages: ${names[*]}"; exit 1; }
for name in "${names[@]}"; do
  [[ -s $work/root/usr/share/doc/$name/copyright && -s $work/root/usr/share/doc/$name/LICENCES.md ]] ||
    { echo "$name has no licences"; exit 1; }
done
dpkg-deb -f "$work"/packages/gandse_*.deb Depends | grep -q libc6 || { echo "gandse depends on no C library"; exit 1; }

version=$(sed -nE 's/^project\(gandse VERSION ([0-9.]+) .*/\1/p' "$source/CMakeLists.txt")
[[ $("$work/root/usr/bin/gandse" --version) == "gandse $version"$'\n'* ]]
bash -n "$work/root/usr/share/bash-completion/completions/gandse"
for shell in zsh/site-functions/_gandse fish/vendor_completions.d/gandse.fish; do
  [[ -s $work/root/usr/share/$shell ]] || { echo "no completion $shell"; exit 1; }
done
grep -q '^\.TH GANDSE 1 ' "$work/root/usr/share/man/man1/gandse.1"
"$work/root/usr/bin/gandse" explore im2col --layer ic=64,oc=64,oh=56,ow=56,kh=3,kw=3 --latency 2ms --power 400mW | grep -q '^satisfied'
"$work/root/usr/bin/gandse-train" --help | grep -q -- --epochs
for use in consumer c_consumer; do
  "$cmake" -S "$source/tests/package/$use" -B "$work/$use" -DCMAKE_PREFIX_PATH="$work/root/usr" -DCMAKE_C_COMPILER="$cc" \
    -DCMAKE_CXX_COMPILER="$cxx" >/dev/null
  "$cmake" --build "$work/$use" >/dev/null
done
"$work/consumer/decide"
"$work/c_consumer/c_consumer"

"$cpack" --config "$build/CPackSourceConfig.cmake" -B "$work/packages" >>"$work/cpack.log" 2>&1 || { cat "$work/cpack.log"; exit 1; }
tar -xzf "$work/packages/gandse-$version.tar.gz" -C "$work"
! compgen -G "$work/gandse-$version/build" || { echo "the tarball holds a build"; exit 1; }
"$cmake" -S "$work/gandse-$version" -B "$work/from_tarball" -DGANDSE_BUILD_TESTS=OFF -DGANDSE_BUILD_TRAINER=OFF -DGANDSE_BUILD_CLI=OFF \
  -DCMAKE_C_COMPILER="$cc" -DCMAKE_CXX_COMPILER="$cxx" >/dev/null
"$cmake" --build "$work/from_tarball" --target gandse_runtime >/dev/null
