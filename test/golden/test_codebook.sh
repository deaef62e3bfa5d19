#!/bin/sh
# test_codebook.sh BUILD [--accept]: doc/codebook.md is what `masudi know codebook`
# writes from the knowledge files of this tree. The version of the knowledge is
# compared with nothing: it changes with every actor that is added. --accept
# writes the page anew.
set -u
masudi=$(cd "$1" && pwd)/masudi
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
cd "$(dirname "$0")/../.." || exit 2
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
bad=0
fail() {
    echo "failed: $1"
    bad=1
}
unversioned() { sed 's/knowledge [0-9a-f]\{8\}/knowledge VERSION/' "$1"; }

"$masudi" know compile -o "$tmp/k.msd" 2>"$tmp/err" || { cat "$tmp/err"; exit 1; }
export MASUDI_KNOWLEDGE="$tmp/k.msd"
"$masudi" know codebook -o "$tmp/book.md" || exit 1
unversioned "$tmp/book.md" >"$tmp/new"
unversioned doc/codebook.md >"$tmp/old"
if [ "${2:-}" = --accept ]; then
    cmp -s "$tmp/new" "$tmp/old" || { cp "$tmp/book.md" doc/codebook.md; echo "accepted doc/codebook.md"; }
    exit 0
fi
diff -u "$tmp/old" "$tmp/new" || fail "doc/codebook.md is not what the knowledge says: make golden-accept, and read the diff"

# To standard output the same; twice the same.
"$masudi" know codebook >"$tmp/again.md"
cmp -s "$tmp/book.md" "$tmp/again.md" || fail "the same knowledge gives other bytes"

# The page for printing fetches nothing, runs nothing, and says the same.
"$masudi" know codebook --out html -o "$tmp/book.html" || fail "html"
grep -qiE '<script|<link|<img|<iframe|https?://|@import|url\(' "$tmp/book.html" && fail "the page asks for something"
grep -q '@media print' "$tmp/book.html" || fail "no rules for paper"
for tag in p ul li table tr td h2 h3 h4 q code; do
    open=$(grep -oE "<${tag}[ >]" "$tmp/book.html" | wc -l)
    close=$(grep -o "</${tag}>" "$tmp/book.html" | wc -l)
    [ "$open" = "$close" ] || fail "$open <$tag>, $close </$tag>"
done
[ "$(grep -c '^##* ' "$tmp/book.md")" = "$(grep -c '^<h[1-4]' "$tmp/book.html")" ] || fail "the two forms differ in headings"
grep -o 'href="#[^"]*"' "$tmp/book.html" | tr -d '"' | sed 's/href=#//' | while read -r to; do
    grep -q "id=\"$to\"" "$tmp/book.html" || echo "$to"
done >"$tmp/dangling"
[ -s "$tmp/dangling" ] && fail "links to nowhere: $(cat "$tmp/dangling")"

# A project's own words come into it, and text that is markup elsewhere stays text.
mkdir "$tmp/own"
printf 'context fish_war\n  definition Quarrels over *fish* & <nets> | boats.\n' >"$tmp/own/fish.txt"
"$masudi" know codebook --knowledge "$tmp/own" >"$tmp/own.md"
grep -qF 'Quarrels over \*fish\* & \<nets\> \| boats.' "$tmp/own.md" || fail "own words in Markdown"
"$masudi" know codebook --knowledge "$tmp/own" --out html >"$tmp/own.html"
grep -qF 'Quarrels over *fish* &amp; &lt;nets&gt; | boats.' "$tmp/own.html" || fail "own words in HTML"

"$masudi" know codebook --out json >/dev/null 2>&1
[ $? = 2 ] || fail "--out json is refused"
"$masudi" know codebook -o "$tmp/none/x" >/dev/null 2>&1
[ $? = 3 ] || fail "a file that cannot be written"
[ "$bad" = 0 ] && echo ok
exit "$bad"
