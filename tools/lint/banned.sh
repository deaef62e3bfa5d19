#!/bin/sh
# banned.sh [BUILD]: what no code of ours may call. The library and the importer
# neither print nor end the process; nobody uses calls that cannot be bounded.
# The one list of them is here.
build=${1:-build}
unbounded='strcpy|strcat|stpcpy|sprintf|vsprintf|strtok|atoi|atol|atof|gets'
printing='printf|fprintf|vprintf|vfprintf|puts|putchar|perror|stdout|stderr|exit|_exit|quick_exit|abort'

# FILE WORDS: undefined symbols of FILE, also in the checked form (__NAME_chk) that a compiler may choose.
undefined() {
    if ! [ -f "$1" ]; then
        echo "$1: not there"
        return 1
    fi
    found=$(nm -u "$1" 2>/dev/null | awk '$1 == "U" { print $2 }' | sed 's/^__\(.*\)_chk$/\1/; s/@.*//' |
        grep -xE "$2" | sort -u | tr '\n' ' ')
    [ -z "$found" ] && return 0
    echo "$1: calls $found"
    return 1
}
bad=0
undefined "$build/libmasudi.a" "$unbounded|$printing" || bad=1
undefined "$build/libmasudi_formats.a" "$unbounded|$printing" || bad=1
for object in "$build"/CMakeFiles/masudi_import.dir/src/*/*.o; do
    undefined "$object" "$unbounded|$printing" || bad=1
done
for object in "$build"/CMakeFiles/masudi.dir/src/*/*.o; do
    undefined "$object" "$unbounded" || bad=1
done
exit "$bad"
