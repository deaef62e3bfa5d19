#!/usr/bin/env python3
"""mutate.py BUILD [--seed N] [--count N] [--jobs N]: are faults in the rules of status and attribution noticed?

Plants one small fault at a time, drawn at random with a seed, in a copy of src/code (a condition turned round, an
`and` for an `or`, a bound moved, one status for another), builds it, and runs the tests of coding and every example
of the knowledge. Prints a line for each fault: caught, by what, or survived; then the share caught. A fault that
changes nothing a text can show survives rightly: those that survive are to be read.
"""
import argparse
import os
import random
import re
import shutil
import subprocess
import sys

FILES = ["status.c", "modality.c", "attribution.c", "operator.c", "source.c", "told.c", "links.c"]
SWAPS = [(r"&&", "||"), (r"\|\|", "&&"), (r"\breturn true;", "return false;"), (r"\breturn false;", "return true;"),
         (r"if \(!(?=[a-z])", "if ("), (r" == ", " != "), (r" != ", " == "), (r" < 0\b", " >= 0"), (r" >= 0\b", " < 0"),
         (r"\bMSD_PLANNED\b", "MSD_POSSIBLE"), (r"\bMSD_NEGATED\b", "MSD_ACTUAL"), (r"\bMSD_CONDITIONAL\b", "MSD_ACTUAL"),
         (r"\bMSD_POSSIBLE\b", "MSD_ACTUAL"), (r"\bMSD_DENIED\b", "MSD_NEGATED"), (r"\bcontinue;", "break;"),
         (r" \+ 1\b", " + 2"), (r" - 1\b", " - 2")]


def places(folder):
    """Every (file, line number, column, width, new text) where one of the swaps can be made, outside comments."""
    found = []
    for name in FILES:
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            for number, line in enumerate(f):
                code = re.sub(r'/\*.*?\*/|"[^"]*"', lambda m: " " * len(m.group()), line)
                if code.lstrip().startswith(("*", "/*", "#", "static const char")):
                    continue
                for pattern, new in SWAPS:
                    found += [(name, number, m.start(), m.end() - m.start(), new) for m in re.finditer(pattern, code)]
    return found


def run(words, cwd, env=None, limit=900):
    try:
        return subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired as late:
        return subprocess.CompletedProcess(words, 124, str(late.stdout), "")


def build(tree, jobs, targets):
    return run(["cmake", "--build", "build", "-j", str(jobs), "--target", *targets], tree).returncode == 0


def verdict(tree, env):
    """What notices a fault first, or None."""
    if run(["build/test_code"], tree, env).returncode != 0:
        return "test_code"
    if run(["build/test_status"], tree, env).returncode not in (0, 77):
        return "test_status"
    checked = run(["build/masudi", "know", "check"], tree, env)
    if checked.returncode != 0:
        wrong = re.search(r"(\d+) of (\d+) texts pass", checked.stdout)
        return f"examples ({int(wrong.group(2)) - int(wrong.group(1))} wrong)" if wrong else "examples"
    return None


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("build")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--count", type=int, default=24)
    ask.add_argument("--jobs", type=int, default=os.cpu_count())
    said = ask.parse_args()
    here, tree = os.getcwd(), os.path.abspath(os.path.join(said.build, "mutate"))
    shutil.rmtree(tree, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True, text=True).stdout
    for part in listed.strip("\0").split("\0"):
        os.makedirs(os.path.dirname(os.path.join(tree, part)), exist_ok=True)
        shutil.copy(part, os.path.join(tree, part))
    share = os.path.join(here, said.build, "share", "masudi")
    env = dict(os.environ, MASUDI_MODEL=os.path.join(share, "en.model"))
    targets = ["masudi", "test_code"] + (["test_status"] if os.path.exists("test/unit/test_status.c") else [])
    run(["cmake", "-S", ".", "-B", "build", "-DCMAKE_BUILD_TYPE=Release"], tree)
    if not build(tree, said.jobs, targets):
        sys.exit("the tree does not build as it is")
    os.makedirs(os.path.join(tree, "build", "share"), exist_ok=True)
    os.symlink(share, os.path.join(tree, "build", "share", "masudi"))
    if verdict(tree, env):
        sys.exit(f"the tests fail as they are: {verdict(tree, env)}")

    folder = os.path.join(tree, "src", "code")
    drawn = places(folder)
    random.Random(said.seed).shuffle(drawn)
    caught = tried = 0
    for name, number, start, width, new in drawn:
        if tried == said.count:
            break
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        lines = text.split("\n")
        old = lines[number]
        lines[number] = old[:start] + new + old[start + width:]
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines))
        if build(tree, said.jobs, targets):
            by = verdict(tree, env)
            tried += 1
            caught += by is not None
            print(f"{'caught by ' + by if by else 'SURVIVED':32} {name}:{number + 1}: {lines[number].strip()}", flush=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    print(f"{caught} of {tried} faults caught (seed {said.seed})")


if __name__ == "__main__":
    main()
