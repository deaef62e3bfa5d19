"""check_readers.py FOLDER: files of every form of --out, each read by a program that others wrote for it:
pandas, pyarrow, DuckDB, GDAL (by pyogrio) and networkx. One that is not there is passed over with a word."""
import csv
import importlib
import json
import os
import sys

folder = sys.argv[1]
bad = 0


def check(true, what):
    global bad
    if not true:
        print("FAIL:", what)
        bad = 1


def path(kind, form):
    return os.path.join(folder, kind + "." + form)


def module(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        print("skipped:", name, "is not installed")
        return None


def tab(name):
    with open(name, encoding="utf-8", newline="\n") as f:
        return [line.rstrip("\n").split("\t") for line in f]


claims = [json.loads(line) for line in open(path("code", "jsonl"), encoding="utf-8")]
actual = [c for c in claims if c["status"] == "actual"]
pairs = len(tab(path("code", "gdelt2")))

# ---- pandas: tables as public scripts read them, codes as strings or not ----

pandas = module("pandas")
if pandas:
    gdelt = {26: str, 27: str, 28: str}
    for form, n, dtype in (("gdelt1", 58, gdelt), ("gdelt2", 61, gdelt), ("gdelt2-mentions", 16, None)):
        frame = pandas.read_csv(path("code", form), sep="\t", header=None, dtype=dtype, quoting=3)
        check(frame.shape[1] == n and frame[0].dtype == "int64", "pandas: " + form)
        if dtype:
            check(len(frame) == pairs and frame[0].is_unique, "pandas: keys of " + form)
            check(set(frame[26].str.len()) <= {3, 4} and frame[26].str.startswith("0").any(), "pandas: leading zeros")
            check((frame[28] == frame[26].str[:2]).all() and frame[29].isin([1, 2, 3, 4]).all(), "pandas: root and quad")
            check(frame[30].dtype == "float64" and frame[34].dtype.kind in "if", "pandas: numbers of " + form)
            check(pandas.to_datetime(frame[1].astype(str), format="%Y%m%d").notna().all(), "pandas: SQLDATE of " + form)
    # without types, 010 becomes 10: what is left must still be told apart by its length
    frame = pandas.read_csv(path("code", "gdelt2"), sep="\t", header=None, quoting=3)
    check(frame[26].dtype == "int64", "pandas: event codes without types")
    frame = pandas.read_csv(path("code", "icews"), sep="\t", quoting=3, dtype={"CAMEO Code": str})
    check(frame.shape[1] == 20 and not frame.duplicated(["Event ID", "Event Date"]).any(), "pandas: icews")
    check(pandas.to_datetime(frame["Event Date"]).notna().all() and frame["Intensity"].between(-10, 10).all(), "icews")
    frame = pandas.read_csv(path("code", "polecat"), sep="\t", quoting=3, dtype=str)
    check(frame.shape == (len(actual), 40) and frame["Event ID"].is_unique, "pandas: polecat")
    frame = pandas.read_csv(path("code", "phoenix"), sep="\t", header=None, quoting=3, dtype=str)
    check(frame.shape[1] == 26 and frame[0].is_unique and frame[15].isin(list("01234")).all(), "pandas: phoenix")
    frame = pandas.read_csv(path("code", "acled"), parse_dates=["event_date"])
    check(frame.shape[1] == 31 and frame["event_id_cnty"].is_unique, "pandas: acled")
    check(frame["event_date"].dtype.kind == "M" and (frame["event_date"].dt.year == frame["year"]).all(), "acled: date")
    check(frame["fatalities"].dtype == "int64" and frame["fatalities"].sum() >= 12, "pandas: acled's fatalities")
    frame = pandas.read_json(path("code", "plover"), lines=True)
    check(list(frame["id"].astype(str)) == [c["id"] for c in actual], "pandas: plover")

# ---- pyarrow and DuckDB: every column the same as csv's, with a type ----

with open(path("code", "csv"), encoding="utf-8", newline="") as f:
    rows = list(csv.DictReader(f))


def same(value, text):
    if value is None:
        return text == ""
    if isinstance(value, float):
        return float(text) == value
    return str(value) == text


def check_table(table, what):
    check(table.column_names == list(rows[0]) and table.num_rows == len(rows) == len(claims), what + ": columns, rows")
    for name in table.column_names:
        for value, row in zip(table[name].to_pylist(), rows):
            check(same(value, row[name]), "%s: %s is %r, in csv %r" % (what, name, value, row[name]))
    types = {str(table.schema.field(n).type) for n in table.column_names}
    check(types == {"string", "int64", "double", "date32[day]"}, what + ": types " + str(types))
    about = table.schema.metadata
    check(about[b"masudi.licence"] == b"CC BY <4.0>" and about[b"masudi.citation"] == b"Cite & name us", what)
    check(b"masudi code" in about[b"masudi.command"] and about[b"masudi.version"], what + ": what made it")


pyarrow = module("pyarrow")
if pyarrow:
    import pyarrow.ipc
    import pyarrow.parquet

    table = pyarrow.ipc.open_stream(path("code", "arrow")).read_all()
    table.validate(full=True)
    check_table(table, "arrow")
    other = pyarrow.parquet.read_table(path("code", "parquet"))
    other.validate(full=True)
    check_table(other, "parquet")
    check(table.equals(other), "arrow and parquet differ")
    for form, read in (("arrow", lambda p: pyarrow.ipc.open_stream(p).read_all()),
                       ("parquet", pyarrow.parquet.read_table)):
        check(read(path("empty", form)).num_rows == 0, form + " of nothing")
        check(read(path("empty", form)).schema.equals(table.schema), form + " of nothing: columns")
        check(read(path("all", form))["id"].to_pylist() == [c["id"] for c in claims], form + ": every status")
        check(read(path("db", form)).drop(["sentence_index"]).num_rows == len(claims), form + " out of a store")
    table = pyarrow.ipc.open_stream(path("many", "arrow")).read_all()
    many = pyarrow.parquet.ParquetFile(path("many", "parquet"))
    check(len(table["id"].chunks) > 1 and many.metadata.num_row_groups > 1, "many: one batch")
    check(table.equals(many.read()) and len(set(table["id"].to_pylist())) == 100, "many: they differ")
duckdb = module("duckdb")
if duckdb:
    def ask(sql):
        return duckdb.sql(sql).fetchall()

    name = path("code", "parquet")
    check(ask("SELECT count(*), count(DISTINCT id) FROM '%s'" % name) == [(len(claims), len(claims))], "duckdb: rows")
    got = dict(ask("SELECT event, count(*) FROM '%s' GROUP BY 1" % name))
    check(got == {e: sum(c["event"] == e for c in claims) for e in {c["event"] for c in claims}}, "duckdb: " + str(got))
    check(ask("SELECT DISTINCT typeof(when_start), typeof(goldstein), typeof(cameo) FROM '%s'" % name) ==
          [("DATE", "DOUBLE", "VARCHAR")], "duckdb: types")
    dead = sum(c["magnitude"]["dead"] or 0 for c in claims)
    check(ask("SELECT sum(magnitude_dead) FROM '%s'" % name) == [(dead,)], "duckdb: the dead")
    check(ask("SELECT decode(value) FROM parquet_kv_metadata('%s') WHERE decode(key) = 'masudi.licence'" % name) ==
          [("CC BY <4.0>",)], "duckdb: licence")
    got = ask("SELECT count(*) FROM read_csv('%s', delim='\t', header=false, quote='', all_varchar=true)" %
              path("code", "gdelt2"))
    check(got == [(pairs,)], "duckdb: gdelt2")

# ---- GDAL: maps ----

pyogrio = module("pyogrio") if module("numpy") else None
if pyogrio:
    placed = [c for c in actual if c["where"] and c["where"]["latitude"] is not None]
    for form in ("geojson", "kml"):
        info = pyogrio.read_info(path("code", form))
        check(info["features"] == len(actual), "gdal: %s has %s features" % (form, info["features"]))
        check("Point" in str(info["geometry_type"]) or info["geometry_type"] == "Unknown", "gdal: " + str(info))
        check("4326" in str(info["crs"]), "gdal: coordinates of " + form)
        _, _, points, values = pyogrio.raw.read(path("code", form))
        check(sum(p is not None for p in points) >= len(placed) > 0, "gdal: points of " + form)
    info = pyogrio.read_info(path("code", "geojson"))
    check({"event", "status"} <= set(info["fields"]), "gdal: fields " + str(info["fields"]))

# ---- networkx: networks ----

networkx = module("networkx")
if networkx:
    graph = networkx.read_gexf(path("code", "gexf"))
    check(graph.is_directed() and "CC" in open(path("code", "gexf"), encoding="utf-8").read(), "networkx: gexf")
    other = networkx.read_graphml(path("code", "graphml"))
    check(set(other.nodes) == set(graph.nodes) and other.number_of_edges() == graph.number_of_edges(), "networkx")
    with_both = sum(1 for r in tab(path("code", "gdelt2")) if r[5] and r[15])
    check(sum(d["weight"] for _, _, d in other.edges(data=True)) == with_both, "networkx: weights are not the pairs")
sys.exit(bad)
