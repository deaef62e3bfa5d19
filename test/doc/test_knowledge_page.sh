#!/bin/sh
# test_knowledge_page.sh BUILD [--accept]: doc/knowledge.md, done as it says. A
# block after `<!-- file NAME -->` is written to NAME; in a `console` block each
# line after `$ ` (and `> `) is run, and must print what stands below it.
# --accept writes what is printed into the page; read the diff.
set -u
build=$(cd "$1" && pwd)
[ -x "$build/masudi" ] || { echo "no $build/masudi"; exit 77; }
cd "$(dirname "$0")/../.." || exit 2
MASUDI_SOURCE=$(pwd)
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
PATH=$build:$PATH
MASUDI_KNOWLEDGE=$tmp/knowledge.msd
export PATH MASUDI_SOURCE MASUDI_KNOWLEDGE
masudi know compile knowledge -o "$MASUDI_KNOWLEDGE" 2>"$tmp/err" || { cat "$tmp/err"; exit 1; }
echo Peace. | masudi code --quiet - >/dev/null 2>"$tmp/err"
[ $? -eq 3 ] && { cat "$tmp/err"; exit 77; }

# The page as a script: it prints the page again, with what comes out in place of what stands there.
# shellcheck disable=SC2016
awk '
    function say(line) { gsub(/\047/, "\047\\\047\047", line); print "printf \047%s\\n\047 \047" line "\047" }
    function flush() {
        if (command != "") { print "{ " command "\n} 2>&1 </dev/null"; n++ }
        command = ""
    }
    /^<!-- file / { file = $3; say($0); next }
    /^```/ && !inside {
        inside = 1; say($0)
        console = $0 == "```console"
        if (file != "") print "mkdir -p \"$(dirname " file ")\"; : >" file
        next
    }
    /^```$/ && inside { flush(); inside = console = 0; file = ""; say($0); next }
    console && /^\$ / { flush(); say($0); command = substr($0, 3); next }
    console && /^> / { say($0); command = command "\n" substr($0, 3); next }
    console { next }
    { say($0) }
    file != "" && inside { line = $0; gsub(/\047/, "\047\\\047\047", line); print "printf \047%s\\n\047 \047" line "\047 >>" file }
    END { exit n < 10 }' doc/knowledge.md >"$tmp/script.sh" || { echo "under ten commands in the page"; exit 1; }
mkdir "$tmp/lesson"
(cd "$tmp/lesson" && sh "$tmp/script.sh") >"$tmp/page.md" || exit 1
if [ "${2:-}" = --accept ]; then
    cmp -s "$tmp/page.md" doc/knowledge.md || { cp "$tmp/page.md" doc/knowledge.md; echo "renewed doc/knowledge.md"; }
    exit 0
fi
diff -u doc/knowledge.md "$tmp/page.md" && echo ok && exit 0
echo "the page does not show what its commands print: make golden-accept, and read the diff"
exit 1
