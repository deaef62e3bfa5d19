"""warc_gigabyte.py MASUDI MEGABYTES: a WARC of that size, made as it is read: pages in the manner of a crawl, with their
scripts, pictures between them, some of it broken. All pages come out, in memory that does not grow with the file; gzipped
too, and through a folder of `masudi watch`."""
import gzip
import os
import random
import subprocess
import sys
import tempfile
import time

masudi, megabytes = sys.argv[1], int(sys.argv[2])
dice = random.Random(5)
noise = dice.randbytes(1 << 18)
sentence = "Peru expelled the ambassador of Ecuador on Monday, and the ministry in Lima said that talks would go on. "
bad = []


def check(true, what):
    if not true:
        bad.append(what)
        print("FAIL:", what)


def record(kind, uri, content_type, body):
    head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{uri[-12:]:0>36}>\r\nWARC-Target-URI: {uri}\r\n"
            f"WARC-Date: 2026-03-02T10:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n")
    return head.encode() + body + b"\r\n\r\n"


def response(i, content_type, body):
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return record("response", f"https://news{i % 97}.example/{i:012d}", "application/http; msgtype=response", http + body)


def records(megabytes):
    """(bytes, how many pages) until there are so many."""
    size, i = 0, 0
    while size < megabytes << 20:
        i += 1
        script = "var x=[" + "1234567890,".join([""] * 15000) + "];"
        page = (f"<html lang='en'><head><title>Envoy {i} told to go</title><script>{script}</script></head><body><nav>"
                f"<a href='/'>Home</a></nav><article><h1>Envoy {i} told to go</h1>"
                + "".join(f"<p>{sentence} Item {i}, paragraph {k}, tells the same again in other words.</p>" for k in range(4))
                + "</article></body></html>")
        parts = [record("request", f"https://news.example/{i:012d}", "application/http; msgtype=request",
                        b"GET / HTTP/1.1\r\n\r\n"), response(i, "text/html; charset=utf-8", page.encode())]
        if i % 3 == 0:
            at = dice.randrange(1 << 16)
            parts.append(response(i + 10**9, "image/jpeg", b"\xff\xd8\xff\xe0" + noise[at:]))
        data = b"".join(parts)
        size += len(data)
        yield data


def run(args, feed=None):
    """Status, lines of standard output, the last of standard error, peak of memory in MB, seconds."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as err:
        p = subprocess.Popen([masudi, *args], stdin=subprocess.PIPE if feed else None, stdout=subprocess.PIPE, stderr=err)
        count = subprocess.Popen(["wc", "-l"], stdin=p.stdout, stdout=subprocess.PIPE, text=True)
        p.stdout.close()
        n = feed(p.stdin) if feed else 0
        if feed:
            p.stdin.close()
        _, status, usage = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
        lines = int(count.communicate()[0])
        err.seek(0)
        return p.returncode, lines, err.read(), usage.ru_maxrss >> 10, time.monotonic() - began, n


def write(out, megabytes, packed=False):
    n = 0
    for data in records(megabytes):
        out.write(gzip.compress(data, 1) if packed else data)
        n += 1
    return n


few, many = megabytes // 20, megabytes
peaks = {}


def told(what, size, peak, took, n, room=16):
    peaks[what, size] = peak
    print(f"{size} MB, {what}: {n} pages in {took:.1f} s, peak {peak} MB", flush=True)
    if size == many:
        check(peak < peaks[what, few] + room, f"memory grows with the file: {peaks}")


for packed in (False, True):
    for size in (few, many):
        status, lines, err, peak, took, n = run(["read", "--in", "warc", "-"], lambda f: write(f, size, packed))
        check(status in (0, 1) and lines == n, f"{size} MB: status {status}, {lines} documents of {n}: {err[-300:]}")
        told("read gzipped" if packed else "read", size, peak, took, n)
with tempfile.TemporaryDirectory() as folder:
    os.mkdir(f"{folder}/in")
    with open(f"{folder}/c.watch", "w", encoding="utf-8") as f:
        f.write(f"folder crawl\n path {folder}/in\nwatch envoys\n event SANCTION-expel\n mute 30d\n deliver stdout\n")
    for size in (few, many):
        with open(f"{folder}/in/crawl.warc.gz", "wb") as f:
            n = write(f, size, True)
        status, lines, err, peak, took, _ = run(["watch", f"{folder}/c.watch", "--store", f"{folder}/{size}.db", "--once"])
        if status == 3 and "en.model" in err:
            break
        check(f" {n} documents new" in err and lines == 1, f"{size} MB: status {status}, {lines} alerts: {err[-300:]}")
        told("watched, coded and stored", size, peak, took, n, 96)  # SQLite keeps pages, at most 64 MB of them
sys.exit(1 if bad else 0)
