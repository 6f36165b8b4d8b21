#!/bin/bash
# wheel.sh PYTHON STAGED FOLDER: writes the wheel of STAGED, which the target gandse_python has filled, to FOLDER, and prints its name.
# Nothing is downloaded. Exit code 77 if a package is missing.
set -euo pipefail
python=$1 staged=$2 folder=$3
for module in pip setuptools wheel; do
  "$python" -c "import $module" 2>/dev/null || {
    echo "no wheel: $python has no $module; install, by Debian's names, python3-pip, python3-setuptools and python3-wheel" >&2
    exit 77
  }
done
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r "$staged"/{pyproject.toml,setup.py,README.md,LICENSE} "$copy"
mkdir -p "$copy/gandse" "$folder"
cp "$staged"/gandse/*.py "$staged"/gandse/{py.typed,libgandse.so} "$copy/gandse"
strip --strip-unneeded "$copy/gandse/libgandse.so"
rm -f "$folder"/gandse-*.whl
"$python" -m pip --disable-pip-version-check wheel --quiet --no-index --no-deps --no-build-isolation --wheel-dir "$folder" "$copy"
basename "$folder"/gandse-*.whl
