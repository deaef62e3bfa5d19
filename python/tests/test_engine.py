"""The engine among threads and processes, and what it holds."""

import concurrent.futures
import os
import pickle
import threading
import time

import pyarrow as pa
import pytest

import masudi

TEXTS = [
    "Rebels shelled the town of Ambora on Monday.",
    "Peru threatened to close its embassy in Quito, officials said.",
    "Police arrested two men in Lima.",
    "Iran denied that it had closed the strait.",
]


def test_context_closes():
    with masudi.Engine(jobs=1) as engine:
        assert engine.code(TEXTS).num_rows >= 4
        assert "closed" not in repr(engine) and len(engine.versions()) == 2
    assert engine.closed and "closed" in repr(engine)
    engine.close()
    with pytest.raises(ValueError, match="closed"):
        engine.code(TEXTS)


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(masudi.Error) as told:
        masudi.Engine(model=tmp_path / "no.model")
    assert told.value.status == "EIO" and "no.model" in str(told.value)
    broken = tmp_path / "broken.model"
    broken.write_bytes(b"not a model")
    with pytest.raises(masudi.Error) as told:
        masudi.Engine(model=broken)
    assert told.value.status == "EFORMAT"
    for wrong in ({"without": "doubt"}, {"jobs": -1}):
        with pytest.raises(ValueError):
            masudi.Engine(**wrong)


def test_environment_names_the_model(fresh):
    program = (
        "import masudi\n"
        "try: masudi.Engine()\n"
        "except masudi.Error as error: print(error)\n"
    )
    os.environ["MASUDI_MODEL"] = "/nonexistent/en.model"
    try:
        assert "/nonexistent/en.model" in fresh(program)
    finally:
        del os.environ["MASUDI_MODEL"]


def test_knowledge_of_ones_own(tmp_path):
    folder = tmp_path / "own" / "actors"
    folder.mkdir(parents=True)
    (folder / "own.tsv").write_text("", encoding="utf-8")
    with pytest.raises(masudi.Error):
        masudi.Engine(knowledge=tmp_path / "absent")


def test_eight_threads_give_the_same(sample):
    texts = [row["text"] for row in sample] + TEXTS
    with masudi.Engine(jobs=1) as engine:
        expected = list(engine.json(texts))
        parsed = engine.parse(texts)
        barrier = threading.Barrier(8)

        def work(k):
            barrier.wait()
            for _ in range(6):
                assert list(engine.json(texts)) == expected
            return engine.code(texts), engine.parse(texts[:3])

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            done = list(pool.map(work, range(8)))
        table = engine.code(texts)
        assert all(one.equals(table) for one, _ in done)
        assert all(one.equals(parsed.slice(0, one.num_rows)) for _, one in done)


def test_jobs_do_not_change_what_comes_out(sample):
    texts = [row["text"] for row in sample] * 8
    with masudi.Engine(jobs=1) as one, masudi.Engine(jobs=3) as three:
        assert list(one.json(texts)) == list(three.json(texts))


def test_other_threads_run_meanwhile():
    """Another thread never stands still for as long as a call takes: the interpreter's lock is let go."""
    texts = TEXTS * 250
    stop = threading.Event()
    longest = [0.0]

    def tick():
        last = time.perf_counter()
        while not stop.is_set():
            now = time.perf_counter()
            longest[0] = max(longest[0], now - last)
            last = now

    with masudi.Engine(jobs=1) as engine:
        batch = pa.record_batch({"text": texts})
        next(engine.documents(batch))
        thread = threading.Thread(target=tick)
        thread.start()
        begun = time.perf_counter()
        next(engine.documents(batch))
        took = time.perf_counter() - begun
        stop.set()
        thread.join()
    assert longest[0] < took / 2, (longest[0], took)


def test_closing_while_others_are_at_work():
    engine = masudi.Engine(jobs=1)
    texts = TEXTS * 100
    expected = engine.code(texts).num_rows
    begun = threading.Event()
    counts, refused = [], []

    def work():
        try:
            while True:
                begun.set()
                counts.append(engine.code(texts).num_rows)
        except ValueError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    begun.wait()
    engine.close()
    for thread in threads:
        thread.join()
    assert refused == ["the engine is closed"] * 4 and set(counts) <= {expected}


def test_another_process_opens_the_same():
    engine = masudi.Engine(jobs=1)
    copy = pickle.loads(pickle.dumps(engine))
    assert copy.versions() == engine.versions()
    assert copy.code(TEXTS).equals(engine.code(TEXTS))
    error = pickle.loads(pickle.dumps(masudi.DocumentError("no text", "a", 3)))
    assert (error.id, error.row, error.message) == ("a", 3, "no text")


def test_a_fork_goes_on(fresh):
    program = """
import os, masudi
texts = ["Rebels shelled the town of Ambora on Monday."] * 20
expected = masudi.code(texts)
child = os.fork()
same = masudi.code(texts).equals(expected)
if child == 0:
    os._exit(0 if same else 1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), same)
"""
    assert fresh(program).split() == ["0", "True"]


def test_memory_does_not_grow(fresh):
    """Fifty passes over the same texts; what is held after ten of them is held at the end."""
    program = """
import json, sys, masudi
texts = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")] * 20
engine = masudi.Engine()
def held():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS:"))
sizes = []
for _ in range(50):
    engine.code(texts, errors="column")
    sum(1 for _ in engine.json(texts[:40]))
    engine.parse(texts[:10])
    engine.relate([{"text": "Iraq thanked Norway.", "actor": "Iraq", "recipient": "Norway"}])
    sizes.append(held())
print(sizes[9], sizes[-1])
"""
    from conftest import SAMPLE

    early, late = map(int, fresh(program, SAMPLE).split())
    assert late < early * 1.05 + 2048, (early, late)
