"""Words, trees and pairs: as the command has them."""

import json

import pyarrow as pa
import pytest

import masudi


def test_conllu_is_the_commands(engine, command, sample):
    texts = [{"id": row["id"], "text": row["text"]} for row in sample]
    given = "".join(json.dumps(row) + "\n" for row in texts)
    assert "".join(engine.conllu(texts)) == command("parse", "--in", "jsonl", "-", given=given)


def test_tokens(engine, sample):
    table = masudi.parse(sample)
    assert set(table["id"].to_pylist()) == {row["id"] for row in sample}
    texts = {row["id"]: row["text"] for row in sample}
    for token in table.to_pylist():
        assert texts[token["id"]][token["start"] : token["end"]] == token["text"]
    assert table.schema == masudi.parse([]).schema


PAIRS = [
    {"id": "p1", "text": "Iraq thanked Norway for the doctors.", "actor": "Iraq", "recipient": "Norway"},
    {"id": "p2", "text": "Turkish jets bombed Kurdish positions.", "actor": "Turkish jets", "recipient": "Kurdish positions"},
    {"id": "p3", "text": "Chad closed its border with Sudan.", "actor": "Chad", "recipient": "Sudan"},
]


def test_pairs_are_the_commands(command):
    given = "".join(json.dumps(row) + "\n" for row in PAIRS)
    told = [json.loads(line) for line in command("relate", given=given).splitlines()]
    rows = masudi.relate(PAIRS).to_pylist()
    assert rows == told
    assert set(rows[0]["scores"]) == set(masudi.EVENTS)
    assert masudi.relate(pa.Table.from_pylist(PAIRS)).to_pylist() == told


def test_one_pair_and_names_of_columns():
    one = masudi.relate(PAIRS[0]["text"], "Iraq", "Norway").to_pylist()
    assert len(one) == 1 and one[0]["event"] == masudi.relate(PAIRS).to_pylist()[0]["event"]
    renamed = [{"text": row["text"], "who": row["actor"], "whom": row["recipient"], "id": row["id"]} for row in PAIRS]
    assert masudi.relate(renamed, "who", "whom").equals(masudi.relate(PAIRS))


def test_pairs_that_cannot_be_answered():
    bad = [PAIRS[0], {"id": "q", "text": "Iraq thanked Norway.", "actor": "Iraq"}]
    with pytest.raises(masudi.DocumentError) as told:
        masudi.relate(bad)
    assert told.value.id == "q"
    column = masudi.relate(bad, errors="column")
    assert column["error"].to_pylist()[0] is None and column["error"].to_pylist()[1]
    assert masudi.relate(bad, errors="skip").num_rows == 1


def test_pairs_by_place_are_the_commands(command):
    rows = [
        {"id": "p1", "text": "Iraq thanked Norway for the doctors.", "actor": [0, 4], "recipient": [13, 19]},
        # an offset counts code points: there are bytes and UTF-16 units more before it
        {"id": "p2", "text": "In São Tomé 🕊 Chad closed its border with Sudan.", "actor": [14, 18], "recipient": [42, 47]},
        {"id": "p3", "text": "Chad closed its border with Sudan.", "actor": "Chad", "recipient": [28, 33]},
    ]
    assert [rows[1]["text"][start:end] for start, end in (rows[1]["actor"], rows[1]["recipient"])] == ["Chad", "Sudan"]
    given = "".join(json.dumps(row) + "\n" for row in rows)
    told = [json.loads(line) for line in command("relate", given=given).splitlines()]
    assert masudi.relate(rows).to_pylist() == told
    assert masudi.relate([{**row, "actor": tuple(row["actor"])} for row in rows[:2]]).to_pylist() == told[:2]
    one = rows[1]
    assert masudi.relate(one["text"], (14, 18), [42, 47])["scores"].to_pylist()[0] == told[1]["scores"]
    # two mentions of one word are told apart
    text = "Chad praised Sudan; Mali bombed Chad."
    events = [masudi.relate(text, (20, 24), place)["confidence"][0].as_py() for place in ((0, 4), (32, 36))]
    assert events[0] < events[1]


def test_places_in_tables(engine):
    texts = ["Iraq thanked Norway for the doctors.", "Chad closed its border with Sudan."]
    table = pa.table({"text": texts, "actor": [[0, 4], [0, 4]], "recipient": [[13, 19], [28, 33]]})
    pairs = [{"text": texts[0], "actor": "Iraq", "recipient": "Norway"}, {"text": texts[1], "actor": "Chad", "recipient": "Sudan"}]
    want = masudi.relate(pairs)
    assert masudi.relate(table).equals(want)
    assert masudi.relate(table.to_pandas()).equals(want)
    wide = table.set_column(1, "actor", table["actor"].cast(pa.large_list(pa.int32())))
    assert masudi.relate(wide.slice(1)).equals(want.slice(1))
    fixed = table.set_column(2, "recipient", table["recipient"].cast(pa.list_(pa.uint32(), 2)))
    assert masudi.relate(fixed).equals(want)
    structs = pa.array([{"text": "?", "start": 0, "end": 4}, {"text": "Chad", "start": None, "end": None}])
    assert masudi.relate(table.set_column(1, "actor", structs)).equals(want)


def test_parties_of_a_claim_are_mentions():
    text = "Turkey bombed Kurdish positions near Kobani."
    claim = masudi.code(text).to_pylist()[0]
    asked = masudi.relate(text, claim["actors"][0], claim["recipients"][0]).to_pylist()
    place = [(who["start"], who["end"]) for who in (claim["actors"][0], claim["recipients"][0])]
    assert asked == masudi.relate(text, *place).to_pylist()
    assert asked[0]["event"] == claim["event"]


def test_places_that_are_none():
    text = "Iraq thanked Norway."
    for wrong, said in (((4, 4), "no place"), ((-1, 4), "no place"), ((0, 99), "actor"), ((0,), "[start, end]"),
                        ((0, 1.5), "[start, end]"), (7, "[start, end]"), ({"name": "x"}, "null or empty")):  # fmt: skip
        with pytest.raises(masudi.DocumentError) as told:
            masudi.relate(text, wrong, "Norway")
        assert said in str(told.value), (wrong, told.value)
    with pytest.raises(TypeError, match="names of columns"):
        masudi.relate([text], (0, 4), (13, 19))
    with pytest.raises(masudi.Error, match="actor"):
        masudi.relate(pa.table({"text": [text], "actor": [[0.5]], "recipient": ["Norway"]}))


def test_explanation_is_the_commands(command):
    text = "Peru threatened to close its embassy in Quito, officials said."
    assert masudi.explain(text, date="2026-03-04") == command("explain", "--date", "2026-03-04", text)
    with pytest.raises(masudi.DocumentError):
        masudi.explain("\ud800")
    with pytest.raises(masudi.DocumentError):
        masudi.explain("a\0b")
