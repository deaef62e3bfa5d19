import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "test" / "page" / "articles.jsonl"
COMMAND = Path(os.environ.get("MASUDI_COMMAND", ROOT / "build" / "masudi"))


@pytest.fixture(scope="session")
def engine():
    import masudi

    return masudi.default_engine()


@pytest.fixture(scope="session")
def sample():
    return [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def command():
    """Runs build/masudi with what the package codes with; the test skips without it."""
    if not COMMAND.exists():
        pytest.skip(f"no command at {COMMAND}")

    def run(*args, given="", status=0):
        done = subprocess.run([COMMAND, *args], input=given.encode("utf-8", "surrogatepass"), capture_output=True)
        assert done.returncode == status, done.stderr.decode()
        return done.stdout.decode()

    return run


@pytest.fixture
def fresh():
    """Runs a program in a new Python, with the same package."""

    def run(program, *args):
        done = subprocess.run([sys.executable, "-c", program, *map(str, args)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
