"""A database that hangs holds up nobody who does not ask it: run by test_store_pg.sh with the folder of the server's socket.
Between `masudi serve` and the database stands a relay that stops in the middle."""
import http.client
import os
import socket
import subprocess
import sys
import threading

masudi, name, real, tmp = sys.argv[1:5]
goes_on = threading.Event()
goes_on.set()


def pass_on(a, b):
    try:
        while data := a.recv(1 << 16):
            goes_on.wait()
            b.sendall(data)
    except OSError:
        pass
    b.close()


def relay(listening):
    while True:
        one, two = listening.accept()[0], socket.socket(socket.AF_UNIX)
        two.connect(real + "/.s.PGSQL.5432")
        for a, b in ((one, two), (two, one)):
            threading.Thread(target=pass_on, args=(a, b), daemon=True).start()


os.mkdir(tmp + "/relay")
listening = socket.socket(socket.AF_UNIX)
listening.bind(tmp + "/relay/.s.PGSQL.5432")
listening.listen(50)
threading.Thread(target=relay, args=(listening,), daemon=True).start()
server = subprocess.Popen([masudi, "serve", "--store", f"postgresql:///{name}?host={tmp}/relay&user=masudi", "--port", "0",
                           "--jobs", "4"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
port = int(server.stdout.readline().rstrip("/\n").rsplit(":", 1)[1])


def ask(path, seconds=60):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    c.request("GET", path)
    r = c.getresponse()
    r.read()
    return r.status


wrong = []
if ask("/api/counts?by=event") != 200:
    wrong.append("the store is not told")
goes_on.clear()
late = []
many = [threading.Thread(target=lambda i=i: late.append(ask(f"/api/counts?by={by}&limit={i + 1}")))
        for i in range(6) for by in ("event", "status")]
for t in many:
    t.start()
try:
    for i in range(8):
        if ask("/api/schema", 5) != 200:
            wrong.append("the schema is not told")
except OSError as e:
    wrong.append(f"whoever asks for no store waits for it: {e}")
goes_on.set()
for t in many:
    t.join()
if late != [200] * len(many):
    wrong.append(f"what waited was not answered: {late}")
server.terminate()
if server.wait(20) != 0 or wrong:
    sys.exit("; ".join(wrong) or "it does not stop as it should")
