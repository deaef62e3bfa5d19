#!/bin/sh
# test_watch_warc.sh BUILD: a WARC of 1 GB, generated, streams in flat memory. In the release build alone (make test-all):
# sanitizers keep what was freed, and take their time.
[ -x "$1/masudi" ] || { echo "no $1/masudi"; exit 77; }
if grep -q '^MSD_\(SANITIZE\|TSAN\|COV\):BOOL=ON' "$1/CMakeCache.txt"; then
    echo "skipped: not a release build"
    exit 77
fi
exec nice -n 5 python3 "$(dirname "$0")/warc_gigabyte.py" "$1/masudi" 1024
