#!/bin/bash
# wheel.sh PYTHON SOURCE STAGED WORK: the wheel is for any Python 3, needs no library but that of C, installs where there is neither a
# compiler nor a network, and passes the tests of the module from where it was installed. Exit code 77 if a package is missing.
set -euo pipefail
python=$1 source=$2 staged=$3 work=$4
rm -rf "$work"
mkdir -p "$work/no_programs"
wheel=$("$source/runtime/python/wheel.sh" "$python" "$staged" "$work/dist")
version=$(sed -nE 's/^project\(gandse VERSION ([0-9.]+) .*/\1/p' "$source/CMakeLists.txt")
[[ $wheel == "gandse-$version-py3-none-linux_$(uname -m).whl" ]] || { echo "the wheel is called $wheel"; exit 1; }
env PATH="$work/no_programs" "$python" -m pip --disable-pip-version-check install --quiet --no-index --no-deps --target "$work/site" \
  "$work/dist/$wheel"
# A build with sanitizers needs their libraries, too.
if [[ -z ${LD_PRELOAD:-} ]]; then
  needed=$(LC_ALL=C objdump -p "$work/site/gandse/libgandse.so" | awk '$1 == "NEEDED" {print $2}')
  [[ $needed == libc.so.6 ]] || { echo "libgandse.so needs $needed"; exit 1; }
fi
[[ -e $work/site/gandse/py.typed && -e $(echo "$work"/site/gandse-*.dist-info/METADATA) ]] || { echo "files are missing"; exit 1; }
cd "$work"
PYTHONPATH=$work/site "$python" -m unittest discover -s "$source/tests/python"
