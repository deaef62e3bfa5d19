"""check_arrow.py LIBRARY COMMAND: tables of pyarrow through the C Data Interface of the library and back again."""

import ctypes as c
import datetime
import json
import os
import subprocess
import sys

import pyarrow as pa

NAMES = "text id date title url publisher language actor recipient".split()


class Options(c.Structure):
    _fields_ = [("model", c.c_char_p), ("knowledge", c.c_char_p), ("overrides", c.c_void_p),
                ("n_override", c.c_size_t), ("dictionaries", c.c_char_p), ("without", c.c_int),
                ("calibration", c.c_char_p)]


class ArrowOptions(c.Structure):
    _fields_ = ([("kind", c.c_int)] + [(name, c.c_char_p) for name in NAMES] +
                [("jobs", c.c_uint), ("lines", c.c_bool)])


class Error(c.Structure):
    _fields_ = [("code", c.c_int), ("pos", c.c_size_t), ("msg", c.c_char * 256)]


TEXTS = [
    "Iran threatened to close its embassy in Baghdad on Monday, the foreign ministry said.",
    "Troops shelled the port of Goma on Tuesday, killing nine people. Uganda denied the report.",
    "",
    "Chile and Peru signed a treaty. \u201cWe will honour it,\u201d Chile\u2019s president said \u2013 in Lima.",
    "Rain fell.",
] * 30


class Engine:
    def __init__(self, library):
        self.lib = c.CDLL(library)
        self.engine, self.error = c.c_void_p(), Error()
        share = os.path.join(os.path.dirname(os.path.abspath(library)), "share/masudi")
        options = Options(os.environ.get("MASUDI_MODEL", share + "/en.model").encode(),
                          os.environ.get("MASUDI_KNOWLEDGE", share + "/knowledge.msd").encode())
        if self.lib.msd_engine_open(c.byref(self.engine), c.byref(options), c.byref(self.error)):
            print("skipped:", self.error.msg.decode())
            sys.exit(77)

    def run(self, table, **options):
        """The batch put through; None and the message where the call itself fails."""
        schema, array, out_schema, out = (c.create_string_buffer(80) for _ in range(4))
        table._export_to_c(c.addressof(array), c.addressof(schema))
        status = self.lib.msd_arrow_run(self.engine, schema, array, c.byref(ArrowOptions(**options)), out_schema, out,
                                        c.byref(self.error))
        kind = pa.RecordBatch if isinstance(table, pa.RecordBatch) else pa.Array
        again = kind._import_from_c(c.addressof(array), c.addressof(schema))  # what went in is whole, and ours
        assert again.equals(table)
        if status:
            return None
        got = pa.RecordBatch._import_from_c(c.addressof(out), c.addressof(out_schema))
        got.validate(full=True)
        assert got.num_rows == len(table)
        return got


def lines(batch):
    return [line for row in batch.column("claims").to_pylist() for line in row]


def bare(claim):
    """A claim as the struct has it, with what JSON leaves out of an unresolved source."""
    claim = json.loads(claim)
    for source in claim["attribution"]:
        for key in ("name", "entity", "country", "sector", "sectors", "code", "aligned", "via"):
            source.setdefault(key, None)
    return claim


def printed(command, documents):
    return subprocess.run([command, "code", "--quiet", "--out", "jsonl", "-j", "1"], check=True, capture_output=True,
                          input="".join(json.dumps(d) + "\n" for d in documents), text=True).stdout.splitlines()


def check_same(engine, command):
    documents = [{"text": t, "id": f"d{i}", "date": "2024-05-14", "title": "Chile" if i % 3 else None}
                 for i, t in enumerate(TEXTS)]
    batch = pa.RecordBatch.from_pylist(documents)
    want = printed(command, documents)
    assert len(want) > 100
    for jobs in (1, 4):
        assert lines(engine.run(batch, lines=True, jobs=jobs)) == want
    structs = engine.run(batch)
    assert [claim for row in structs.column("claims").to_pylist() for claim in row] == [bare(x) for x in want]
    assert structs.column("id").to_pylist() == [d["id"] for d in documents]
    half = batch.slice(41, 60)
    assert lines(engine.run(half, lines=True)) == printed(command, documents[41:101])


