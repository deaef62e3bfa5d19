#!/bin/sh
# all.sh [BUILD]: every check of the source and of what was built; says which
# failed and ends with 1 if one did. BUILD is a release build (default: build).
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${1:-build}
bad=0
check() { # NAME COMMAND...
    name=$1
    shift
    if "$@"; then
        echo "ok    $name"
    else
        echo "FAIL  $name"
        bad=1
    fi
}
check format sh tools/lint/format.sh .
check layers sh tools/lint/layers.sh .
check length sh tools/lint/length.sh .
check names sh tools/lint/names.sh "$build"
check banned sh tools/lint/banned.sh "$build"
check header sh tools/lint/header.sh .
check built sh tools/lint/built.sh .
check scripts sh tools/lint/scripts.sh .
exit "$bad"
