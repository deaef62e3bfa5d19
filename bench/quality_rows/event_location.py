"""Where the event of a given verb happened: the places found for it against those that a coder marked.

A place is right when its span overlaps a marked one that no other has taken; `exact` asks for the same words, an
article or 'the city of' aside. Most marked verbs have one place or none.
"""
import collections, random
from . import common
from .common import least

NAME, ORDER, DATA = "event-location", 70, "data/labelled/event_location_dev.jsonl.gz"
GOALS = {"place F1": least(0.70)}


def matched(ours, gold, same):
    left, n = list(gold), 0
    for span in ours:
        hit = next((g for g in left if same(span, g)), None)
        if hit:
            left.remove(hit)
            n += 1
    return n


def measure(path, build, details):
    rows = common.records(path)
    told = common.words(build, [{"text": r["text"], "at": [r["verb"][0]["start"]]} for r in rows])
    n = collections.Counter()
    kinds, cases = collections.Counter(), collections.defaultdict(list)
    for r, out in zip(rows, told):
        gold = [(p["start"], p["end"]) for p in r["locations"]]
        ours = [tuple(p["span"]) for p in out[0]["places"] if p["span"]]
        hit = matched(ours, gold, common.overlap)
        n["hit"] += hit
        n["exact"] += matched(ours, gold, lambda a, b: r["text"][slice(*a)].strip() == r["text"][slice(*b)].strip())
        n["ours"] += len(ours)
        n["gold"] += len(gold)
        n["rows"] += 1
        n["all right"] += hit == len(ours) == len(gold)
        kind = ("right" if hit == len(ours) == len(gold) else "a place where the coder marked none" if not gold else
                "no place where the coder marked one" if not ours else "another place" if not hit else "some of several")
        kinds[kind] += 1
        cases[kind].append((r, ours))
    p, rec, f = common.f1(n["hit"], n["ours"], n["gold"])
    if details:
        random.seed(1)
        for kind, count in kinds.most_common():
            print(f"-- {kind}: {count}")
            for r, ours in random.sample(cases[kind], min(12, count)) if kind != "right" else []:
                print(f"   [{r['verb'][0]['text']}] marked {[g['text'] for g in r['locations']]}, ours"
                      f" {[r['text'][slice(*o)] for o in ours]}: {' '.join(r['text'].split())[:220]}")
    return {"place F1": f, "precision": p, "recall": rec, "exact F1": common.f1(n["exact"], n["ours"], n["gold"])[2],
            "verbs with all places right": n["all right"] / max(1, n["rows"])}
