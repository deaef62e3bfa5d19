#!/bin/sh
# length.sh [ROOT]: no function over 80 lines, braces included. Functions are
# found by our own layout: the opening and the closing brace stand alone in the
# first column. The exceptions are named below, as file:function.
cd "${1:-.}" || exit 2
exceptions=''
# shellcheck disable=SC2016
find src sqlite fuzz test bench examples python -name '*.[ch]' 2>/dev/null | sort | xargs awk -v limit=80 -v exceptions="$exceptions" '
    BEGIN { n = split(exceptions, list); for (i = 1; i <= n; i++) free[list[i]] = 1 }
    FNR == 1 { start = 0; name = "" }
    !start && match($0, /^[A-Za-z_].*[A-Za-z0-9_]+\(/) {
        name = substr($0, 1, RLENGTH - 1); sub(/\(.*/, "", name); sub(/.*[^A-Za-z0-9_]/, "", name)
    }
    $0 == "{" { start = FNR }
    /^}/ && start {
        n = FNR - start + 1
        if (n > limit && !((FILENAME ":" name) in free)) {
            print FILENAME ":" start ": " name " has " n " lines; the limit is " limit; bad = 1
        }
        start = 0
    }
    END { exit bad }'
