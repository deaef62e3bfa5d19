#!/bin/sh
# test_sbom.sh BUILD: the list of parts names every library the program is linked with, and what set-up pins.
set -eu
build=$1
command -v python3 >/dev/null && command -v readelf >/dev/null || { echo "skipped: no python3 or no readelf"; exit 77; }
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 tools/sbom.py >"$tmp/sbom.json"
readelf -d "$build/masudi" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' >"$tmp/needed"
python3 - "$tmp/sbom.json" "$tmp/needed" <<'END'
import json, re, sys
sbom = json.load(open(sys.argv[1]))
parts = {part["name"]: part for part in sbom["components"]}
bad = []
plain = lambda name: re.sub(r"[^a-z]|so$", "", name.split(".so")[0].lower())
have = {plain(part["name"]) for part in sbom["components"] if part["scope"] == "required"} | {"libz"}
runtime_of_compiler = ("libm", "libgcc", "libasan", "libubsan", "libtsan", "libpthread", "ldlinux", "libgcov")
for library in open(sys.argv[2]).read().split():
    if not plain(library).startswith(runtime_of_compiler) and plain(library) not in have and library != "libm.so.6":
        bad.append(f"{library} is in the program and not in the list")
run = open("run").read()
for what in ("model", "towns", "regions"):
    name, sha = (re.search(rf"^{what}_{key}=(\S+)", run, re.M).group(1) for key in ("name", "sha256"))
    if {"alg": "SHA-256", "content": sha} not in parts.get(name, {}).get("hashes", []):
        bad.append(f"{name}: not in the list with its check sum")
for part in sbom["components"]:
    if not part["version"] or not part["purl"].startswith("pkg:"):
        bad.append(f"{part['name']}: no version or no address")
refs = [part["bom-ref"] for part in sbom["components"]]
if len(refs) != len(set(refs)):
    bad.append("a part stands twice")
print("\n".join(bad), end="\n" if bad else "")
sys.exit(bool(bad))
END
