#!/usr/bin/env python3
"""Real files of every kind: is each item found, or refused with a reason?

    python3 bench/formats/run.py [FOLDER] [--masudi PROGRAM] [--all]

FOLDER holds a folder for each kind (default: ../shared/data/formats). For every file
the number of items is counted another way, by what an item looks like in the bytes,
and must equal what `masudi read` gives and refuses together; dates of feed items are
read another way, too (email.utils, datetime). One line a file: what was found, and
each refusal. Ends with 1 when something was lost, crashed or took over a minute.
"""
import argparse
import datetime
import email.utils
import glob
import json
import os
import re
import subprocess
import sys
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def content(path):
    with open(path, "rb") as f:
        data = f.read()
    out = b""
    while data[:2] == b"\x1f\x8b":
        d = zlib.decompressobj(31)
        try:
            out += d.decompress(data)
        except zlib.error:
            return out
        data = d.unused_data.lstrip(b"\0")
    return out + data


def count(pattern):
    return lambda data, path: len(re.findall(pattern, data))


def warc(data, path):
    """Responses, resources and conversions; pages of ARC."""
    if data.startswith(b"filedesc:"):
        return max(0, len(re.findall(rb"(?m)^https?://.* \d+ \S+ \S+$", data)))
    n = 0
    for head in re.findall(rb"WARC/1\.\d\r?\n((?:[^\r\n]+\r?\n)+)", data):
        kind = re.search(rb"(?i)WARC-Type: *(\w+)", head)
        meta = re.search(rb"(?i)WARC-Target-URI: *<?(metadata|dns):", head)
        n += bool(kind and kind.group(1) in (b"response", b"resource", b"conversion") and not meta)
    return n


def lexis(data, path):
    if path.lower().endswith(".docx"):
        with zipfile.ZipFile(path) as z:
            return len(re.findall(rb"Load-Date:", z.read("word/document.xml")))
    return len(re.findall(rb"\d+ of \d+ DOCUMENTS", data))


KINDS = {
    "rss_atom": count(rb"<(?:item|entry)[ >]"),
    "news_sitemap": count(rb"<url>"),
    "nitf": count(rb"<nitf[ >]"),
    "newsml_g2": lambda d, p: max(1, len(re.findall(rb"<(?:newsItem|packageItem|conceptItem)[ >\n]", d))),
    "newsml_1_2": count(rb"<NewsItem[ >]"),
    "ninjs": lambda d, p: 1,
    "iptc7901": count(rb"\x01"),
    "warc": warc,
    "lexisnexis": lexis,
    "factiva": count(rb"<article>|class=\"article \w+Article"),
    "html_pages": lambda d, p: 1,
}


def feed_dates(data):
    """The dates of items in order, in UTC, where this program can read them; None where not."""
    dates = []
    for item in re.findall(rb"<(?:item|entry)[ >].*?</(?:item|entry)>", data, re.S):
        m = re.search(rb"<(?:pubDate|published|dc:date|updated)>\s*([^<]+?)\s*<", item)
        p = re.search(rb"<published>\s*([^<]+?)\s*<", item) or m
        text = p.group(1).decode("latin-1") if p else ""
        when = None
        try:
            when = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        except ValueError:
            try:
                when = email.utils.parsedate_to_datetime(text)
            except (ValueError, TypeError):
                pass
        dates.append(when.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
                     if when is not None and when.tzinfo else None)
    return dates


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", nargs="?", default=os.path.join(ROOT, "../shared/data/formats"))
    ask.add_argument("--masudi", default=os.path.join(ROOT, "build/masudi"))
    ask.add_argument("--all", action="store_true", help="also print what was found of each item")
    args = ask.parse_args()
    if not os.path.isdir(args.folder):
        print("skipped: no", args.folder)
        return 77
    bad, n_file, n_found, n_refused = 0, 0, 0, 0
    for kind, expected in KINDS.items():
        for path in sorted(glob.glob(os.path.join(args.folder, kind, "*"))):
            if path.endswith("gold.jsonl"):
                continue
            run = subprocess.run([args.masudi, "read", path], capture_output=True, timeout=60, check=False)
            docs = [json.loads(line) for line in run.stdout.decode().split("\n") if line]
            refused = run.stderr.decode(errors="replace").splitlines()
            data = content(path)
            want = expected(data, path)
            faults = []
            if run.returncode not in (0, 1) or (run.returncode == 1) != bool(refused):
                faults.append("status %d" % run.returncode)
            if len(docs) + len(refused) < want or len(docs) > want:
                faults.append("%d items in it" % want)
            if kind == "rss_atom":
                faults += ["date %s, not %s" % (d["date"], w)
                           for d, w in zip(docs, feed_dates(data)) if w and d["date"] != w]
            faults += ["neither title nor text" for d in docs if not d["text"] and not d["title"]]
            n_file, n_found, n_refused, bad = n_file + 1, n_found + len(docs), n_refused + len(refused), bad + bool(faults)
            if kind != "html_pages" or faults:
                print("%-5s %s/%s: %d found, %d refused%s" % (
                    "FAULT" if faults else "ok", kind, os.path.basename(path), len(docs), len(refused),
                    "; ".join([""] + faults)))
                for line in refused:
                    print("        " + line[len(path):])
            for d in docs if args.all else []:
                print("        %s | %s | %s | %s | %d characters" % (
                    d["date"], d["title"], d["url"], d["publisher"], len(d["text"])))
    print("%d files, %d items found, %d refused with a reason, %d files with a fault" % (n_file, n_found, n_refused, bad))
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
