#!/bin/sh
# test_store_refuses.sh BUILD: a store that is locked, read-only, newer, corrupt, cut short or none: one line that names it,
# exit status 3, and nothing in it lost. (A full disk is in test_store_cli.sh, a kill in test_store_crash.c.)
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'chmod -R u+w "$tmp"; rm -rf "$tmp"' EXIT
"$masudi" code --store "$tmp/good.db" --out jsonl --quiet examples/crisis.txt >"$tmp/want" 2>"$tmp/err"
[ $? -ne 3 ] || { echo "skipped: $(cat "$tmp/err")"; exit 77; }
bad=0
fail() { echo "FAIL: $*"; bad=1; }
as() { "$@"; }
# The rights of files bind everybody but root.
if [ "$(id -u)" = 0 ]; then
    as() { setpriv --reuid nobody --regid nogroup --clear-groups "$@"; }
    chmod 755 "$tmp"
fi
# expect WHAT WORDS COMMAND...: it is refused with one line that holds the words.
expect() {
    what=$1 words=$2
    shift 2
    "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
    rc=$?
    [ $rc -eq 3 ] || fail "$what: exit $rc: $(cat "$tmp/err")"
    [ "$(wc -l <"$tmp/err")" -eq 1 ] && grep -q "$words" "$tmp/err" && grep -q "$store" "$tmp/err" || fail "$what: $(cat "$tmp/err")"
}
whole() { "$masudi" db export --quiet --store "$1" --out jsonl 2>"$tmp/err" | cmp -s - "$tmp/want" || fail "$2: not what it held: $(cat "$tmp/err")"; }
echo 'Iran attacked Iraq on Friday.' >"$tmp/new.txt"

# locked by another writer: told after a while; reading goes on; afterwards it goes through
store=$tmp/good.db
mkfifo "$tmp/pipe"
python3 -c "
import sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute('BEGIN IMMEDIATE')
print('held', flush=True)
sys.stdin.read()" "$store" <"$tmp/pipe" >"$tmp/held" &
holder=$!
exec 9>"$tmp/pipe"
until grep -q held "$tmp/held"; do sleep 0.05; done
expect 'locked, code' 'locked' "$masudi" code --store "$store" --out none --quiet "$tmp/new.txt"
whole "$store" 'locked'
exec 9>&-
wait $holder
whole "$store" 'after the lock'
cp "$store" "$tmp/after.db"
"$masudi" code --store "$tmp/after.db" --out none --quiet "$tmp/new.txt" 2>"$tmp/err" || fail "after the lock: $(cat "$tmp/err")"

# read-only: it is read, and not written
mkdir "$tmp/ro"
cp "$store" "$tmp/ro/s.db"
store=$tmp/ro/s.db
python3 -c "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA journal_mode = DELETE')" "$store"
chmod 444 "$store"
chmod 555 "$tmp/ro"
expect 'read-only' 's.db' as "$masudi" code --store "$store" --out none --quiet "$tmp/new.txt"
as "$masudi" db export --quiet --store "$store" --out jsonl 2>"$tmp/err" | cmp -s - "$tmp/want" || fail "read-only is not read: $(cat "$tmp/err")"

# newer
store=$tmp/newer.db
cp "$tmp/good.db" "$store"
python3 -c "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA user_version = 99')" "$store"
for verb in stats query check stories; do expect "newer, $verb" 'version 99' "$masudi" db $verb --store "$store"; done
expect 'newer, code' 'version 99' "$masudi" code --store "$store" --out none --quiet "$tmp/new.txt"
python3 - "$tmp/good.db" "$store" <<'EOF'
import sqlite3
import sys
version = sqlite3.connect(sys.argv[1]).execute("PRAGMA user_version").fetchone()[0]
sqlite3.connect(sys.argv[2]).execute(f"PRAGMA user_version = {version}")
EOF
whole "$store" 'newer, as it was'

# corrupt, cut short, no store at all
store=$tmp/corrupt.db
python3 - "$tmp/good.db" "$store" "$tmp/cut.db" <<'EOF'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
open(sys.argv[3], "wb").write(data[:len(data) // 2])
for at in range(4096, len(data), 4096):
    data[at:at + 512] = bytes([0x5A]) * 512
open(sys.argv[2], "wb").write(data)
EOF
expect 'corrupt, query' 'corrupt.db' "$masudi" db query --store "$store"
expect 'corrupt, code' 'corrupt.db' "$masudi" code --store "$store" --out none --quiet "$tmp/new.txt"
expect 'corrupt, serve' 'corrupt.db' "$masudi" serve --port 0 --store "$store"
store=$tmp/cut.db
"$masudi" db check --store "$store" >"$tmp/out" 2>"$tmp/err"
rc=$?
[ $rc -eq 1 ] || [ $rc -eq 3 ] || fail "cut short, check: exit $rc"
store=$tmp/new.txt
expect 'a text' 'not a store' "$masudi" db query --store "$store"
expect 'a text, code' 'not a store' "$masudi" code --store "$store" --out none --quiet "$tmp/new.txt"
[ "$(cat "$tmp/new.txt")" = 'Iran attacked Iraq on Friday.' ] || fail 'the text was written over'
store=$tmp/none/s.db
expect 'no such folder' 'No such file' "$masudi" code --store "$store" --out none --quiet "$tmp/new.txt"
[ $bad -eq 0 ] && echo ok
exit $bad
