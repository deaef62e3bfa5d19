#!/bin/sh
# header.sh [ROOT]: masudi.h alone is enough, twice is once, and strict
# compilers of both languages take it without a word. MSD_NO_CXX=1 leaves C++ out.
cd "${1:-.}" || exit 2
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
printf '#include <masudi.h>\n#include <masudi.h>\nint main(void) { msd_options opt = MSD_OPTIONS_INIT; (void)opt; return MSD_OK; }\n' \
    >"$dir/use.c"
sed 's/(void) {/() {/' "$dir/use.c" >"$dir/use.cpp"
strict='-Wall -Wextra -Wpedantic -Wshadow -Wundef -Werror -Iinclude -fsyntax-only'
bad=0
for std in c99 c11 c17; do
    # shellcheck disable=SC2086
    ${CC:-cc} -std=$std $strict -Wstrict-prototypes "$dir/use.c" || bad=1
done
if [ -z "${MSD_NO_CXX:-}" ]; then
    for std in c++11 c++17 c++20; do
        # shellcheck disable=SC2086
        ${CXX:-c++} -std=$std $strict -Wold-style-cast -Wno-missing-field-initializers "$dir/use.cpp" || bad=1
    done
fi
exit "$bad"
