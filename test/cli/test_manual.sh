#!/bin/sh
# test_manual.sh BUILD: a man page for each verb and completion for three shells, true to what the program takes.
set -eu
build=$1
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
ln -s "$(cd "$build" && pwd)/masudi" "$tmp/masudi"
python3 tools/manual.py "$tmp"

bad=0
fail() {
    echo "$*"
    bad=1
}
verbs=$("$build/masudi" help | awk '/^  [a-z]+ / && $1 != "help" && $1 != "version" { print $1 }')
[ -n "$verbs" ] || fail "help names no verb"
for verb in $verbs; do
    page=$tmp/manual/man/man1/masudi-$verb.1
    [ -s "$page" ] || { fail "no page of $verb"; continue; }
    # every option that help names stands in the page and in each completion
    "$build/masudi" help "$verb" | grep -o '^  --[a-z-]*' | tr -d ' ' | while read -r option; do
        grep -qF -- "\\fB$(echo "$option" | sed 's/-/\\-/g')\\fR" "$page" || echo "$verb: $option is not in its page"
        for file in bash-completion/completions/masudi zsh/vendor-completions/_masudi; do
            grep -qF -- "$option" "$tmp/manual/$file" || echo "$verb: $option is not in $file"
        done
        grep -q -- "__fish_seen_subcommand_from $verb' -l ${option#--}\( \|$\)" "$tmp/manual/fish/vendor_completions.d/masudi.fish" ||
            echo "$verb: $option is not in fish's"
    done >"$tmp/missing"
    [ ! -s "$tmp/missing" ] || fail "$(cat "$tmp/missing")"
    if command -v man >/dev/null; then
        said=$(LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
        [ -z "$said" ] || fail "$page: $said"
    fi
done

if command -v bash >/dev/null; then
    offered() { # WORDS...: what bash would offer for the last one
        # shellcheck disable=SC2016
        bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _masudi; echo "${COMPREPLY[*]}"' \
            - "$tmp/manual/bash-completion/completions/masudi" "$@"
    }
    [ "$(offered masudi wat)" = watch ] || fail "bash: no verb offered: $(offered masudi wat)"
    [ "$(offered masudi code --max-doc)" = --max-document ] || fail "bash: no option: $(offered masudi code --max-doc)"
    [ "$(offered masudi code --out geoj)" = geojson ] || fail "bash: no choice: $(offered masudi code --out geoj)"
fi
for shell in zsh fish; do
    command -v $shell >/dev/null || continue
    file=$(find "$tmp/manual/$shell" -type f)
    $shell -n "$file" || fail "$shell does not read its completion"
done
exit "$bad"
