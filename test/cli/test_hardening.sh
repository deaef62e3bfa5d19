#!/bin/sh
# test_hardening.sh BUILD: the program and the library are built to withstand what they read:
# position-independent, tables of addresses read-only, no stack that runs, checked stack and copies.
set -eu
build=$1
command -v readelf >/dev/null || { echo "skipped: no readelf"; exit 77; }
readelf -Ws "$build/masudi" | grep -q '__asan_init\|__tsan_init\|__gcov_init' && build=$build/..
[ -x "$build/masudi" ] && [ -e "$build/libmasudi.so" ] || { echo "skipped: no release build beside this one"; exit 77; }

bad=0
want() { # FILE WHAT COMMAND...: what the command prints must have WHAT in it
    file=$1 what=$2
    shift 2
    if ! "$@" "$build/$file" | grep -q "$what"; then
        echo "$file: no $what in: $*"
        bad=1
    fi
}

for file in masudi libmasudi.so; do
    want "$file" 'DYN (' readelf -Wh
    want "$file" 'GNU_RELRO' readelf -Wl
    want "$file" 'BIND_NOW\|Flags: NOW\|FLAGS_1.*NOW' readelf -Wd
    want "$file" '__stack_chk_fail' readelf -Ws
    want "$file" '__[a-z]*_chk@' readelf -Ws
    if readelf -Wl "$build/$file" | grep GNU_STACK | grep -q 'RWE'; then
        echo "$file: its stack may be run"
        bad=1
    fi
done
want masudi 'FLAGS_1.*PIE' readelf -Wd
# What few verbs need must not be bound before main: every start would pay, and have it in its address space.
if readelf -Wd "$build/masudi" | grep 'NEEDED.*lib\(xml2\|zip\|pq\|curl\|rdkafka\|microhttpd\)\.'; then
    echo "masudi: linked with what is to be opened late"
    bad=1
fi
exit "$bad"
