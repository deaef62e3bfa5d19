#!/bin/sh
# test_cli_args.sh BUILD: verbs, options, help and exit status; needs no model.
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
bad=0
fail() { echo "FAIL: $*"; bad=1; }
# expect STATUS ARGUMENTS...: runs it with nothing on standard input
expect() {
    want=$1
    shift
    "$masudi" "$@" </dev/null >"$tmp/out" 2>"$tmp/err"
    got=$?
    [ "$got" -eq "$want" ] || fail "masudi $*: status $got, not $want"
}
says() { grep -q -- "$1" "$tmp/$2" || fail "no '$1' on $2: $(cat "$tmp/$2")"; }

expect 2
says usage err
expect 0 help
says 'code  ' out
expect 0 --help
expect 0 --version
says '^masudi [0-9]' out
says '^kernels [a-z0-9-]' out
MASUDI_KERNEL=ref expect 0 --version
says '^kernels ref$' out
MASUDI_KERNEL=abacus expect 2 --version
says "no kernel 'abacus'" err
expect 0 version
expect 2 nosuchverb
says nosuchverb err
expect 2 help nosuchverb
"$masudi" help | awk '/^verbs:/ { on = 1; next } on && NF { print $1 }' >"$tmp/verbs"
[ "$(wc -l <"$tmp/verbs")" -ge 6 ] || fail "few verbs: $(cat "$tmp/verbs")"
while read -r verb; do
    case $verb in help | version) continue ;; esac
    expect 0 help "$verb"
    says "usage: masudi $verb" out
    cp "$tmp/out" "$tmp/help"
    expect 0 "$verb" --help
    cmp -s "$tmp/out" "$tmp/help" || fail "help $verb and $verb --help differ"
    expect 2 "$verb" --no-such-option
    says "no-such-option" err
    [ -s "$tmp/out" ] && fail "$verb: an error on standard output"
done <"$tmp/verbs"
expect 2 code --in
says '--in needs' err
expect 2 code --in no-such-kind x
expect 2 code --jobs many x
expect 2 code -jx x
expect 2 code --flush=1 x
expect 2 code --event FIGHT x
expect 2 code --status maybe x
expect 2 code --country Iraq x
expect 2 code --from yesterday x
expect 2 read --max-document 2T x
expect 2 model
expect 2 model frobnicate
expect 2 model import
expect 2 schema x
expect 0 schema
says 'json-schema.org/draft/2020-12' out
# what set-up makes is not there: one line that says which command makes it
MASUDI_MODEL=$tmp/none expect 3 code --quiet x
says 'masudi model import' err
[ "$(wc -l <"$tmp/err")" -eq 1 ] || fail "not one line: $(cat "$tmp/err")"
MASUDI_MODEL=$tmp/none expect 3 parse x
expect 3 code --model "$tmp/none" x
printf 'no model at all, but long enough to be looked into, as far as that goes\n' >"$tmp/file"
expect 3 model check "$tmp/file"
expect 3 parse --model "$tmp/file" x
# help shows every value whole
expect 0 help code
says 'arrow|parquet' out
exit "$bad"
