#!/usr/bin/env python3
"""know_names.py [MASUDI]: how many of the names in ../shared/data are known, and which are not.

Reads the actor dictionaries of ../shared/data/dictionaries and the names and leaders of countryinfo, asks
`masudi know find --in jsonl` about each and prints the shares by file: `named` (one actor or place covers the name),
`role` (only words such as "rebels", with or without a country), `part`, `none`. --missing prints the names that are
not named, one a line with file and code: to see where to look, never to copy from. Skips where the data are absent.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent
DATA = HERE.parent / "shared" / "data"
FILES = ["Phoenix.MilNonState.actors.txt", "Phoenix.International.actors.txt", "Phoenix.Countries.actors.txt",
         "CAMEO.EthnicGroups.actors.txt", "CAMEO.ReligiousGroups.actors.txt"]
SMALL = {"of", "the", "and", "for", "in", "de", "la", "al", "on", "to", "by", "with", "a", "an"}


def words(name):
    """THE_NAME_OF_IT as news writes it; an abbreviation keeps its capitals."""
    parts = [p for p in re.split(r"[_\s]+", name.strip()) if p]
    if len(parts) == 1 and len(parts[0]) <= 6 and parts[0].isupper():
        return parts[0]
    out = []
    for n, part in enumerate(parts):
        low = part.lower()
        out.append(low if n and low in SMALL else re.sub(r"[A-Za-zÀ-ÿ]+(?:'[a-zA-Z]+)?",
                                                         lambda m: m[0][0].upper() + m[0][1:].lower(), part))
    return " ".join(out)


def dictionary(path):
    """(name, first code) of each head word and each '+' form: heads before their codes in brackets."""
    pending = []
    for line in path.read_text(encoding="utf-8", errors="replace").replace("\0", "").splitlines():
        line = line.split("#", 1)[0].rstrip()
        if not line.strip():
            continue
        code = re.search(r"\[([A-Z0-9]+)", line)
        name = re.sub(r"\[.*", "", line).strip().lstrip("+")
        name = re.sub(r"\(.*?\)", "", name).strip("_ \t")
        if name and not line.lstrip().startswith("["):
            pending.append(name)
        if code:
            for each in pending:
                yield words(each), code[1]
            pending = []


def countryinfo(path):
    """(name, country) of leaders, capitals and names."""
    text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8", errors="replace").replace("\0", ""), flags=re.S)
    for country in re.findall(r"<Country>(.*?)</Country>", text, flags=re.S):
        code = re.search(r"<CountryCode>(\w+)</CountryCode>", country)
        for tag in ("Capital", "Nationality", "CountryName", "Leadership", "Government"):
            for block in re.findall(rf"<{tag}>(.*?)</{tag}>", country, flags=re.S):
                for line in block.splitlines():
                    name = re.sub(r"\[.*|\{|#.*", "", line).split("}")[0].strip(" _\t")
                    if name and not name.startswith("<"):
                        yield words(name), code[1] if code else "---"


def resolve(masudi, names):
    feed = "".join(json.dumps({"text": n}) + "\n" for n in names)
    run = subprocess.run([masudi, "know", "find", "--in", "jsonl", "-"], input=feed, capture_output=True, text=True,
                         check=True)
    known = {}
    for line in run.stdout.splitlines():
        answer = json.loads(line)
        whole = [f for f in answer["found"] if f["end"] - f["start"] >= 0.7 * len(answer["text"])]
        named = [f for f in whole if f.get("entity") or f.get("via") != "agent"]
        known[answer["text"]] = "named" if named else "role" if whole else "part" if answer["found"] else "none"
    return known


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("masudi", nargs="?", default=str(HERE / "build" / "masudi"))
    parser.add_argument("--missing", action="store_true", help="print the names that no actor or place answers to")
    parser.add_argument("--file", help="only the files whose name contains this")
    args = parser.parse_args()
    if not DATA.is_dir():
        sys.exit("skipped: ../shared/data is not here")
    sets = [(f, list(dictionary(DATA / "dictionaries" / f))) for f in FILES if (DATA / "dictionaries" / f).exists()]
    info = DATA / "countryinfo" / "CountryInfo.txt"
    if info.exists():
        sets.append((info.name, list(countryinfo(info))))
    for name, pairs in sets:
        if args.file and args.file not in name:
            continue
        known = resolve(args.masudi, sorted({n for n, _ in pairs}))
        count = collections.Counter(known.get(n, "none") for n in {n for n, _ in pairs})
        total = sum(count.values()) or 1
        if args.missing:
            for each, code in sorted(set(pairs)):
                if known.get(each) != "named":
                    print(f"{known.get(each, 'none')}\t{name}\t{code}\t{each}")
            continue
        print(f"{name:34} {total:6} names, named {count['named'] / total:6.1%}, role {count['role'] / total:6.1%}, "
              f"part {count['part'] / total:6.1%}, none {count['none'] / total:6.1%}")


if __name__ == "__main__":
    main()
