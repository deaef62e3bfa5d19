#!/bin/sh
# layers.sh [ROOT]: a file of src/ includes only its own folder or folders that
# stand before it in src/LAYERS.
cd "${1:-.}" || exit 2
# shellcheck disable=SC2016
find src -name '*.[ch]' | sort | xargs awk '
    NR == FNR { for (i = 1; i <= NF; i++) rank[$i] = i; next }
    FNR == 1 {
        split(FILENAME, path, "/")
        if (!(path[2] in rank)) { print FILENAME ": src/LAYERS does not name its folder"; bad = 1 }
    }
    /^[ \t]*#[ \t]*include[ \t]*"[^"\/]*\// {
        to = $0; sub(/^[^"]*"/, "", to); sub(/\/.*/, "", to)
        if (!(to in rank) || rank[to] > rank[path[2]]) {
            print FILENAME ":" FNR ": may not include from " to; bad = 1
        }
    }
    END { exit bad }' src/LAYERS
