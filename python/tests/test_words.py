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


def test_explanation_is_the_commands(command):
    text = "Peru threatened to close its embassy in Quito, officials said."
    assert masudi.explain(text, date="2026-03-04") == command("explain", "--date", "2026-03-04", text)
    with pytest.raises(masudi.DocumentError):
        masudi.explain("\ud800")
    with pytest.raises(masudi.DocumentError):
        masudi.explain("a\0b")
