#!/usr/bin/env python3
"""sbom.py [--installed] > masudi.cdx.json: what Masudi is made of, as CycloneDX 1.5.

The lists are those that set-up goes by: the packages and pinned files of ./run, and what the page's lock
file brings into the page. `--installed` gives the versions of the libraries on this system (dpkg) in place of
the least ones that set-up asks for.
"""
import base64
import json
import re
import subprocess
import sys

# Which of ./run's packages stay with the program when it is built; the rest are tools.
RUNTIME = {"libc6-dev": "libc6", "libpcre2-dev": "libpcre2-8-0", "libutf8proc-dev": "libutf8proc2",
           "libjansson-dev": "libjansson4", "libzip-dev": "libzip4", "libsqlite3-dev": "libsqlite3-0",
           "libpq-dev": "libpq5", "libxml2-dev": "libxml2", "zlib1g-dev": "zlib1g", "libzstd-dev": "libzstd1",
           "libcurl4-openssl-dev": "libcurl4", "libmicrohttpd-dev": "libmicrohttpd12",
           "librdkafka-dev": "librdkafka1"}
LICENCE_OF = {"model": "MIT", "towns": "CC-BY-4.0", "regions": "CC-BY-4.0"}


def run_file():
    with open("run", encoding="utf-8") as f:
        return f.read()


def debian_packages(text):
    block = re.search(r"^packages='\n(.*?)^'", text, re.S | re.M).group(1)
    return [line.split()[:2] for line in block.split("\n") if line.strip()]


def installed(package):
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True)
    return asked.stdout if asked.returncode == 0 else None


def library(package, least, as_installed):
    name = RUNTIME.get(package, package)
    version = (installed(name) if as_installed else None) or least
    return {"type": "library" if package in RUNTIME else "application", "name": name, "version": version,
            "scope": "required" if package in RUNTIME else "excluded",
            "purl": f"pkg:deb/debian/{name}@{version}?distro=debian-12",
            "bom-ref": f"deb:{name}"}


def pinned(text, what):
    got = {key: re.search(rf"^{what}_{key}=(\S+)", text, re.M) for key in ("name", "version", "sha256")}
    name, version, sha = (got[key].group(1) for key in ("name", "version", "sha256"))
    return {"type": "machine-learning-model" if what == "model" else "data", "name": name, "version": version,
            "scope": "required", "purl": f"pkg:pypi/{name}@{version}", "bom-ref": f"pypi:{name}",
            "licenses": [{"license": {"id": LICENCE_OF[what]}}], "hashes": [{"alg": "SHA-256", "content": sha}]}


def page_packages():
    with open("web/package-lock.json", encoding="utf-8") as f:
        lock = json.load(f)["packages"]
    for path, entry in sorted(lock.items()):
        if not path or entry.get("dev") or entry.get("optional"):
            continue
        name = path.split("node_modules/")[-1]
        part = {"type": "library", "name": name, "version": entry["version"],
                "scope": "excluded" if name == "esbuild" else "required",
                "purl": f"pkg:npm/{name.replace('@', '%40')}@{entry['version']}", "bom-ref": f"npm:{name}"}
        if "license" in entry:
            part["licenses"] = [{"expression": entry["license"]}]
        if "integrity" in entry:
            kind, _, digest = entry["integrity"].partition("-")
            part["hashes"] = [{"alg": kind.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}]
        yield part


def main():
    text = run_file()
    with open("CMakeLists.txt", encoding="utf-8") as f:
        version = re.search(r"project\(masudi VERSION (\S+)", f.read()).group(1)
    parts = [library(name, least, "--installed" in sys.argv[1:]) for name, least in debian_packages(text)]
    parts += [pinned(text, what) for what in ("model", "towns", "regions")]
    parts += page_packages()
    needed = [p["bom-ref"] for p in parts if p["scope"] == "required"]
    json.dump({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
               "metadata": {"component": {"type": "application", "name": "masudi", "version": version,
                                          "bom-ref": "masudi", "licenses": [{"license": {"id": "MIT"}}]}},
               "components": parts, "dependencies": [{"ref": "masudi", "dependsOn": needed}]},
              sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
