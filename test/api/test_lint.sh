#!/bin/sh
# test_lint.sh: every check of tools/lint passes a small sound tree and fails
# once a fault of its kind is planted there.
set -u
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n_fail=0
n=0

# A sound tree of two folders and the library made of it.
sound() {
    rm -rf "${dir:?}"/*
    mkdir -p "$dir/src/base" "$dir/src/doc" "$dir/src/cli" "$dir/include" "$dir/tools" "$dir/.ci" "$dir/test" \
        "$dir/build/CMakeFiles/masudi_import.dir/src/parse" "$dir/build/CMakeFiles/masudi.dir/src/cli"
    cp -r tools/lint "$dir/tools/"
    cp .clang-format "$dir/"
    echo 'base doc cli' >"$dir/src/LAYERS"
    printf '#ifndef MASUDI_H\n#define MASUDI_H\n%s\nint msd_one(void);\n%s\n#endif\n' \
        'typedef int msd_options;
enum { MSD_OK, MSD_OPTIONS_INIT };
#ifdef __cplusplus
extern "C" {
#endif' '#ifdef __cplusplus
}
#endif' >"$dir/include/masudi.h"
    echo 'int msdx_two(void);' >"$dir/src/base/two.h"
    printf '#include "base/two.h"\nint msdx_two(void)\n{\n    return 2;\n}\n' >"$dir/src/base/two.c"
    printf '#include "base/two.h"\n#include "masudi.h"\n__attribute__((visibility("default"))) int msd_one(void)\n{\n%s}\n' \
        '    return msdx_two() - 1;
' >"$dir/src/doc/one.c"
    echo 'int msdx_three;' >"$dir/src/cli/three.c"
    printf '#!/bin/sh\necho run\n' | tee "$dir/run" "$dir/.ci/run" >/dev/null
}
build() {
    (
        cd "$dir" || exit 1
        flags='-O1 -fPIC -fvisibility=hidden -Isrc -Iinclude'
        # shellcheck disable=SC2086
        for folder in base doc; do
            for source in src/"$folder"/*.c; do cc $flags -c "$source" -o "build/$(basename "$source" .c).o" || exit 1; done
        done
        rm -f build/libmasudi*.a
        ar rc build/libmasudi.a build/*.o && ar rc build/libmasudi_formats.a build/two.o && cc -shared -o build/libmasudi.so build/*.o &&
            cc -Isrc -c src/base/two.c -o build/CMakeFiles/masudi_import.dir/src/parse/import.c.o &&
            cc -c src/cli/three.c -o build/CMakeFiles/masudi.dir/src/cli/three.c.o
    ) || echo "the planted tree does not build"
}
check() { # passes|fails CHECK WHERE
    n=$((n + 1))
    if (cd "$dir" && MSD_NO_CXX=1 sh "tools/lint/$2.sh" "$3") >"$dir.out" 2>&1; then got=passes; else got=fails; fi
    if [ "$got" != "$1" ]; then
        n_fail=$((n_fail + 1))
        echo "FAIL $2 $got and should not"
        cat "$dir.out"
    fi
    rm -f "$dir.out"
}

sound
build
for name in format layers length header scripts; do check passes $name .; done
for name in names banned; do check passes $name build; done

printf 'int msdx_tab;\t\n' >>"$dir/src/base/two.c"
check fails format .
sound
printf 'int msdx_end;' >>"$dir/src/base/two.c"
check fails format .
if command -v clang-format >/dev/null 2>&1 && clang-format --version | grep -q ' 14\.'; then
    sound
    printf 'int   msdx_wide( void ) ;\n' >>"$dir/src/base/two.h"
    check fails format .
fi

sound
sed -i '1i #include "doc/one.h"' "$dir/src/base/two.c"
check fails layers .
sound
mkdir "$dir/src/other" && echo 'int msdx_other;' >"$dir/src/other/other.c"
check fails layers .

sound
{
    printf 'int msdx_long(void)\n{\n'
    yes '    msdx_two();' | head -n 78
    printf '}\n'
} >>"$dir/src/base/two.c"
check passes length .
sed -i 's/^int msdx_long(void)$/int msdx_long(void)/; $d' "$dir/src/base/two.c"
printf '    return 0;\n}\n' >>"$dir/src/base/two.c"
check fails length .

sound
echo 'int stray;' >>"$dir/src/base/two.c"
build
check fails names build
sound
echo '__attribute__((visibility("default"))) int msd_unheard(void) { return 0; }' >>"$dir/src/base/two.c"
build
check fails names build

for call in 'printf("x%d", msdx_two())' 'exit(1)' 'abort()' 'puts("x")' 'fflush(stdout)'; do
    sound
    printf '#include <stdio.h>\n#include <stdlib.h>\nvoid msdx_bad(void) { %s; }\n' "$call" >>"$dir/src/base/two.c"
    build
    check fails banned build
done
for call in 'strcpy(msdx_s, getenv("A"))' 'strcat(msdx_s, getenv("A"))' 'sprintf(msdx_s, "%d", msdx_three)' \
    'strtok(msdx_s, " ")' 'msdx_three = atoi(msdx_s)'; do
    sound
    printf '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\nchar msdx_s[9];\nvoid msdx_bad(void) { %s; }\n' \
        "$call" >>"$dir/src/cli/three.c"
    build
    check fails banned build
done
sound
printf '#include <stdio.h>\nvoid msdx_say(void) { puts("the program may print"); }\n' >>"$dir/src/cli/three.c"
build
check passes banned build

sound
echo 'size_t msd_needs_stddef(void);' >>"$dir/include/masudi.h"
check fails header .

sound
echo 'if true; then' >>"$dir/run"
check fails scripts .

echo "$n checks, $n_fail failed"
[ "$n_fail" -eq 0 ]
