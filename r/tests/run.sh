#!/bin/sh
# run.sh [BUILD]: the R package built, vignette and all, checked by R CMD check and tested, against the library installed
# under BUILD/r. Ends with 77 and a word where R or the packages of Debian that it needs are not there.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=$(cd "${1:-build}" && pwd) || exit 2
need='knitr markdown testthat tibble'
skip() {
    echo "test-r: skipped: $*"
    exit 77
}
command -v R >/dev/null 2>&1 || skip 'no R: apt-get install r-base-dev'
for package in $need; do
    Rscript -e "quit(status = !requireNamespace('$package', quietly = TRUE))" >/dev/null 2>&1 ||
        skip "no R package $package: apt-get install r-cran-$package"
done

rm -rf "$build/r"
mkdir -p "$build/r/lib"
cmake --install "$build" --prefix "$build/r/prefix" >/dev/null || exit 1
export PKG_CONFIG_PATH="$build/r/prefix/lib/pkgconfig"
[ -e "$PKG_CONFIG_PATH/masudi.pc" ] || PKG_CONFIG_PATH=$(dirname "$(find "$build/r/prefix" -name masudi.pc)")
# Nobody outside is asked: not for the time, nor for packages, of which an empty folder has none.
mkdir -p "$build/r/none/src/contrib"
: >"$build/r/none/src/contrib/PACKAGES"
echo "options(repos = c(CRAN = 'file://$build/r/none'))" >"$build/r/profile"
export _R_CHECK_FORCE_SUGGESTS_=true _R_CHECK_SYSTEM_CLOCK_=false R_PROFILE="$build/r/profile" R_LIBS="$build/r/lib"
export LC_ALL=C.UTF-8 # as the package says of itself; the tests hold in C too
unset MASUDI_MODEL MASUDI_KNOWLEDGE
cp -R r "$build/r/masudi"
cd "$build/r" || exit 1
R CMD build --no-manual masudi >build.log 2>&1 || { cat build.log; exit 1; }
R CMD check --no-manual masudi_*.tar.gz >check.log 2>&1
status=$?
cat check.log
[ "$status" -eq 0 ] || { tail -n 40 masudi.Rcheck/tests/*.fail masudi.Rcheck/00install.out 2>/dev/null; exit 1; }
if grep -qE '^Status:.*(ERROR|WARNING)' check.log; then exit 1; fi
R CMD INSTALL -l lib masudi_*.tar.gz >install.log 2>&1 || { cat install.log; exit 1; }
# The vignette has run, not only been printed.
grep -q 'THREATEN' lib/masudi/doc/masudi.html || { echo 'the vignette shows no claim'; exit 1; }
grep -q 'Status: OK' check.log || echo 'test-r: notes, see above'
