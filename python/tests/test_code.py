"""What is coded, in every shape that it may come in."""

import datetime
import json

import pyarrow as pa
import pytest

import masudi


def jsonl(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_one_text(engine):
    table = masudi.code("Peruvian forces shelled a border village on Sunday.")
    assert isinstance(table, pa.Table)
    assert table.num_rows == 1
    claim = table.to_pylist()[0]
    assert claim["event"] == "ASSAULT"
    assert claim["status"] == "actual"
    assert [one["country"] for one in claim["actors"]] == ["PER"]


def test_columns_are_the_contracts(command):
    contract = json.loads(command("schema"))
    assert list(contract["properties"]) == masudi.claim_schema().names
    table = masudi.code("Peruvian forces shelled a border village on Sunday.")
    assert table.schema == masudi.claim_schema()
    empty = masudi.code([])
    assert empty.num_rows == 0 and empty.schema == table.schema
    kinds = {name: table.schema.field(name).type for name in table.column_names}
    assert pa.types.is_list(kinds["actors"]) and pa.types.is_struct(kinds["actors"].value_type)
    assert pa.types.is_struct(kinds["where"]) and pa.types.is_floating(kinds["where"].field("latitude").type)


@pytest.fixture(scope="module")
def expected(sample):
    table = masudi.code(sample)
    assert table.num_rows > 10
    return table


def frames(rows):
    duckdb, nanoarrow, pd, pl = (pytest.importorskip(name) for name in ("duckdb", "nanoarrow", "pandas", "polars"))
    table = pa.Table.from_pylist(rows, schema=pa.schema([(k, pa.string()) for k in ("id", "date", "title", "text", "url", "publisher")]))
    large = table.cast(pa.schema([(f.name, pa.large_string()) for f in table.schema]))
    view = table.cast(pa.schema([(f.name, pa.string_view()) for f in table.schema]))
    connection = duckdb.connect()
    connection.register("given", table)
    yield "generator", (row for row in rows)
    yield "table", table
    yield "batch", table.combine_chunks().to_batches()[0]
    yield "reader", pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=3))
    yield "large", large
    yield "view", view
    yield "dictionary", table.set_column(5, "publisher", table["publisher"].dictionary_encode())
    yield "pandas", pd.DataFrame(rows)
    yield "pandas objects", pd.DataFrame(rows).astype(object)
    yield "polars", pl.DataFrame(rows)
    yield "duckdb", connection.sql("select * from given")
    yield "nanoarrow", nanoarrow.ArrayStream(table)


def test_every_kind_of_table_gives_the_same(sample, expected):
    for name, data in frames(sample):
        assert masudi.code(data).equals(expected), name


def test_columns_of_texts():
    pd, pl = pytest.importorskip("pandas"), pytest.importorskip("polars")
    texts = ["Peru withdrew its troops from Tumbes.", "Rebels shelled the town of Ambora."]
    expected = masudi.code(texts)
    assert expected.num_rows == 2
    for data in (pa.array(texts), pa.chunked_array([texts[:1], texts[1:]]), pl.Series(texts), pd.Series(texts), iter(texts)):
        assert masudi.code(data).equals(expected), type(data)


def test_slices_and_batches_are_honoured(sample, expected):
    table = pa.Table.from_pylist(sample)
    parts = [masudi.code(table.slice(i, 3)) for i in range(0, len(sample), 3)]
    assert pa.concat_tables(parts).equals(expected)


def test_names_of_columns_and_aliases():
    row = {"story_id": "x9", "maintext": "Rebels shelled the town of Ambora.", "headline": "Ambora shelled", "lang": "en"}
    claim = masudi.code([row]).to_pylist()[0]
    assert claim["doc"]["id"] == "x9" and claim["doc"]["title"] == "Ambora shelled"
    named = masudi.code([{"words": row["maintext"], "n": 7}], text="words", id="n").to_pylist()[0]
    assert named["doc"]["id"] == "7" and named["event"] == "ASSAULT"
    table = pa.table({"words": [row["maintext"]], "n": [7]})
    assert masudi.code(table, text="words", id="n").to_pylist()[0]["doc"]["id"] == "7"
    with pytest.raises(TypeError, match="wording"):
        masudi.code([row], wording="words")
    with pytest.raises(masudi.Error) as told:
        masudi.code(pa.table({"words": ["Peru withdrew its troops from Tumbes."]}), text="absent")
    assert told.value.status == "EUSAGE"


def test_dates_of_every_kind():
    text = "Rebels shelled Ambora on Monday."
    day = datetime.date(2026, 3, 4)
    when = masudi.code([{"text": text, "date": "2026-03-04"}]).to_pylist()[0]["when"]
    assert when["start"] == "2026-03-02"
    assert masudi.code([{"text": text, "date": day}]).to_pylist()[0]["when"] == when
    for kind in (pa.date32(), pa.date64(), pa.timestamp("us"), pa.timestamp("ns")):
        table = pa.table({"text": [text], "date": pa.array([day], pa.date32()).cast(kind)})
        assert masudi.code(table).to_pylist()[0]["when"] == when, kind


def test_offsets_are_those_of_python():
    text = "\U0001f6a8 Çıldır: rebels shelled the town of Ambora, café owners said. \U0001f600"
    for claim in masudi.code(text).to_pylist():
        trigger = claim["trigger"]
        assert text[trigger["start"] : trigger["end"]] == trigger["text"] == "shelled"
        sentence = claim["sentence"]
        assert text[sentence["start"] : sentence["end"]] == sentence["text"]


