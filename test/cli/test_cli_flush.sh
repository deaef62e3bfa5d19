#!/bin/sh
# test_cli_flush.sh BUILD: --flush gives each document's claims before the next one comes. Needs model and knowledge.
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
why=$(echo x | "$masudi" code --quiet 2>&1)
[ $? -ne 3 ] || { echo "skipped: $why"; exit 77; }
# The thread sanitizer makes it ten times as slow: there only the order counts.
! grep -qs '^MSD_TSAN:BOOL=ON' "$1/CMakeCache.txt" || export MASUDI_FLUSH_MS=5000
exec python3 test/cli/flush_check.py "$masudi"
