"""What a client may ask of `masudi serve`, and what it gets: run by test_serve.sh with the program, a store and the
routes' source. Python's own library only; prints a line for each thing that is wrong."""
import csv
import http.client
import io
import json
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time

masudi, store, root, tmp = sys.argv[1:5]
bad = 0


def check(ok, what):
    global bad
    if not ok:
        bad += 1
        print("FAIL:", what)


class Server:
    def __init__(self, *options):
        self.process = subprocess.Popen([masudi, "serve", "--port", "0", *options], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the server does not start: " + self.process.stderr.read())
        self.port = int(line.rstrip("/\n").rsplit(":", 1)[1])

    def ask(self, path, method="GET", body=None, **headers):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        c.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        r = c.getresponse()
        data = r.read()
        c.close()
        return r, data

    def json(self, path, **headers):
        r, data = self.ask(path, **headers)
        check(r.status == 200, f"{path}: {r.status} {data[:200]}")
        return json.loads(data)

    def problem(self, path, status, method="GET", body=None, **headers):
        r, data = self.ask(path, method, body, **headers)
        check(r.status == status, f"{method} {path}: {r.status}, not {status}")
        check(r.getheader("Content-Type") == "application/problem+json", f"{path}: {r.getheader('Content-Type')}")
        p = json.loads(data)
        check(p["status"] == status and p["title"] and "detail" in p, f"{path}: {p}")
        check(tmp not in data.decode() and ".db" not in data.decode(), f"{path}: tells where the store lies")
        return r

    def stop(self):
        self.process.terminate()
        check(self.process.wait(20) == 0, "it does not stop as it should")


def stored(*options):
    out = subprocess.run([masudi, "db", "query", "--store", store, "--out", "jsonl", *options], capture_output=True, text=True)
    return out.stdout.splitlines()


def claims(s):
    every = stored()
    check(len(every) > 20, "the store holds too little to test with")
    for order in ("newest", "oldest"):
        got, after = [], ""
        while True:
            page = s.json(f"/api/claims?limit=7&order={order}{after}")
            check(len(page["claims"]) <= 7, "a stretch is longer than asked for")
            got += page["claims"]
            if not page["next"]:
                break
            after = "&after=" + page["next"]
        want = [json.loads(line) for line in every]
        check(got == (want[::-1] if order == "newest" else want), f"{order}: not every claim comes once, in order")
    r, data = s.ask("/api/claims", Accept="application/x-ndjson")
    check(r.getheader("Content-Type") == "application/x-ndjson", "lines are asked for")
    check(sorted(data.decode().splitlines()) == sorted(every), "as lines the claims differ from `db query`")
    check(len(s.json("/api/claims?status=actual&event=ASSAULT&limit=1000")["claims"]) ==
          len(stored("--status", "actual", "--event", "ASSAULT")), "the choice of claims differs from `db query`")
    one = json.loads(every[0])
    check(s.json(f"/api/claims/{one['id']}")["history"], "a claim has a history")
    doc = s.json(f"/api/documents/{one['doc']['id']}")
    check(doc["text"] and one in doc["claims"], "a document comes with its claims")
    sentence = one["sentence"]
    if sentence["index"] >= 0:
        check(doc["text"][sentence["start"]:sentence["end"]] == sentence["text"], "offsets slice the document's text")


def counted(s):
    for by in ("event", "mode", "status", "quad", "month", "day", "place", "actor", "recipient", "claimant", "attribution",
               "publisher"):
        n = [c["n"] for c in s.json(f"/api/counts?by={by}&limit=5000")["counts"]]
        check(n and all(k > 0 for k in n), f"counts by {by}: {n}")
        if by in ("event", "status", "quad", "attribution"):
            check(sum(n) == len(stored()), f"counts by {by} sum to {sum(n)}")
    places = s.json("/api/places")
    check(places["type"] == "FeatureCollection" and places["features"], "places")
    for f in places["features"]:
        p, (lon, lat) = f["properties"], f["geometry"]["coordinates"]
        check(-180 <= lon <= 180 and -90 <= lat <= 90 and p["precision"], f"a place: {f}")
        check(p["n"] == sum(p[q] for q in p if q.endswith(("conflict", "cooperation"))), f"classes of a place: {p}")
    check(s.json("/api/network")["pairs"], "pairs")
    check(s.json("/api/series?by=event&each=day")["points"], "points")
    stories = s.json("/api/stories")
    check(stories["current"] and stories["stories"], "stories")
    story = s.json("/api/stories/" + stories["stories"][0]["story"])
    check(story["accounts"] and story["changes"] == [], "a story with its accounts")


def coding(s):
    text = "Iran denied on Monday that it had closed the strait."
    want = subprocess.run([masudi, "code", "--in", "jsonl", "--out", "jsonl", "--quiet"], text=True, capture_output=True,
                          input=json.dumps({"text": text}) + "\n").stdout.splitlines()
    r, data = s.ask("/api/code", "POST", json.dumps({"text": text}), Content_Type="application/json")
    got = json.loads(data)
    check(r.status == 200 and got["claims"] == [json.loads(w) for w in want] and want, f"code: {data[:300]}")
    check(got["text"] == text and [text[a:b] for a, b in got["sentences"]] == [text], "sentences")
    r, data = s.ask("/api/code", "POST", json.dumps({"text": text}) + "\nno\n\n" + json.dumps({"text": text}),
                    Content_Type="application/x-ndjson")
    lines = [json.loads(line) for line in data.decode().splitlines()]
    check([line.get("line") for line in lines] == [None] * len(want) + [2] + [None] * len(want), f"lines: {data[:300]}")
    r, data = s.ask("/api/code", "POST", text, Content_Type="text/plain; charset=utf-8")
    check(r.status == 200 and len(json.loads(data)["claims"]) == len(want), "plain text")
    r, data = s.ask("/api/relate", "POST", json.dumps({"text": "Iran attacked Iraq.", "actor": "Iran", "recipient": [14, 18]}),
                    Content_Type="application/json")
    check(r.status == 200 and json.loads(data)["event"] == "ASSAULT", f"relate: {data[:200]}")
    s.problem("/api/code", 415, "POST", "x")
    s.problem("/api/code", 422, "POST", "{", Content_Type="application/json")
    s.problem("/api/code", 422, "POST", "[]", Content_Type="application/json")
    s.problem("/api/code", 422, "POST", b"\xff\xfe", Content_Type="text/plain")
    s.problem("/api/code", 422, "POST", "", Content_Type="text/plain")
    s.problem("/api/relate", 422, "POST", json.dumps({"text": "x"}), Content_Type="application/json")


def saying(s):
    """Reviews by the page, and alerts."""
    def post(path, body, status):
        r, data = s.ask(path, "POST", json.dumps(body), Content_Type="application/json")
        check(r.status == status, f"{path} {body}: {r.status} {data[:200]}")
        return json.loads(data)
    every = [json.loads(line)["id"] for line in stored()]
    tag = s.ask("/api/claims?limit=1000")[0].getheader("ETag")
    said = post("/api/reviews", {"kind": "reject", "claim": every[0], "who": "anna", "note": "a film"}, 201)
    check(said["review"]["holds"] is None and said["review"]["coded"]["id"] == every[0], f"a rejection: {said}")
    check(s.ask("/api/claims?limit=1000", If_None_Match=tag)[0].status == 200, "what was rejected is still told")
    check(every[0] not in [c["id"] for c in s.json("/api/claims?limit=1000")["claims"]], "what was rejected holds")
    post("/api/reviews", {"kind": "restore", "claim": every[0], "who": "anna"}, 201)
    said = post("/api/reviews", {"kind": "correct", "claim": every[1], "who": "ben", "change": {"status": "denied"}}, 201)
    check(said["review"]["holds"]["status"] == "denied", f"a correction: {said}")
    post("/api/reviews", {"kind": "restore", "claim": every[1], "who": "ben"}, 201)
    said = post("/api/reviews", {"kind": "merge", "claim": every[0], "with": every[1:3], "who": "ben"}, 201)
    check(said["stories"] is True and s.json("/api/stories")["current"], "stories are made anew")
    page = s.json("/api/reviews?limit=3")
    rest = s.json(f"/api/reviews?limit=3&after={page['next']}")
    check([r["kind"] for r in page["reviews"] + rest["reviews"]] == ["reject", "restore", "correct", "restore", "merge"],
          "reviews, a stretch at a time")
    for wrong in ({}, {"kind": "bless", "claim": every[0], "who": "x"}, {"kind": "reject", "who": "x"},
                  {"kind": "reject", "claim": every[0]}, {"kind": "reject", "claim": "none", "who": "x"},
                  {"kind": "correct", "claim": every[0], "who": "x", "change": {"status": "no"}},
                  {"kind": "correct", "claim": every[0], "who": "x", "change": 1},
                  {"kind": "merge", "claim": every[0], "who": "x", "with": [1]}, {"kind": "merge", "claim": every[0], "who": "x"},
                  {"kind": "restore", "claim": every[0], "who": "x" * 256},
                  {"kind": "restore", "claim": every[0], "who": "x", "note": "n" * 4097}):
        s.problem("/api/reviews", 422, "POST", json.dumps(wrong), Content_Type="application/json")
    s.problem("/api/reviews", 415, "POST", "{}", Content_Type="text/plain")
    s.problem("/api/reviews", 422, "POST", "[]", Content_Type="application/json")
    check(s.json("/api/alerts")["alerts"] == [], "alerts of a store without any")
    check(isinstance(s.json("/api/watches")["standing"], list), "watches")
    s.problem("/api/alerts?state=x", 400)
    s.problem("/api/alerts/none", 404, "POST", '{"state": "seen"}', Content_Type="application/json")
    s.problem("/api/alerts/none", 422, "POST", '{"state": "gone"}', Content_Type="application/json")


def proving(s):
    """A sample marked by two, and the audit of it; the same as with sheets."""
    def mark(body, status=201):
        r, data = s.ask("/api/marks", "POST", json.dumps(body), Content_Type="application/json")
        check(r.status == status, f"mark {body}: {r.status} {data[:200]}")
    drawn = s.json("/api/sample?size=12&seed=3&by=event")
    sheet = subprocess.run([masudi, "db", "sample", "--store", store, "--size", "12", "--seed", "3", "--by", "event", "--quiet"],
                           capture_output=True, text=True).stdout
    rows = list(csv.DictReader(io.StringIO(sheet)))
    check([d["claim"]["id"] for d in drawn["drawn"]] == [row["id"] for row in rows], "another sample than `db sample` draws")
    check([(d["stratum"], str(d["of"])) for d in drawn["drawn"]] == [(r["stratum"], r["stratum_claims"]) for r in rows], "strata")
    s.problem("/api/audit?size=12&seed=3&by=event", 404)
    slots = ["event", "actor", "recipient", "status", "source", "place", "date"]
    marked = {"anna": [], "ben": []}
    for k, row in enumerate(rows):
        for who, every in (("anna", 5), ("ben", 4)):
            marks = {slot: "0" if (k + i) % every == 0 else "1" for i, slot in enumerate(slots)}
            mark({"claim": row["id"], "marker": who, "marks": marks})
            marked[who].append({**row, **{"mark_" + slot: v for slot, v in marks.items()}})
    mark({"claim": rows[0]["id"], "marker": "anna", "marks": {"event": "?"}})
    mark({"claim": rows[0]["id"], "marker": "anna", "marks": {"event": "0"}})
    mark({"claim": rows[1]["id"], "marker": "anna", "marks": {"place": ""}})
    marked["anna"][1]["mark_place"] = ""
    own = s.json("/api/sample?size=12&seed=3&by=event&marker=anna")["drawn"]
    check([{f"mark_{k}": v for k, v in d["marks"].items()} for d in own] ==
          [{k: v for k, v in row.items() if k.startswith("mark_") and v} for row in marked["anna"]], "a marker's own marks")
    for who, lines in marked.items():
        with open(f"{tmp}/{who}.csv", "w", newline="") as f:
            w = csv.DictWriter(f, lines[0].keys())
            w.writeheader()
            w.writerows(lines)
    want = json.loads(subprocess.run([masudi, "db", "audit", "--out", "json", f"{tmp}/anna.csv", f"{tmp}/ben.csv"],
                                     capture_output=True, text=True).stdout)
    got = s.json("/api/audit?size=12&seed=3&by=event")
    for each in (want, got):
        each.pop("drawn_by", None)
    check(got == want, f"the audit of the page is not that of sheets: {got} {want}")
    r, data = s.ask("/api/audit?size=12&seed=3&by=event&form=md")
    check(r.status == 200 and r.getheader("Content-Type").startswith("text/markdown") and b"|" in data, "as a table")
    mark({"claim": rows[0]["id"], "marker": "anna", "marks": {"event": "x"}}, 422)
    mark({"claim": rows[0]["id"], "marker": "anna", "marks": {"colour": "1"}}, 422)
    mark({"claim": rows[0]["id"], "marker": "anna", "marks": {"event": 1}}, 422)
    mark({"claim": rows[0]["id"], "marker": "", "marks": {"event": "1"}}, 422)
    mark({"claim": "none", "marker": "anna", "marks": {"event": "1"}}, 422)
    mark({"claim": rows[0]["id"], "marker": "anna", "marks": {}}, 422)
    mark({"claim": rows[0]["id"], "marker": "a" * 256, "marks": {"event": "1"}}, 422)
    s.problem("/api/sample?by=colour", 400)
    s.problem("/api/audit?form=pdf", 400)


def manners(s):
    r, data = s.ask("/api/counts?by=event")
    tag = r.getheader("ETag")
    again, nothing = s.ask("/api/counts?by=event", If_None_Match=tag)
    check(again.status == 304 and not nothing, "what has not changed is told so")
    other, _ = s.ask("/api/counts?by=event", If_None_Match='"0"')
    check(other.status == 200, "another tag gives the answer")
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy"):
        check(r.getheader(name), f"no {name}")
    check(not r.getheader("Access-Control-Allow-Origin"), "other sites are let in")
    head, nothing = s.ask("/api/health", "HEAD")
    check(head.status == 200 and not nothing, "HEAD")
    page, html = s.ask("/")
    check(page.status == 200 and b"<!doctype html>" in html.lower(), "the page")
    packed, _ = s.ask("/", Accept_Encoding="gzip")
    check(packed.getheader("Content-Encoding") == "gzip", "the page, packed")
    for path in ("/nothing", "/assets/none.js", "/assets/../masudi", "/api/claims/none", "/api/documents/none",
                 "/api/stories/none", "/api/claims/" + "x" * 3000, "/%2e%2e/etc/passwd"):
        s.problem(path, 404)
    for path in ("/api/claims?x=1", "/api/claims?limit=0", "/api/claims?limit=1e3", "/api/claims?limit=100000",
                 "/api/claims?after=x", "/api/claims?order=x", "/api/claims?event=x", "/api/claims?status=x", "/api/counts",
                 "/api/counts?by=x", "/api/claims?from=soon", "/api/series?by=x", "/api/claims?place=1,2,3"):
        s.problem(path, 400)
    # a value that holds what parts parameters is another question than these parameters
    one = json.loads(stored("--text", "said")[0])
    few = s.json(f"/api/claims?text=said&event={one['event']}")["claims"]
    check(few and s.json(f"/api/claims?text=said%26event%3D{one['event']}")["claims"] != few, "the answer to another question")
    s.problem("/api/claims?" + "&".join(["event=ASSAULT"] * 65), 400)
    s.problem("/api/claims?actor=%FF", 400)
    s.problem("/api/documents/%FF", 400)
    for n in range(3):  # words that are quoted in part stay UTF-8
        s.problem("/api/counts?by=" + "x" * n + "%E2%82%AC" * 40, 400)
    check(s.problem("/api/claims", 405, "POST", "").getheader("Allow") == "GET", "Allow")
    s.problem("/api/health", 421, Host="evil.example")
    s.problem("/api/code", 403, "POST", "x", Content_Type="text/plain", Origin="http://evil.example")
    r, _ = s.ask("/api/health", Origin=f"http://127.0.0.1:{s.port}")
    check(r.status == 200, "our own page may ask")


def raw(s, data, seconds=5):
    c = socket.create_connection(("127.0.0.1", s.port), timeout=seconds)
    try:
        c.sendall(data)
        c.shutdown(socket.SHUT_WR)
        got = b""
        while chunk := c.recv(65536):
            got += chunk
        return got
    except OSError:
        return b""
    finally:
        c.close()


def nonsense(s):
    raw(s, b"\0" * 5000)
    raw(s, b"GET / HTTP/9.9\r\n\r\n")
    raw(s, b"GET " + b"/" * 100000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
    raw(s, b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 20000 + b"\r\n")
    raw(s, b"POST /api/code HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n")
    raw(s, b"POST /api/code HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
    got = raw(s, b"POST /api/code HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 99999999999\r\n\r\n")
    check(b" 413 " in got.split(b"\r\n")[0], f"a body that is announced too large: {got[:60]}")
    check(s.json("/api/health")["status"] == "ok", "it lives")


def too_large(s):
    body = b"x" * (1 << 20)
    c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=30)
    c.putrequest("POST", "/api/code")
    c.putheader("Content-Type", "text/plain")
    c.putheader("Transfer-Encoding", "chunked")
    c.endheaders()
    try:
        for _ in range(8):
            c.send(b"%x\r\n" % len(body) + body + b"\r\n")
        c.send(b"0\r\n\r\n")
        status = c.getresponse().status
    except OSError:
        status = 413  # cut off while it was still sending
    check(status == 413, f"a body that turns out too large: {status}")


def dawdlers(s):
    """Connections that send a header byte by byte hold up nobody, and are cut."""
    slow = [socket.create_connection(("127.0.0.1", s.port)) for _ in range(100)]
    for c in slow:
        c.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
    began, worst, cut = time.time(), 0.0, 0
    while time.time() - began < 25 and cut < len(slow):
        t = time.time()
        s.json("/api/counts?by=status")
        worst = max(worst, time.time() - t)
        time.sleep(1)
        for i, c in enumerate(slow):
            if c is None:
                continue
            try:
                c.sendall(b"X")
                c.setblocking(False)
                gone = c.recv(1) == b""
            except BlockingIOError:
                gone = False
            except OSError:
                gone = True
            if gone:
                c.close()
                slow[i] = None
                cut += 1
    check(worst < 3, f"others waited {worst:.1f} s")
    check(cut == len(slow), f"{len(slow) - cut} slow connections are still there")


def many(s):
    """Many at once get the same answers."""
    want = s.ask("/api/claims?limit=20")[1]
    wrong = []

    def work():
        for i in range(30):
            if s.ask("/api/claims?limit=20")[1] != want:
                wrong.append(i)
            r, data = s.ask("/api/code", "POST", "Iran attacked Iraq.", Content_Type="text/plain")
            if r.status != 200 or json.loads(data)["claims"][0]["event"] != "ASSAULT":
                wrong.append(i)
    threads = [threading.Thread(target=work) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    check(not wrong, f"{len(wrong)} answers differ when many ask at once")


def locked():
    """Who has to wait for another writer of the store holds up nobody who reads."""
    s = Server("--store", store, "--jobs", "4")
    claim = json.loads(stored()[0])["id"]
    body = json.dumps({"claim": claim, "marker": "cleo", "marks": {"event": "1"}}).encode()
    other = sqlite3.connect(store, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = [socket.create_connection(("127.0.0.1", s.port)) for _ in range(8)]
    for i, c in enumerate(waiting):
        path = ("/api/marks", "/api/alerts/none")[i % 2]
        c.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
                  "\r\n\r\n".encode() + (body if i % 2 == 0 else b'{"state": "seen"}'.ljust(len(body))))
    time.sleep(0.5)
    began = time.time()
    check(s.json("/api/claims?limit=3")["claims"], "claims while the store is written")
    check(time.time() - began < 4, f"a reader waited {time.time() - began:.1f} s for a writer")
    other.execute("ROLLBACK")
    other.close()
    for i, c in enumerate(waiting):
        c.settimeout(30)
        check(c.recv(12) == (b"HTTP/1.1 201" if i % 2 == 0 else b"HTTP/1.1 404"), "what waited for the store is done")
        c.close()
    s.stop()


def long_document():
    """A document comes with all its claims, however many."""
    line = stored()[0]
    id, doc = json.loads(line)["id"], json.loads(line)["doc"]["id"]
    with open(tmp + "/long.jsonl", "w") as f:
        for i in range(5003):
            f.write(line.replace(id, f"{i:032x}") + "\n")
    subprocess.run([masudi, "db", "import", "--store", tmp + "/long.db", tmp + "/long.jsonl"], capture_output=True)
    s = Server("--store", tmp + "/long.db")
    n = len(s.json("/api/documents/" + doc)["claims"])
    check(n == 5003, f"a document has {n} claims of 5003")
    s.stop()


def damaged():
    """A store that is damaged meanwhile is no fault of who asks, who does not learn where it lies; and whoever was told of
    it may have gone."""
    copy = tmp + "/copy.db"
    subprocess.run([masudi, "db", "import", "--store", copy, store], capture_output=True)
    s = Server("--store", copy)
    s.process.stderr.close()
    check(s.json("/api/claims?limit=3")["claims"], "the copy")
    other = sqlite3.connect(copy)
    other.execute("UPDATE run SET begun = begun || ' '")  # so that no page that was read is trusted
    other.commit()
    with open(copy, "r+b") as f:
        f.write(b"x" * 65536)
    for path in ("/api/claims?limit=4", "/api/counts?by=event", "/api/documents/none", "/api/reviews"):
        s.problem(path, 500)
    s.problem("/api/reviews", 500, "POST", '{"kind": "reject", "claim": "x", "who": "x"}', Content_Type="application/json")
    check(s.ask("/api/schema")[0].status == 200, "it lives")
    s.process.kill()
    s.process.wait()
    other.close()


def tokens():
    path = tmp + "/tokens"
    with open(path, "w") as f:
        f.write("# who\nreader-0123456789ab read\ncoder-0123456789abc code # and no more\n")
    s = Server("--store", store, "--tokens", path, "--rate", "20")
    check("store" not in s.json("/api/health"), "health tells a stranger too much")
    check(s.problem("/api/claims", 401).getheader("WWW-Authenticate") == "Bearer", "WWW-Authenticate")
    s.problem("/api/claims", 401, Authorization="Bearer reader-0123456789a")
    s.problem("/api/claims", 401, Authorization="Basic reader-0123456789ab")
    s.problem("/api/claims", 403, Authorization="Bearer coder-0123456789abc")
    s.problem("/api/reviews", 403, "POST", "{}", Authorization="Bearer reader-0123456789ab", Content_Type="application/json")
    check(s.json("/api/claims", Authorization="Bearer reader-0123456789ab")["claims"], "a token that reads")
    got = [s.ask("/api/health")[0] for _ in range(80)]
    check(any(r.status == 429 and r.getheader("Retry-After") for r in got), "no limit is kept")
    time.sleep(1)
    check(s.ask("/api/health")[0].status == 200, "after a while it may ask again")
    got = []
    for i in range(160):  # by turns, so that one could take the other's place in a table
        c = http.client.HTTPConnection("127.0.0.1", s.port, timeout=30, source_address=(f"127.0.0.{(37, 99)[i % 2]}", 0))
        c.request("GET", "/api/health")
        got.append(c.getresponse().status)
        c.close()
    check(429 in got, "two clients by turns have no limit")
    s.stop()


def one_address():
    """Who takes more connections than its share is shut out, and others are not."""
    path = tmp + "/tokens"
    s = Server("--store", store, "--tokens", path, "--listen", "0.0.0.0", "--rate", "0")
    open_ones = [socket.create_connection(("127.0.0.1", s.port), source_address=("127.0.0.37", 0)) for _ in range(230)]
    served = 0
    for c in open_ones:
        c.settimeout(10)
        try:
            c.sendall(b"GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            served += c.recv(12) == b"HTTP/1.1 200"
        except OSError:
            pass
    check(served == 200, f"{served} connections of one address are served")
    check(s.ask("/api/health")[0].status == 200, "another address is shut out with it")
    for c in open_ones:
        c.close()
    s.stop()


def refusals():
    def run(*options):
        r = subprocess.run([masudi, "serve", "--port", "0", *options], capture_output=True, text=True, timeout=20)
        check(len(r.stderr.splitlines()) == 1, f"serve {options}: {r.stderr}")
        return r.returncode, r.stderr
    check(run("--listen", "0.0.0.0")[0] == 2, "beyond loopback without tokens")
    check(run("--listen", "nowhere")[0] == 2, "an address that is none")
    check(run("--store", tmp + "/none.db")[0] == 3, "a store that is not there")
    check(run("--tokens", tmp + "/none")[0] == 3, "tokens that are not there")
    for line in ("short read", "reader-0123456789ab fly", "reader-0123456789ab", ""):
        with open(tmp + "/bad", "w") as f:
            f.write(line + "\n")
        check(run("--tokens", tmp + "/bad")[0] == 3, f"tokens: '{line}'")
    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    holder.listen()
    r = subprocess.run([masudi, "serve", "--port", str(holder.getsockname()[1])], capture_output=True, text=True, timeout=20)
    check(r.returncode == 3 and len(r.stderr.splitlines()) == 1, f"a port that is taken: {r.stderr}")


def told():
    """doc/openapi.yaml and the routes say the same."""
    with open(root + "/src/serve/route.c") as f:
        routes = {(m.lower(), p) for m, p in re.findall(r'\{"([A-Z]+)", "([^"]+)",', f.read())}
    with open(root + "/doc/openapi.yaml") as f:
        text, path, documented = f.read(), None, set()
    for line in text.splitlines():
        if m := re.match(r"  (/\S*):$", line):
            path = re.sub(r"\{\w+\}$", "*", m[1])
        elif m := re.match(r"    (get|post|put|delete):$", line):
            documented.add((m[1], path))
    check(routes == documented, f"openapi.yaml and the routes differ: {routes ^ documented}")


told()
refusals()
s = Server("--store", store)
claims(s)
counted(s)
coding(s)
saying(s)
proving(s)
manners(s)
nonsense(s)
too_large(s)
many(s)
dawdlers(s)
s.stop()
s = Server()
s.problem("/api/claims", 404)
check(s.json("/api/health")["store"] is None, "health without a store")
s.stop()
locked()
long_document()
damaged()
tokens()
one_address()
print(f"{bad} wrong" if bad else "ok")
sys.exit(1 if bad else 0)