def check_types(engine):
    plain = lines(engine.run(pa.record_batch({"text": TEXTS}), lines=True))
    for kind in (pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view(),
                 pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.uint32(), pa.large_string())):
        text = pa.array(TEXTS).cast(pa.string()) if pa.types.is_dictionary(kind) else pa.array(TEXTS, pa.string())
        text = text.dictionary_encode().cast(kind) if pa.types.is_dictionary(kind) else text.cast(kind)
        assert lines(engine.run(pa.record_batch({"content": text}), lines=True)) == plain, kind
        assert lines(engine.run(text, lines=True)) == plain, kind
    day, moment = datetime.date(2024, 5, 14), datetime.datetime(2024, 5, 14, 9, 30, 1)
    for value, kind, want in ((day, pa.date32(), "2024-05-14"), (day, pa.date64(), "2024-05-14"),
                              (moment, pa.timestamp("us"), "2024-05-14T09:30:01"),
                              (moment, pa.timestamp("ns", "UTC"), "2024-05-14T09:30:01Z"),
                              (datetime.datetime(2024, 5, 14), pa.timestamp("s"), "2024-05-14")):
        out = engine.run(pa.record_batch({"text": TEXTS[:1], "date": pa.array([value], kind), "id": [2**63 - 1]}))
        first = out.column("claims").to_pylist()[0][0]
        assert (first["doc"]["date"], first["doc"]["id"]) == (want, "9223372036854775807"), (kind, first["doc"])


def check_errors(engine):
    out = engine.run(pa.record_batch({"text": pa.array([b"ok", None, b"\xff"], pa.binary()), "id": ["a", "b", None]}))
    assert out.column("error").to_pylist() == [None, "the text is null", "the text is not UTF-8 at byte 0"]
    assert out.column("id").to_pylist() == ["a", "b", None]
    assert engine.run(pa.record_batch({"words": TEXTS})) is None
    assert engine.error.msg == b"there is no column 'text'"
    assert engine.run(pa.record_batch({"text": pa.array([1.5])})) is None
    assert engine.error.msg == b"column 'text' has Arrow type 'g', which cannot be taken for that"


def check_readers(engine):
    """What other programs make of the nested columns."""
    coded = pa.Table.from_batches([engine.run(pa.record_batch({"text": TEXTS, "id": list(range(len(TEXTS)))}))])
    n_claim = sum(len(row) for row in coded.column("claims").to_pylist())
    try:
        import pyarrow.parquet as pq
        sink = pa.BufferOutputStream()
        pq.write_table(coded, sink)
        assert pq.read_table(pa.BufferReader(sink.getvalue())).equals(coded)
    except ImportError:
        print("no parquet")
    try:
        import duckdb
        got = duckdb.sql("SELECT c.event, count(*) FROM (SELECT unnest(claims) c FROM coded) "
                         "WHERE c.trigger.\"start\" >= 0 GROUP BY 1").fetchall()
        assert sum(n for _, n in got) == n_claim and ("THREATEN", 30) in got, got
    except ImportError:
        print("no duckdb")


def check_memory(engine):
    """Everything that pyarrow was given it gives back."""
    batch = pa.record_batch({"text": TEXTS})
    before, size = pa.total_allocated_bytes(), []
    for _ in range(30):
        engine.run(batch, jobs=2)
        with open("/proc/self/statm") as f:
            size.append(int(f.read().split()[1]) * os.sysconf("SC_PAGESIZE"))
    assert pa.total_allocated_bytes() == before
    assert size[-1] - size[9] < 4 << 20, size


def main():
    engine = Engine(sys.argv[1])
    check_same(engine, sys.argv[2])
    check_types(engine)
    check_errors(engine)
    check_readers(engine)
    check_memory(engine)
    print("ok: pyarrow", pa.__version__)


main()
