"""Python: the package that `make test-python` installs; the lines of Engine.json."""
import os
import subprocess
import sys

from same_rows import Missing

NAME, ORDER = "python", 5
ASK = """
import json, sys, masudi
with open(sys.argv[1], encoding="utf-8") as lines, masudi.Engine() as engine:
    for line in engine.json((json.loads(line) for line in lines), errors="skip"):
        print(line)
"""


def run(build, path, program):
    """What a program prints, by the Python that has the package."""
    own = os.path.join(build, "python", "bin", "python")
    python = own if os.path.exists(own) else sys.executable
    if subprocess.run([python, "-c", "import masudi"], stderr=subprocess.DEVNULL, check=False).returncode:
        raise Missing("no package in Python: `make test-python` installs it")
    done = subprocess.run([python, "-c", program, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                          env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONSAFEPATH": "1"})
    if done.returncode:
        raise RuntimeError(done.stderr.decode().strip())
    return done.stdout.split(b"\n")[:-1]


def lines(build, path, documents):
    return run(build, path, ASK)
