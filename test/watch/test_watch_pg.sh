#!/bin/sh
# test_watch_pg.sh BUILD: what test_watch_deliver.sh asks, of a store in PostgreSQL, on a server of the test's own.
set -u
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
[ -x "$build/masudi" ] || { echo "no $build/masudi"; exit 77; }
bin=
for dir in /usr/lib/postgresql/*/bin "$(dirname "$(command -v postgres || echo /none/x)")"; do
    [ -z "$bin" ] && [ -x "$dir/initdb" ] && [ -x "$dir/createdb" ] && bin=$dir
done
[ -n "$bin" ] || { echo "skipped: no PostgreSQL server (initdb, postgres) to start"; exit 77; }
tmp=$(mktemp -d) || exit 2
as() { "$@"; }
trap '[ ! -f "$tmp/pg/data/postmaster.pid" ] || as "$bin/pg_ctl" -D "$tmp/pg/data" -m immediate stop >/dev/null 2>&1; rm -rf "$tmp"' EXIT
"$build/masudi" db stats --store postgresql:///none >"$tmp/out" 2>"$tmp/err"
grep -q 'built without' "$tmp/err" && { echo "skipped: $(cat "$tmp/err")"; exit 77; }

# The server does not run as root.
mkdir "$tmp/pg"
if [ "$(id -u)" = 0 ]; then
    chmod 755 "$tmp"
    chown nobody "$tmp/pg"
    as() { setpriv --reuid nobody --regid nogroup --clear-groups "$@"; }
fi
(cd "$tmp/pg" && as "$bin/initdb" -D "$tmp/pg/data" -U masudi -A trust -E UTF8 --no-locale -N) >"$tmp/log" 2>&1 ||
    { echo "skipped: initdb: $(tail -n 1 "$tmp/log")"; exit 77; }
as "$bin/pg_ctl" -D "$tmp/pg/data" -l "$tmp/pg/log" -w -t 60 -o "-k $tmp/pg -c listen_addresses= -c fsync=off" start >"$tmp/log" 2>&1 ||
    { echo "the server does not start: $(tail -n 3 "$tmp/pg/log")"; exit 1; }
MASUDI_TEST_PG="$bin:$tmp/pg" python3 "$here/check_deliver.py" "$build"
