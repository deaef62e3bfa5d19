#!/bin/sh
# run.sh [BUILD]: the package built by pip as a user builds it, in an environment of its own under BUILD/python, then its
# tests on what was installed. Ends with 77 and a word when Python, its headers or the packages cannot be had.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${1:-build}
python=${PYTHON:-python3}
mkdir -p "$build" || exit 1
env=$(cd "$build" && pwd)/python
skip() {
    echo "test-python: skipped: $*"
    exit 77
}
command -v "$python" >/dev/null 2>&1 || skip "no $python"
"$python" -c 'import os, sysconfig, sys; sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' ||
    skip "no Python.h: apt-get install python3-dev"
if ! cmp -s python/tests/requirements.txt "$env/requirements.txt"; then
    "$python" -m venv --clear "$env" >/dev/null 2>&1 || skip "no environment can be made: apt-get install python3-venv"
    "$env/bin/pip" install -q --disable-pip-version-check -r python/tests/requirements.txt ||
        skip "the packages of python/tests/requirements.txt cannot be had"
    cp python/tests/requirements.txt "$env/requirements.txt"
fi
"$env/bin/pip" install -q --disable-pip-version-check --no-deps --force-reinstall ./python || exit 1
bad=0
(cd python && "$env/bin/mypy" --strict --cache-dir "$env/mypy" masudi) || bad=1
# Not what lies in python/: what is tested is what was installed.
PYTHONSAFEPATH=1 "$env/bin/python" -m pytest -q -p no:cacheprovider python/tests || bad=1
exit $bad
