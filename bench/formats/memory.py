#!/usr/bin/env python3
"""Does a crawl of any size stream in flat memory?

    python3 bench/formats/memory.py [--mb 1024] [--masudi PROGRAM] [--most MB]

Pipes a WARC of --mb MiB, made as it goes, into `masudi read` and prints one JSON
line: pages, seconds, and the peak of resident memory, beside that of a sixteenth of
it. Ends with 1 when pages are missing, or when the large one needs over --most MiB more.
"""
import argparse
import json
import os
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def record(k):
    page = "<html><head><title>Story %d</title></head><body><ul>%s</ul><div class='article-body'>%s</div></body></html>" % (
        k, "<li><a href='/x'>another story</a></li>" * 300,
        "<p>Troops left the town on Monday, said people who live there, and went home after three months.</p>" * 40)
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    head = ("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%d>\r\nWARC-Target-URI: https://d.example/%d\r\n"
            "Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % (k, k, len(http)))
    return head.encode() + http + b"\r\n\r\n"


def peak(masudi, mb):
    """Pages read, pages written, seconds, peak KiB."""
    block = b"".join(record(k) for k in range(64))
    times = max(1, (mb << 20) // len(block))
    begun = time.time()
    with subprocess.Popen([masudi, "read"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        def feed():
            for _ in range(times):
                run.stdin.write(block)
            run.stdin.close()
        feeder = threading.Thread(target=feed)
        feeder.start()
        lines = 0
        for part in iter(lambda: run.stdout.read(1 << 20), b""):
            lines += part.count(b"\n")
        feeder.join()
        _, _, use = os.wait4(run.pid, 0)
        run.returncode = 0
    return lines, times * 64, time.time() - begun, use.ru_maxrss


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--mb", type=int, default=1024)
    ask.add_argument("--most", type=int, default=8)
    ask.add_argument("--masudi", default=os.path.join(ROOT, "build/masudi"))
    args = ask.parse_args()
    small = peak(args.masudi, max(1, args.mb // 16))
    large = peak(args.masudi, args.mb)
    print(json.dumps({"mib": args.mb, "pages": large[0], "seconds": round(large[2], 1),
                      "peak_mib": round(large[3] / 1024, 1), "peak_mib_of_a_sixteenth": round(small[3] / 1024, 1)}))
    return large[0] != large[1] or small[0] != small[1] or large[3] - small[3] > args.most * 1024


if __name__ == "__main__":
    sys.exit(main())
