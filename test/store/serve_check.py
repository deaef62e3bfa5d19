"""A server of a store in PostgreSQL gives up at once what was open to a database that was started again: run by
test_store_pg.sh, which starts it again between the files `asked` and `again`."""
import http.client
import os
import subprocess
import sys
import threading
import time

masudi, store, tmp = sys.argv[1:4]
server = subprocess.Popen([masudi, "serve", "--store", store, "--port", "0", "--jobs", "8"], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True)
port = int(server.stdout.readline().rstrip("/\n").rsplit(":", 1)[1])


def ask(path):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    c.request("GET", path)
    r = c.getresponse()
    r.read()
    return r.status


many = [threading.Thread(target=ask, args=(f"/api/sample?seed={i + 1}",)) for i in range(30)]
for t in many:
    t.start()
for t in many:
    t.join()
open(tmp + "/asked", "w").close()
while not os.path.exists(tmp + "/again"):
    time.sleep(0.05)
status = [ask(f"/api/counts?by=event&limit={i + 1}") for i in range(8)]
server.terminate()
if server.wait(20) != 0 or status[1:] != [200] * 7:
    sys.exit(f"after the database was started again: {status}")
