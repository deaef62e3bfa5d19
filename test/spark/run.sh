#!/bin/sh
# run.sh [BUILD]: masudi.spark on Spark from the package index, in an environment of its own under BUILD/spark. Ends with 77
# and a word when Python, Java or the packages cannot be had.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${1:-build}
python=${PYTHON:-python3}
mkdir -p "$build" || exit 1
env=$(cd "$build" && pwd)/spark
skip() {
    echo "test-spark: skipped: $*"
    exit 77
}
command -v java >/dev/null 2>&1 || skip "no java: apt-get install openjdk-17-jre-headless"
command -v "$python" >/dev/null 2>&1 || skip "no $python"
"$python" -c 'import os, sysconfig, sys; sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' ||
    skip "no Python.h: apt-get install python3-dev"
if ! cmp -s test/spark/requirements.txt "$env/requirements.txt"; then
    "$python" -m venv --clear "$env" >/dev/null 2>&1 || skip "no environment can be made: apt-get install python3-venv"
    "$env/bin/pip" install -q --disable-pip-version-check -r test/spark/requirements.txt ||
        skip "the packages of test/spark/requirements.txt cannot be had"
    cp test/spark/requirements.txt "$env/requirements.txt"
fi
"$env/bin/pip" install -q --disable-pip-version-check --no-deps --force-reinstall ./python || exit 1
MASUDI_COMMAND=$(cd "$build" && pwd)/masudi PYTHONSAFEPATH=1 PYTHONPATH=test/spark \
    "$env/bin/python" -m pytest -q -p no:cacheprovider test/spark
