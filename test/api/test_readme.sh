#!/bin/sh
# test_readme.sh BUILD [--accept]: the rows between README.md's demo marks are
# rows that `masudi code --out table examples/crisis.txt` prints, in its order.
# --accept renews each shown row by its [trigger], and drops those that are gone.
set -u
build=$1
[ -x "$build/masudi" ] || { echo "no program"; exit 77; }
out=$(mktemp)
trap 'rm -f "$out" "$out.md"' EXIT
"$build/masudi" code --out table examples/crisis.txt >"$out" 2>"$out.md" </dev/null
status=$?
[ "$status" -eq 3 ] && { cat "$out.md"; exit 77; }
[ "$status" -eq 0 ] || { cat "$out.md"; exit 1; }
# shellcheck disable=SC2016
awk -v accept="${2:-}" '
    function trigger(row) { return match(row, /\[[^]]*\]/) ? substr(row, RSTART, RLENGTH) : substr(row, 1, 4) }
    NR == FNR { row[++n] = $0; next }
    /<!-- demo -->/ { inside = 1 }
    /<!-- end of demo -->/ { inside = 0 }
    inside && !/^(```|<!--|$)/ {
        from = at
        while (at < n && !(accept ? trigger(row[at + 1]) == trigger($0) : row[at + 1] == $0)) at++
        if (at < n) { $0 = row[++at]; shown++ }
        else if (accept) { at = from; next }
        else { print "README.md:" FNR ": the demo does not print this row there:\n" $0 > "/dev/stderr"; bad = 1; at = from }
    }
    accept { print }
    END { exit bad || shown < 5 }' "$out" README.md >"$out.md" || { echo "make golden-accept renews README.md"; exit 1; }
[ "${2:-}" = --accept ] && ! cmp -s "$out.md" README.md && cp "$out.md" README.md && echo "renewed README.md"
exit 0
