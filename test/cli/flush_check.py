"""flush_check.py MASUDI: a line in through a pipe, its claims out at once, in order, whatever the number of workers.

A document's claims must come while the next is not there yet. Waits are for answers, so a slow machine passes;
what takes 100 ms and over in the middle of the measured does not."""
import json
import os
import queue
import statistics
import subprocess
import sys
import threading
import time

MASUDI = sys.argv[1]
PARAGRAPH = ("Troops of brigade %d shelled the town of Goma on Tuesday, killing %d people. "
             "Iran threatened to close its embassy in Paris unless France lifts its sanctions.\n\n")
LIMIT_MS, WAIT_S, PAUSE_S = float(os.environ.get("MASUDI_FLUSH_MS", 100)), 20, 0.03


def document(i):
    return json.dumps({"id": f"d{i}", "date": "2020-05-12", "text": PARAGRAPH % (i, i + 2) * (1 + i % 5)}) + "\n"


def start(*options):
    process = subprocess.Popen([MASUDI, "code", "--quiet", *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    lines = queue.Queue()

    def read():
        for line in process.stdout:
            lines.put((time.monotonic(), line.decode()))

    threading.Thread(target=read, daemon=True).start()
    return process, lines


def end(process):
    process.stdin.close()
    return process.wait(timeout=60)


def send(process, line):
    sent = time.monotonic()
    process.stdin.write(line.encode())
    process.stdin.flush()
    return sent


def latency(*options):
    """Milliseconds from a line in to its first claim out; the first document finds a cold program and is no measure."""
    process, lines = start("--flush", "--out", "jsonl", *options)
    took = []
    for i in range(20):
        sent = send(process, document(i))
        name = ""
        while name != f"d{i}":  # on a busy machine the rest of the document before may come late
            came, line = lines.get(timeout=WAIT_S)
            name = json.loads(line)["doc"]["id"]
            assert name in (f"d{i}", f"d{i - 1}"), f"{options}: claims of {name} where those of d{i} are due"
        took.append((came - sent) * 1000)
        time.sleep(PAUSE_S)
        while not lines.empty():
            assert json.loads(lines.get()[1])["doc"]["id"] == f"d{i}", f"{options}: claims out of order"
    assert end(process) == 0
    middle, worst = statistics.median(took[1:]), max(took[1:])
    print(f"{' '.join(options)}: median {middle:.1f} ms, most {worst:.1f} ms")
    assert middle < LIMIT_MS, f"{options}: {middle:.0f} ms for the middle document of {took}"


def order():
    """Lines in one burst, refused ones among them: all out in their order, and the refusal told at once."""
    lines = [document(i) for i in range(40)]
    lines[7] = "{no json\n"
    whole = subprocess.run([MASUDI, "code", "--quiet", "--out", "jsonl"], input="".join(lines).encode(),
                           capture_output=True).stdout
    process, out = start("--flush", "--out", "jsonl", "-j", "4")
    for line in lines:
        send(process, line)
    told = process.stderr.readline().decode()
    assert told.startswith("-:8: "), told
    want = whole.decode().splitlines(keepends=True)
    got = [out.get(timeout=WAIT_S)[1] for _ in want]
    assert got == want, "--flush -j 4: other lines or another order"
    assert end(process) == 1


def other_forms():
    """A header before any document; a row of a table when its claim is there."""
    process, out = start("--flush", "--out", "csv")
    assert out.get(timeout=WAIT_S)[1].startswith("schema,"), "no header"
    send(process, document(1))
    assert "d1" in out.get(timeout=WAIT_S)[1]
    end(process)
    process, out = start("--flush", "--out", "table", "--width", "100")
    send(process, document(1))
    out.get(timeout=WAIT_S)
    end(process)


def without():
    """Without --flush a pipe waits for more: else the checks here could not fail."""
    process, out = start("--out", "jsonl", "-j", "1")
    send(process, document(1))
    try:
        out.get(timeout=0.5)
    except queue.Empty:
        end(process)
        return
    raise AssertionError("claims before --flush asks for them")


for workers in ("1", "2", "4"):
    latency("-j", workers)
order()
other_forms()
without()
