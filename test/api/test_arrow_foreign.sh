#!/bin/sh
# test_arrow_foreign.sh BUILD: tables made by pyarrow go through the library and come back, as other programs see them
# (check_arrow.py); the claims in them are the command's, byte for byte. `make readers` gets pyarrow.
set -u
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
# a library under a sanitizer cannot be loaded into a python that is not
library=$build/libmasudi.so
grep -q __asan_init "$library" 2>/dev/null || grep -q __tsan_init "$library" 2>/dev/null &&
    library=$build/../libmasudi.so
[ -f "$library" ] || { echo "no $library"; exit 77; }
masudi=$(dirname "$library")/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
reader=python3
for at in "$build/readers" "$build/../readers"; do
    [ -x "$at/bin/python" ] && reader=$at/bin/python
done
"$reader" -c 'import pyarrow' 2>/dev/null || { echo "no pyarrow; make readers gets it"; exit 77; }
exec "$reader" "$here/check_arrow.py" "$library" "$masudi"
