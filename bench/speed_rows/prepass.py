"""What could be left out before parsing: texts, and their share of the words, without a claim; in which no frame fits; in
which no frame is even tried. Only the last can be known without trees and names."""
import json
import os

NAME, ORDER = "prepass", 60


def measure(run):
    with open(run.texts, "rb") as f:
        _, out = run.spend(os.path.join(run.build, "bench_prepass"), run.model, run.knowledge, stdin=f)
    figure = json.loads(out)
    for key in ("no_claim", "no_frame_fits", "no_frame_tried"):
        yield key.replace("_", " ") + ": share of texts", figure[key][0], None
        yield key.replace("_", " ") + ": share of words", figure[key][1], None
