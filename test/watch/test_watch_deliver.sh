#!/bin/sh
# test_watch_deliver.sh BUILD: what watches tell, to whom and how soon, through faults and kills.
[ -x "$1/masudi" ] || { echo "no $1/masudi"; exit 77; }
exec python3 "$(dirname "$0")/check_deliver.py" "$1"
