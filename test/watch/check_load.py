"""check_load.py BUILD: 200 feeds on 40 hosts for 30 made minutes, one request in five met by a fault. No item is lost
or doubled, each that is looked out for is told once, memory stays flat, and no host is asked more often than it may."""
import json
import os
import random
import threading
import time

from servers import Clock, Folder, Hook, Web, bomb, check, end, give, rss

FEEDS, HOSTS, MINUTES, EVERY, GAP = 200, 40, 30, 5, 2
dice = random.Random(11)
lines = ["Peru expelled the ambassador of Ecuador on Monday.", "Police arrested two protesters in Lima.",
         "France and Germany held talks in Dallas.", "It rained in the hills."]


class Feed:
    """Items appear at set times; a fault comes at one request in five."""

    def __init__(self, i, start):
        self.i, self.etag = i, dice.random() < 0.5
        self.items, at = [], start - 1200
        while at < start + MINUTES * 60 - 60:
            k = len(self.items)
            self.items.append((at, (f"i{k}", f"Item {k} of {i}", lines[(i + k) % len(lines)], start)))
            at += dice.expovariate(1 / 420)


def serve(feed, clock, faults, busy, h):
    now = clock.now()
    host = h.headers["Host"].split(":")[0]
    with lock:
        busy[host] = busy.get(host, 0) + 1
        check(busy[host] == 1, f"{host} has {busy[host]} requests at a time")
        times.setdefault(host, []).append(now)
        fault = dice.choice(bad_ways) if faults[0] and dice.random() < 0.2 else None
    body = rss([item for at, item in feed.items if at <= now][-30:])
    etag = f'"{len(body)}"'
    time.sleep(0.001)
    with lock:
        busy[host] -= 1  # from here on the other side may have its answer, and come again
    if fault:
        fault(h, body)
    elif feed.etag and h.headers.get("If-None-Match") == etag:
        h.answer(304)
    elif feed.etag:
        h.answer(200, body, ETag=etag)
    else:
        h.answer(200, body)


def pause(h, _):
    if dice.random() < 0.4:  # it takes real time
        time.sleep(0.4)
    h.drop()


lock, times = threading.Lock(), {}
small_bomb = bomb(1 << 24)
bad_ways = [lambda h, b: h.answer(500), lambda h, b: h.drop(), lambda h, b: h.answer(429, Retry_After="40"),
            lambda h, b: h.answer(503, Retry_After="90"), lambda h, b: h.answer(200, b[:len(b) // 2]),
            lambda h, b: h.answer(200, b[:len(b) // 2], Content_Length=str(len(b) + 9), Connection="close"),
            lambda h, b: h.answer(200, small_bomb, Content_Encoding="gzip"), lambda h, b: h.answer(302, Location=h.path),
            lambda h, b: h.answer(200, "<html><head><title>Sorry</title></head><body><p>Back soon.</p></body></html>"),
            lambda h, b: h.answer(304), pause]


def resident(pid):
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as f:
            return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


with Folder() as folder:
    web, clock, faults, busy = Web(), Clock(folder), [True], {}
    web.routes["/robots.txt"] = give("User-agent: *\nDisallow: /private\n")
    hook = Hook(web, fault=lambda n, h: faults[0] and n % 9 == 0 and (h.answer(502) or True))
    start = clock.now()
    feeds = [Feed(i, start) for i in range(FEEDS)]
    config = ["settings", " allow 127.0.0.0/8", f" every {EVERY}m", " timeout 300ms", f" gap {GAP}s", " size 4M"]
    for f in feeds:
        host = f"127.0.1.{1 + f.i % HOSTS}"
        web.routes[host, f"/{f.i}"] = lambda h, f=f: serve(f, clock, faults, busy, h)
        config += [f"feed f{f.i}", f" url {web.at(f'/{f.i}', host)}"]
    config += ["webhook hook", f" url {web.at('/hook')}", " secret-env SECRET", "watch envoys", " event SANCTION-expel",
               " deliver hook"]
    folder.write("c.watch", "\n".join(config) + "\n")
    began = time.monotonic()
    p = folder.start("watch", "c.watch", "--store", "s.db", "--for", f"{MINUTES}m", clock=clock, SECRET="open sesame")
    said, sizes = [], []
    reader = threading.Thread(target=lambda: said.extend(p.stderr))
    reader.start()
    while p.poll() is None:
        sizes.append(((clock.now() - start) / 60, resident(p.pid)))
        time.sleep(0.02)
    reader.join()
    took = time.monotonic() - began
    check(p.returncode == 0, f"status {p.returncode}: {''.join(said[-3:])}")
    check(clock.now() - start >= MINUTES * 60 - 1, "the clock did not go on")

    # what each host saw; with its robots.txt before the first
    closest = min(b - a for at in times.values() for a, b in zip(at, at[1:]))
    n = sum(len(at) for at in times.values())
    check(closest > GAP - 0.2, f"two requests to a host within {closest:.2f} s")
    check(n < FEEDS * MINUTES / EVERY * 1.5, f"{n} requests for {FEEDS} feeds every {EVERY} of {MINUTES} minutes")
    check(n > FEEDS * MINUTES / EVERY * 0.5, f"only {n} requests")
    check(web.n("/robots.txt") <= HOSTS + 1, f"robots.txt was asked for {web.n('/robots.txt')} times")
    early = max((s for m, s in sizes if 5 < m < 12), default=0)
    late = max((s for m, s in sizes if m > 20), default=0)
    check(late - early < 12 << 20, f"memory grew from {early >> 20} to {late >> 20} MB")

    # then all are well, and are asked once more
    faults[0] = False
    folder.write("well.watch", "\n".join(config).replace(" timeout 300ms", " timeout 30s") + "\n")
    status, out, err = folder.run("watch", "well.watch", "--store", "s.db", "--once", clock=clock, SECRET="open sesame")
    check(status == 0, f"all is well, but: {err}")
    want = {f"f{f.i}/{item[0]}" for f in feeds for at, item in f.items if at <= clock.now()}
    have = [row[0] for row in folder.sql("SELECT name FROM document")]
    check(len(have) == len(set(have)), "documents doubled")
    check(set(have) == want, f"{len(want - set(have))} lost, {len(set(have) - want)} too many of {len(want)}")
    check(folder.sql("SELECT count(*) FROM revision") == [[str(len(want))]], "revisions of what did not change")
    matching = sum(item[2] == lines[0] for f in feeds for at, item in f.items if at <= clock.now())
    told = [json.loads(body)["claims"][0]["doc"]["id"] for _, body in hook.taken]
    keys = {key for key, _ in hook.taken}
    check(len(set(told)) == len(keys) == matching, f"{len(set(told))} told under {len(keys)} keys, of {matching}")
    check(len(told) - matching <= 20, f"{len(told) - matching} told twice")  # of a sink slower than 300 ms: the machine is busy
    print(f"{FEEDS} feeds, {MINUTES} minutes in {took:.1f} s: {n} requests, {len(want)} items, {matching} told, closest "
          f"requests to a host {closest:.2f} s, memory {early >> 20} then {late >> 20} MB", flush=True)
    print(said[-1].strip())
end()
