"""The command, by which the others are measured."""
import os
import subprocess

from same_rows import Missing

NAME, ORDER = "command", 0


def lines(build, path, documents):
    program = os.path.join(build, "masudi")
    if not os.path.exists(program):
        raise Missing(f"no {program}")
    done = subprocess.run([program, "code", "--quiet", "--out", "jsonl", path], stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"masudi code ended with {done.returncode}")
    return done.stdout.splitlines()
