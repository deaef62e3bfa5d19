"""Articles made for the tests: occurrences, each told by several papers in words of their own, over some months."""

from __future__ import annotations

import json
import random
from pathlib import Path

PLACES = ["Arequipa", "Guayaquil", "Loja", "Mosul", "Kirkuk", "Kandahar", "Kassala", "Bamako", "Mombasa", "Odesa"]
COUNTRIES = ["Peru", "Ecuador", "Iraq", "Sudan", "Kenya", "Mali"]
TOLD = [
    "{a} troops shelled {p} on {d}, killing {n} people, officials said.",
    "Shells that {a} forces fired at {p} on {d} killed {n} villagers, doctors reported.",
    "{n} people died on {d} when the army of {a} bombarded {p}, a witness said.",
    "{a} and {b} signed an agreement on river water in {p} on {d}.",
    "In {p} on {d} ministers of {a} and {b} signed an accord about the river.",
    "Dock workers marched through {p} on {d} to protest against wage cuts, and police arrested {n} of them.",
    "Police in {p} detained {n} protesters on {d} as dockers marched over wages.",
    "{a} threatened to close its embassy in {b} unless the talks in {p} resume by {d}.",
]
AFTER = [
    "The government of {b} condemned it and asked for an inquiry.",
    "{b} denied that its soldiers had been anywhere near {p}.",
    "Relief agencies sent {n} lorries of grain to the {p} district.",
    "A spokesman for {a} would not say whether further talks are planned.",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday"]


def articles(n: int, seed: int = 11) -> list[dict[str, str]]:
    dice = random.Random(seed)
    made = []
    for i in range(n):
        event = i % (n // 3 or 1)  # each is told about three times
        what = random.Random(event)
        a, b = what.sample(COUNTRIES, 2)
        words = {"a": a, "b": b, "p": what.choice(PLACES), "d": what.choice(DAYS), "n": str(what.randint(2, 40))}
        kind = what.choice([(0, 3), (3, 5), (5, 7), (7, 8)])
        lead = TOLD[dice.randrange(*kind)].format(**words)
        rest = " ".join(one.format(**words) for one in dice.sample(AFTER, 2))
        date = f"2024-{1 + event % 4:02d}-{1 + event % 20 + dice.randrange(2):02d}"
        made.append({"id": f"n{i:05d}", "date": date, "title": f"News from {words['p']}", "text": f"{lead}\n\n{rest}"})
    return made


def write(path: Path, some: list[dict[str, str]]) -> str:
    path.write_text("".join(json.dumps(one) + "\n" for one in some), encoding="utf-8")
    return str(path)


def warc(path: Path, some: list[dict[str, str]]) -> str:
    """An archive of pages, as a crawler writes it."""
    out = bytearray()
    for n, one in enumerate(some):
        body = "".join(f"<p>{part}</p>" for part in one["text"].split("\n\n"))
        page = f"<html><head><title>{one['title']}</title></head><body><article>{body}</article></body></html>".encode()
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{n:08d}-0000-4000-8000-000000000000>\r\n"
            f"WARC-Date: {one['date']}T08:00:00Z\r\nWARC-Target-URI: http://paper.example/{one['id']}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        out += head.encode() + answer + b"\r\n\r\n"
    path.write_bytes(bytes(out))
    return str(path)
