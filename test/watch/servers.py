"""servers.py: what the tests of `masudi watch` start: web servers that behave well or badly, a mail server, a clock."""
import base64
import gzip
import hashlib
import hmac
import http.server
import os
import re
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from email.utils import formatdate
from xml.sax.saxutils import escape

MASUDI = os.path.join(os.path.abspath(sys.argv[1]), "masudi")
bad = []


def check(true, what):
    if not true:
        bad.append(what)
        print("FAIL:", what, flush=True)


def end():
    print(f"{len(bad)} failed")
    sys.exit(1 if bad else 0)


def wait_until(true, seconds):
    """Seconds until it was, or None."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if true():
            return time.monotonic() - began
        time.sleep(0.005)
    return None


class Folder:
    """A place for a test's files, with masudi run inside it. Its store s.db is a file, or where there is a server of
    PostgreSQL (MASUDI_TEST_PG: folder of its programs, folder of its socket) a database of its own."""
    n_store = 0

    def __init__(self):
        self.path = tempfile.mkdtemp()
        self.store = "s.db"
        if "MASUDI_TEST_PG" in os.environ:
            programs, socket = os.environ["MASUDI_TEST_PG"].split(":")
            Folder.n_store += 1
            subprocess.run([f"{programs}/createdb", "-h", socket, "-U", "masudi", f"t{Folder.n_store}"], check=True)
            self.store = f"postgresql:///t{Folder.n_store}?host={socket}&user=masudi"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def __call__(self, *name):
        return os.path.join(self.path, *name)

    def write(self, name, text):
        with open(self(name), "w", encoding="utf-8") as f:
            f.write(text)
        return self(name)

    def start(self, *args, clock=None, **more):
        env = dict(os.environ, **more)
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=4"
        if clock:
            env["MASUDI_WATCH_CLOCK"] = clock.path
        args = [self.store if a == "s.db" else a for a in args]
        return subprocess.Popen([MASUDI, *args], cwd=self.path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True)

    def run(self, *args, **more):
        """Status, standard output, standard error."""
        p = self.start(*args, **more)
        out, err = p.communicate(timeout=300)
        if p.returncode == 3 and "en.model" in err:
            print("no model:", err)
            sys.exit(77)
        return p.returncode, out, err

    def sql(self, statement, store="s.db"):
        """Rows of a statement, as lists of words."""
        status, out, err = self.run("db", "query", "--store", store, "--out", "csv", "--sql", statement)
        check(status == 0, f"{statement}: {err}")
        return [line.split(",") for line in out.splitlines()[1:]]


class Clock:
    """A made clock: its file, which masudi moves on, and the time since it was moved last."""

    def __init__(self, folder, start=1772445600):
        self.path = folder.write("clock", f"{start * 1000:020d}\n")

    def now(self):
        with open(self.path, encoding="ascii") as f:
            at = int(f.read()) / 1000
        return at + time.time() - os.stat(self.path).st_mtime


# ---- the web ----

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        if isinstance(body, str):
            body = body.encode()
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drop(self):
        """End without a word."""
        self.close_connection = True
        self.connection.close()

    def serve(self):
        n = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(n) if n else b""
        try:
            self.server.serve(self)
        except (BrokenPipeError, ConnectionResetError, ValueError):
            self.close_connection = True

    do_GET = do_POST = serve


class Web(http.server.ThreadingHTTPServer):
    """routes: path -> function of the handler. All of 127.0.0.0/8 is this server, so it can be many hosts."""
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, routes=None, robots=404):
        super().__init__(("0.0.0.0", 0), Handler)
        self.port = self.server_address[1]
        self.routes = routes or {}
        self.robots = robots
        self.asked = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def at(self, path, host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def n(self, path):
        return sum(p == path for _, p in self.asked)

    def handle_error(self, *_):
        pass

    def serve(self, h):
        host = h.headers.get("Host", "").split(":")[0]
        self.asked.append((host, h.path))
        route = self.routes.get((host, h.path)) or self.routes.get(h.path)
        if route:
            route(h)
        elif h.path == "/robots.txt" and isinstance(self.robots, str):
            h.answer(200, self.robots)
        else:
            h.answer(self.robots if h.path == "/robots.txt" else 404)


def rss(items):
    """items: (id, title, text) or (id, title, text, seconds since 1970)."""
    out = ["<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><title>Wire</title>"
           "<link>https://wire.example/</link><description>news</description>"]
    for i in items:
        date = formatdate(i[3] if len(i) > 3 else 1772445600, usegmt=True)
        out.append(f"<item><guid isPermaLink='false'>{escape(i[0])}</guid><title>{escape(i[1])}</title>"
                   f"<link>https://wire.example/{escape(i[0])}</link><pubDate>{date}</pubDate>"
                   f"<description>{escape(i[2])}</description></item>")
    return "".join(out) + "</channel></rss>"


def give(body, **headers):
    return lambda h: h.answer(200, body, **headers)


# ---- whom it tells ----

class Hook:
    """A webhook: checks signatures, keeps what came as (key, alert); `fault(n)` may do something else with the n-th."""

    def __init__(self, web, path="/hook", secret=b"open sesame", fault=None):
        self.got, self.taken, self.secret, self.fault = [], [], secret, fault
        self.lock = threading.Lock()
        web.routes[path] = self.take

    def take(self, h):
        key, stamp = h.headers.get("webhook-id", ""), h.headers.get("webhook-timestamp", "")
        signed = f"{key}.{stamp}.".encode() + h.body
        mac = base64.b64encode(hmac.new(self.secret, signed, hashlib.sha256).digest()).decode()
        check(h.headers.get("webhook-signature") == f"v1,{mac}", "the signature of a webhook is wrong")
        check(h.headers.get("Idempotency-Key") == key and re.fullmatch("[0-9a-f]{32}", key), f"key '{key}'")
        with self.lock:
            self.got.append((key, h.body))
            n = len(self.got)
        if self.fault and self.fault(n, h):
            return
        with self.lock:
            self.taken.append((key, h.body))
        h.answer(204)


class Mail(socketserver.ThreadingTCPServer):
    """SMTP, as far as it is needed. messages: (from, to, lines). `refuse`: replies to give first in place of 250."""
    daemon_threads = allow_reuse_address = True

    def __init__(self, refuse=()):
        super().__init__(("127.0.0.1", 0), None)
        self.port = self.server_address[1]
        self.messages, self.refuse, self.tries = [], list(refuse), 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def finish_request(self, request, client_address):
        f = request.makefile("rwb")

        def say(line):
            f.write(line.encode() + b"\r\n")
            f.flush()

        say("220 test")
        sender, to = "", []
        while line := f.readline().decode().strip():
            word = line.split(":")[0].upper()
            if word.startswith("EHLO"):
                say("250-test\r\n250 SIZE 10000000")
            elif word == "MAIL FROM":
                sender, to = line[10:], []
                say("250 ok")
            elif word == "RCPT TO":
                to.append(line[8:])
                say("250 ok")
            elif word == "DATA":
                say("354 go on")
                text = []
                while (part := f.readline()) not in (b".\r\n", b""):
                    text.append(part)
                self.tries += 1
                if self.refuse:
                    say(self.refuse.pop(0))
                else:
                    self.messages.append((sender, to, b"".join(text)))
                    say("250 taken")
            elif word == "QUIT":
                say("221 bye")
                return
            else:
                say("502 what?")


def bomb(n):
    return gzip.compress(bytes(n), 9)
