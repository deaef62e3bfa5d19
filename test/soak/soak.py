"""soak.py BUILD MINUTES: `watch` and `serve` on one store, under load, with faults on every side.

Feeds give new items all the time and fail one request in five; clients ask, code texts, hang, and go away in the
middle. At the end: every item is in the store once, every alert was told, `serve` answers as quickly as at first,
neither holds more memory, threads or files than after the first third, and both stop when told to.
"""
import http.client
import json
import os
import random
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "watch"))
from servers import Folder, Hook, Web, bomb, check, end, rss  # noqa: E402

MINUTES = float(sys.argv[2])
FEEDS, HOSTS, CLIENTS = 40, 20, 4
dice = random.Random(7)
texts = ["Peru expelled the ambassador of Ecuador on Monday.", "Police arrested two protesters in Lima.",
         "France and Germany held talks in Dallas.", "It rained in the hills."]
small_bomb = bomb(1 << 24)
faults, over = [True], threading.Event()


class Feed:
    """An item every ten seconds or so, as long as the soak lasts."""

    def __init__(self, i):
        self.i, self.items, self.next, self.lock = i, [], 0.0, threading.Lock()

    def answer(self, h):
        with self.lock:
            while not over.is_set() and time.time() >= self.next:
                k = len(self.items)
                self.items.append((f"i{k}", f"Item {k} of {self.i}", texts[(self.i + k) % len(texts)], int(time.time())))
                self.next = time.time() + dice.expovariate(1 / 10)
            body = rss(self.items[-60:])
        way = dice.randrange(25) if faults[0] else 99
        if way == 0:
            h.answer(500)
        elif way == 1:
            h.drop()
        elif way == 2:
            h.answer(200, body[:len(body) // 2])
        elif way == 3:
            h.answer(200, small_bomb, Content_Encoding="gzip")
        elif way == 4:
            time.sleep(0.5)
            h.drop()
        else:
            h.answer(200, body)


class Client(threading.Thread):
    """Asks what a page asks, codes texts, and in between behaves badly."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.took, self.wrong, self.begun = port, [], 0, time.time()

    def ask(self, path, body=None):
        began = time.monotonic()
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            c.request("POST" if body else "GET", path, body, {"Content-Type": "application/json"} if body else {})
            r = c.getresponse()
            r.read()
            self.wrong += r.status >= 500 and r.status != 503
        except OSError as fault:
            print("a client:", path, fault, flush=True)
            self.wrong += 1
        finally:
            c.close()
        self.took.append((time.time() - self.begun, time.monotonic() - began))

    def rude(self):
        s = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        s.sendall(dice.choice([b"GET /api/claims?limit=50 HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"\x16\x03\x01\x02\x00" * 20,
                               b"POST /api/code HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\n{\"te"]))
        if dice.random() < 0.2:
            time.sleep(2)
        s.close()

    def run(self):
        while not over.is_set():
            way = dice.randrange(10)
            if way < 3:
                self.ask("/api/claims?limit=50&event=SANCTION")
            elif way < 5:
                self.ask("/api/counts?by=month")
            elif way < 6:
                self.ask("/api/stories?limit=20")
            elif way < 8:
                self.ask("/api/code", json.dumps({"text": dice.choice(texts) * 3}))
            else:
                self.rude()
            time.sleep(dice.random() * 0.2)


def holds(pid):
    """Resident megabytes, threads, open files."""
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        said = dict(line.split(":", 1) for line in f if ":" in line)
    return int(said["VmRSS"].split()[0]) / 1024, int(said["Threads"]), len(os.listdir(f"/proc/{pid}/fd"))


def compare(name, seen):
    """Is what it holds at the end what it held after the first third?"""
    third, last = seen[len(seen) // 3:len(seen) // 2], seen[-max(1, len(seen) // 6):]
    early, late = ([max(row[i] for row in part) for i in range(3)] for part in (third, last))
    print(f"{name}: memory {early[0]:.0f} then {late[0]:.0f} MB, threads {early[1]} then {late[1]}, files {early[2]} then "
          f"{late[2]}", flush=True)
    check(late[0] < early[0] * 1.15 + 16, f"{name}: its memory grew")
    check(late[1] <= early[1] + 2, f"{name}: its threads grew")
    if name == "watch":
        check(late[2] <= early[2] + 16, f"{name}: its open files grew")


POOL = 40  # files at most that the kept stores hold, three each


def at_rest(pid, before, seconds=90):
    """Open files once nobody asks any more: what they were before anybody asked, and what the pool of stores keeps. Those
    who go away in mid-request are given up after half a minute, so how many are open meanwhile is a matter of their haste."""
    until = time.time() + seconds
    while holds(pid)[2] > before + POOL and time.time() < until:
        time.sleep(1)
    files = holds(pid)[2]
    print(f"serve: {before} open files before anybody asked, {files} after all have gone", flush=True)
    check(files <= before + POOL, "serve: files stay open")


with Folder() as folder:
    web = Web(robots="User-agent: *\nDisallow:\n")
    hook = Hook(web, fault=lambda n, h: faults[0] and n % 9 == 0 and (h.answer(502) or True))
    feeds = [Feed(i) for i in range(FEEDS)]
    config = ["settings", " allow 127.0.0.0/8", " every 15s", " timeout 3s", " gap 200ms", " size 4M"]
    for f in feeds:
        host = f"127.0.1.{1 + f.i % HOSTS}"
        web.routes[host, f"/{f.i}"] = f.answer
        config += [f"feed f{f.i}", f" url {web.at(f'/{f.i}', host)}"]
    config += ["webhook hook", f" url {web.at('/hook')}", " secret-env SECRET", "watch envoys", " event SANCTION-expel",
               " deliver hook"]
    folder.write("c.watch", "\n".join(config) + "\n")
    folder.write("seed.txt", texts[0] + "\n")
    folder.run("code", "--store", "s.db", "--out", "none", "--quiet", "seed.txt")
    watch = folder.start("watch", "c.watch", "--store", "s.db", SECRET="open sesame")
    serve = folder.start("serve", "--store", "s.db", "--port", "0")
    threading.Thread(target=watch.stderr.read, daemon=True).start()
    port = int(serve.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])
    threading.Thread(target=serve.stderr.read, daemon=True).start()
    files_before = holds(serve.pid)[2]
    clients = [Client(port) for _ in range(CLIENTS)]
    for c in clients:
        c.start()
    seen = {"watch": [], "serve": []}
    until = time.time() + MINUTES * 60
    while time.time() < until and watch.poll() is None and serve.poll() is None:
        time.sleep(min(2, MINUTES))
        seen["watch"].append(holds(watch.pid))
        seen["serve"].append(holds(serve.pid))
    check(watch.poll() is None, f"watch ended by itself: {watch.poll()}")
    check(serve.poll() is None, f"serve ended by itself: {serve.poll()}")
    over.set()
    for c in clients:
        c.join(90)
        check(not c.is_alive(), "a client still waits for its answer")
    compare("watch", seen["watch"])
    compare("serve", seen["serve"])
    at_rest(serve.pid, files_before)
    took = sorted(c.took for c in clients)
    span = MINUTES * 60
    early = [t for list_ in took for at, t in list_ if at < span / 3]
    late = [t for list_ in took for at, t in list_ if at > span * 2 / 3]
    early.sort()
    late.sort()
    n = len(early), len(late)
    print(f"serve: {sum(map(len, took))} answers, half within {early[n[0] // 2] * 1000:.0f} then "
          f"{late[n[1] // 2] * 1000:.0f} ms, the slowest {max(early[-1], late[-1]):.1f} s", flush=True)
    check(sum(c.wrong for c in clients) == 0, f"{sum(c.wrong for c in clients)} answers were faults of the server")
    check(late[-1] < 60, "an answer took a minute")
    for name, process in (("watch", watch), ("serve", serve)):
        process.terminate()
        began = time.monotonic()
        try:
            check(process.wait(60) == 0, f"{name} did not stop well: {process.returncode}")
        except Exception:
            check(False, f"{name} does not stop")
            process.kill()
        print(f"{name} stopped in {time.monotonic() - began:.1f} s", flush=True)

    # then all are well, and are asked once more
    faults[0] = False
    status, _, err = folder.run("watch", "c.watch", "--store", "s.db", "--once", SECRET="open sesame")
    check(status == 0, f"all is well, but: {err}")
    want = {f"f{f.i}/{item[0]}" for f in feeds for item in f.items}
    have = [row[0] for row in folder.sql("SELECT name FROM document")]
    of_feeds = {name for name in have if "/i" in name and name.startswith("f")}
    check(len(have) == len(set(have)), "documents doubled")
    check(of_feeds == want, f"{len(want - of_feeds)} lost, {len(of_feeds - want)} too many of {len(want)}")
    matching = sum(item[2] == texts[0] for f in feeds for item in f.items)
    told = {json.loads(body)["claims"][0]["doc"]["id"] for _, body in hook.taken}
    check(len(told) == matching, f"{len(told)} of {matching} alerts told")
    status, _, err = folder.run("db", "check", "--store", "s.db")
    check(status == 0, f"the store is not sound: {err}")
    print(f"{MINUTES:g} minutes, {len(web.asked)} requests of feeds, {len(want)} items, {matching} alerts", flush=True)
end()
