#!/bin/sh
# test_watch_load.sh BUILD: 200 feeds for 30 made minutes, with faults.
[ -x "$1/masudi" ] || { echo "no $1/masudi"; exit 77; }
if grep -q '^MSD_TSAN:BOOL=ON' "$1/CMakeCache.txt"; then
    echo "skipped: one thread, in which this sanitizer has nothing to find"
    exit 77
fi
exec python3 "$(dirname "$0")/check_load.py" "$1"