BAD = [
    {"id": "a", "text": "Rebels shelled the town of Ambora."},
    {"id": "b"},
    {"id": "c", "text": "\ud800"},
    {"id": "d", "text": "Peru withdrew its troops from Tumbes."},
    {"id": "e", "text": 3.5},
]


def test_errors_are_raised_with_the_documents_name():
    with pytest.raises(masudi.DocumentError) as told:
        masudi.code(BAD)
    assert told.value.id == "b" and told.value.row == 1 and "text" in told.value.message
    assert "b" in str(told.value)
    with pytest.raises(masudi.DocumentError) as told:
        masudi.code(BAD[2:])
    assert told.value.id == "c" and told.value.row == 0 and "surrogate" in told.value.message


def test_errors_in_a_column():
    table = masudi.code(BAD, errors="column")
    assert table.schema == masudi.claim_schema(errors="column")
    rows = [(row["doc"]["id"], row["error"] is None, row["event"]) for row in table.to_pylist()]
    assert rows == [("a", True, "ASSAULT"), ("b", False, None), ("c", False, None), ("d", True, "RETREAT"), ("e", False, None)]
    assert masudi.code(BAD, errors="skip").column("event").to_pylist() == ["ASSAULT", "RETREAT"]
    assert masudi.code(BAD[:1], errors="column").column("error").to_pylist() == [None]
    with pytest.raises(ValueError, match="errors"):
        masudi.code(BAD, errors="ignore")


def test_what_cannot_be_coded_is_refused():
    for data in (3, None, b"Peru withdrew its troops from Tumbes.", 2.5):
        with pytest.raises(TypeError):
            masudi.code(data)
    with pytest.raises(masudi.DocumentError):
        masudi.code([None])


def test_a_document_in_another_language_gives_nothing():
    assert masudi.code([{"text": "Les rebelles ont bombardé la ville lundi.", "language": "fr"}]).num_rows == 0


def test_json_is_the_commands(command, sample):
    assert [line + "\n" for line in masudi.default_engine().json(sample)] == command(
        "code", "--in", "jsonl", "--out", "jsonl", "-", given=jsonl(sample)
    ).splitlines(keepends=True)


def test_table_says_what_json_says(engine, sample):
    def told(value):
        """As JSON has it: what is not there is left out of an attribution that was not resolved."""
        if isinstance(value, dict):
            return {k: told(v) for k, v in value.items()}
        if isinstance(value, list):
            return [told(one) for one in value]
        return value

    from_json = [json.loads(line) for line in engine.json(sample)]
    from_table = masudi.code(sample).to_pylist()
    assert len(from_json) == len(from_table)
    for a, b in zip(from_json, from_table):
        for source in a["attribution"]:
            for key in b["attribution"][0]:
                source.setdefault(key, None)
        assert told(a) == {k: told(v) for k, v in b.items()} or a == b


def test_readers_of_tables_take_it(expected):
    duckdb, pl = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    frame = expected.to_pandas()
    assert len(frame) == expected.num_rows and frame["event"].tolist() == expected["event"].to_pylist()
    assert pl.from_arrow(expected).filter(pl.col("status") == "actual").height > 0
    (n,) = duckdb.sql("select count(*) from expected where len(actors) > 0").fetchall()[0]
    assert n == sum(bool(actors) for actors in expected["actors"].to_pylist())


def test_reader_is_lazy(engine):
    asked = []

    def texts():
        for i in range(5000):
            asked.append(i)
            yield f"Police arrested {i + 2} men in Lima."

    reader = engine.reader(texts())
    first = reader.read_next_batch()
    assert 0 < first.num_rows and len(asked) < 5000
    assert first.num_rows + sum(batch.num_rows for batch in reader) == 5000


def test_stream_reads_no_further_than_asked(engine):
    asked = []

    def texts():
        for i in range(100):
            asked.append(i)
            yield {"id": str(i), "text": "Peru withdrew its troops from Tumbes." if i != 3 else None}

    stream = engine.stream(texts(), batch=1)
    told = next(stream)
    assert told.id == "0" and len(told) == 1 and asked == [0]
    told = [next(stream) for _ in range(3)][-1]
    assert told.id == "3" and told.error and not told.claims
    assert sum(1 for _ in engine.stream(texts())) == 100


def test_document(engine):
    told = masudi.document("Rebels shelled the town of Ambora.", id="n", title="War in Ambora", date="2026-03-04")
    assert (told.id, told.title, told.date, told.error) == ("n", "War in Ambora", "2026-03-04", None)
    assert [claim["event"] for claim in told] == ["ASSAULT"]
    with pytest.raises(masudi.DocumentError):
        masudi.document(None)
    assert len(masudi.document("")) == 0


def test_an_empty_text_says_nothing_and_is_no_fault(engine, command):
    given = [{"id": "e", "text": ""}, {"id": "n"}]
    assert command("code", "--in", "jsonl", "--quiet", "-", given=jsonl(given), status=1) == ""  # the second is refused
    for data in (given, pa.Table.from_pylist(given)):
        rows = [row for batch in engine.documents(data) for row in batch.to_pylist()]
        assert [row["error"] is None for row in rows] == [True, False]
    assert masudi.code("").num_rows == 0
