#!/bin/sh
# test_header.sh: masudi.h under strict C, and C++ where a compiler for it is.
if ! command -v "${CXX:-c++}" >/dev/null 2>&1; then
    echo "no C++ compiler: as C only"
    export MSD_NO_CXX=1
fi
exec sh tools/lint/header.sh .
