#!/bin/sh
# scripts.sh [ROOT]: every shell script parses, and shellcheck has nothing to say where it is installed.
cd "${1:-.}" || exit 2
list=$(find run .ci tools test python -type f \( -name '*.sh' -o -path '*.ci/run' -o -path run \) 2>/dev/null | sort)
bad=0
for script in $list; do
    case $(head -n 1 "$script") in
    *bash) bash -n "$script" || bad=1 ;;
    *) sh -n "$script" || bad=1 ;;
    esac
done
if command -v shellcheck >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    shellcheck -S warning $list || bad=1
fi
exit "$bad"
