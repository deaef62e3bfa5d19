#!/bin/sh
# test_units.sh BUILD: the systemd units are sound, leave little open, and allow every system call that `serve` and
# `watch` make: both are run, and what they called is held against the units' filter.
set -eu
masudi=$(cd "$1" && pwd)/masudi
command -v systemd-analyze >/dev/null || { echo "skipped: no systemd-analyze"; exit 77; }
tmp=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$tmp"' EXIT
bad=0
for unit in packaging/systemd/*.service; do
    systemd-analyze security --offline=true --no-pager --threshold=15 "$unit" >"$tmp/exposure" 2>&1 ||
        { tail -1 "$tmp/exposure"; echo "$unit: leaves too much open"; bad=1; }
    sed 's|/usr/bin/masudi|/bin/true|' "$unit" >"$tmp/$(basename "$unit")"
    said=$(systemd-analyze verify --man=no "$tmp/$(basename "$unit")" 2>&1 | grep -F "$(basename "$unit")" || true)
    [ -z "$said" ] || { echo "$said"; bad=1; }
done
[ "$bad" -eq 0 ] || exit 1

# Sanitizers make calls of their own.
command -v strace >/dev/null && command -v python3 >/dev/null || { echo "skipped: no strace or no python3"; exit 77; }
readelf -Ws "$masudi" 2>/dev/null | grep -q '__asan_init\|__tsan_init' && { echo "skipped: built with a sanitizer"; exit 77; }
"$masudi" code --store "$tmp/s.db" --out none --quiet examples/crisis.txt 2>"$tmp/err" || { echo "skipped: $(cat "$tmp/err")"; exit 77; }
strace -f -qq -o "$tmp/serve.calls" "$masudi" serve --store "$tmp/s.db" --listen 127.0.0.1 --port 0 >"$tmp/said" 2>&1 &
server=$!
for _ in $(seq 100); do
    url=$(grep -o 'http://[0-9.:]*' "$tmp/said" | head -1) && [ -n "$url" ] && break
    sleep 0.1
done
python3 - "$url" <<'END'
import sys, urllib.request
for path in ("/", "/api/claims?limit=5", "/api/health", "/api/counts", "/nowhere"):
    try:
        urllib.request.urlopen(sys.argv[1] + path, timeout=20).read()
    except urllib.error.HTTPError:
        pass
END
kill "$(cat "/proc/$server/task/$server/children")" 2>/dev/null || kill "$server"
wait "$server" || true
server=
mkdir "$tmp/in"
cp examples/crisis.txt "$tmp/in/"
printf 'folder drop\n  path %s/in\nwatch all\n  deliver stdout\n' "$tmp" >"$tmp/desk.watch"
strace -f -qq -o "$tmp/watch.calls" "$masudi" watch "$tmp/desk.watch" --store "$tmp/w.db" --once >/dev/null 2>"$tmp/err" ||
    { cat "$tmp/err"; exit 1; }

# What a service may call: @system-service with the groups it names, less what the units take away. Starting a program
# is left to systemd, which needs it to start this one; the units then leave only this program to be started.
python3 - "$tmp" <<'END'
import os, re, subprocess, sys
def group(name):
    said = subprocess.run(["systemd-analyze", "syscall-filter", name, "--no-pager"], capture_output=True, text=True).stdout
    calls = set()
    for line in said.split("\n")[1:]:
        word = line.strip()
        if word.startswith("@"):
            calls |= group(word)
        elif word and not word.startswith("#"):
            calls.add(word)
    return calls
allowed = group("@system-service") - group("@privileged") - group("@resources") | group("@default") | {"execve"}
if os.geteuid() == 0:
    allowed.add("fchown")  # SQLite gives its files the store's owner, and only where it runs as root
bad = False
for part in ("serve", "watch"):
    calls = set(re.findall(r"^\d+ +(\w+)\(", open(f"{sys.argv[1]}/{part}.calls").read(), re.M))
    print(f"{part}: {len(calls)} kinds of calls")
    if not calls:
        bad = True
    for call in sorted(calls - allowed):
        print(f"{part}: {call} is not allowed by its unit")
        bad = True
sys.exit(bad)
END
