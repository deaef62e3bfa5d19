#!/bin/sh
# format.sh [ROOT]: no tab, carriage return or space at a line's end in C, and
# every file ends with a newline; then clang-format 14 by .clang-format, which
# `sh tools/lint/format.sh --write` applies; tables that a generator wrote ("Made
# by tools/..." in the first line) are left as it wrote them. Without clang-format
# that part is left out with a word; FORMAT_STRICT=1 makes its absence a failure.
write=
[ "${1:-}" = --write ] && { write=1; shift; }
cd "${1:-.}" || exit 2
list=$(find include src sqlite fuzz test bench examples python -name '*.[ch]' 2>/dev/null | sort)
[ -n "$list" ] || { echo "format: no sources under $(pwd)"; exit 1; }
bad=0
# shellcheck disable=SC2086
grep -nE "$(printf '\t|\r| +$')" $list && bad=1
for file in $list; do
    [ -z "$(tail -c 1 "$file")" ] || { echo "$file: no newline at its end"; bad=1; }
done
list=$(for file in $list; do head -n 1 "$file" | grep -q 'Made by tools/' || echo "$file"; done)
tool=$(command -v clang-format-14 || command -v clang-format)
if [ -z "$tool" ] || ! "$tool" --version | grep -q ' 14\.'; then
    echo "format: clang-format 14 is not installed; only tabs and line ends were looked at"
    [ -z "${FORMAT_STRICT:-}" ] || bad=1
elif [ -n "$write" ]; then
    # shellcheck disable=SC2086
    "$tool" -i $list || bad=1
else
    # shellcheck disable=SC2086
    "$tool" --dry-run --Werror $list 2>&1 | grep -E ': (error|warning):' | sort -u | head -n 40 | grep . && bad=1
fi
exit "$bad"
