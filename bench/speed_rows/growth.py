"""How cost grows: each shape of text in three lengths, as the exponent between the last two (1 is in proportion) and as
processor microseconds a byte of the longest. Everything else about a text stays the same while it grows."""
import json
import math

NAME, ORDER = "growth", 20
LAND = ["Iran", "Chad", "Kenya", "Israel", "Peru", "Mali", "Sudan", "Syria"]
VERB = ["attacked", "arrested", "accused", "visited", "warned", "shelled"]
WORDS = (4000, 16000, 64000)


def land(i):
    return LAND[i % len(LAND)]


def clause(i):
    return f"{land(i)} {VERB[i % len(VERB)]} {land(i * 3 + 1)}"


SHAPES = {
    "document: sentences": lambda n: " ".join(f"{clause(i)} near the border on Monday." for i in range(n // 8)),
    "document: paragraphs": lambda n: "\n\n".join(f"{clause(i)} near the border on Monday." for i in range(n // 8)),
    "document: names": lambda n: " ".join(f"Mr Ab{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676 % 26)}e met rebels."
                                          for i in range(n // 5)),
    "document: pronouns": lambda n: "The president visited Kenya. " + "He attacked them. " * (n // 4),
    "sentence: words": lambda n: "word " * n,
    "sentence: nouns": lambda n: "army attack peace protest " * (n // 4),
    "sentence: actors": lambda n: ", ".join(land(i) for i in range(n // 2)) + " and Egypt attacked the rebels.",
    "sentence: frames": lambda n: "Rebels " + ", ".join(f"{VERB[i % 6]} the army" for i in range(n // 4)) + " and fled.",
    "sentence: clauses": lambda n: " and ".join(clause(i) for i in range(n // 4)) + ".",
    "sentence: reports": lambda n: " that ".join(f"{land(i)} said" for i in range(n // 3)) + " that rebels left.",
    "sentence: conditions": lambda n: "Rebels fled " + " ".join(f"if {clause(i)}" for i in range(n // 4)) + ".",
    "sentence: quotes": lambda n: "".join(f"{land(i)} said '" for i in range(n // 4)) + "attack" + "'" * (n // 4),
    "sentence: pronouns": lambda n: "He left " + "and he met them and they arrested him " * (n // 8) + ".",
    "sentence: aliases": lambda n: "Iran " + " ".join(f"(also known as {land(i)})" for i in range(n // 6)) + " attacked Iraq.",
    "sentence: marks": lambda n: "!?." * (n // 3),
}


def measure(run):
    path = run.path("grown.jsonl")

    def cost(shape, n):
        text = SHAPES[shape](n)
        with open(path, "w", encoding="utf-8") as f:
            f.write(json.dumps({"id": "x", "text": text, "language": "en"}) + "\n")
        return run.code(path), len(text)

    empty = min(cost("document: sentences", 8)[0] for _ in range(5))
    for shape in SHAPES:
        at = [cost(shape, n) for n in WORDS]
        (s0, b0), (s1, b1) = ((max(s - empty, 1e-4), b) for s, b in at[1:])
        yield f"{shape}: exponent", math.log(s1 / s0) / math.log(b1 / b0), (None, 1.3)
        yield f"{shape}: us a byte", s1 / b1 * 1e6, None
