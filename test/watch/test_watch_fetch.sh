#!/bin/sh
# test_watch_fetch.sh BUILD: feeds of servers that are slow, broken, huge, busy or lead astray.
[ -x "$1/masudi" ] || { echo "no $1/masudi"; exit 77; }
exec python3 "$(dirname "$0")/check_fetch.py" "$1"
