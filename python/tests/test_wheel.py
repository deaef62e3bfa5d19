"""What the build makes, and what it says when it cannot."""

import base64
import hashlib
import importlib.util
import os
import subprocess
import sys
import tarfile
import zipfile

import pytest
from conftest import COMMAND, ROOT

HERE = ROOT / "python"


def build(hook, folder, **env):
    """A hook of the backend in a Python of its own, as pip calls it."""
    program = f"import backend, sys; print(backend.{hook}(sys.argv[1]))"
    return subprocess.run([sys.executable, "-c", program, str(folder)], cwd=HERE, capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(HERE), "PYTHONSAFEPATH": "", **env})


@pytest.fixture(scope="module")
def backend():
    found = importlib.util.spec_from_file_location("backend", HERE / "backend.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_a_wheel_is_whole_and_the_same_again(tmp_path):
    if not COMMAND.exists():
        pytest.skip("nothing is built here")
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        done = build("build_wheel", folder)
        assert done.returncode == 0, done.stderr
        made.append(folder / done.stdout.split()[-1])
    assert made[0].name.startswith("masudi-") and "-cp39-abi3-" in made[0].name
    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(made[0]) as wheel:
        names = set(wheel.namelist())
        assert {"masudi/_core.abi3.so", "masudi/py.typed", "masudi/share/en.model", "masudi/share/knowledge.msd"} <= names
        (record,) = (name for name in names if name.endswith("/RECORD"))
        rows = [row.split(",") for row in wheel.read(record).decode().splitlines()]
        assert {row[0] for row in rows} == names
        for name, digest, size in rows:
            if name != record:
                data = wheel.read(name)
                told = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
                assert digest == f"sha256={told}" and int(size) == len(data), name
        # what the name says of the machine is what the wheel says inside
        told = wheel.read(record.replace("RECORD", "WHEEL")).decode()
        assert f"Tag: {made[0].stem.split('-', 2)[2]}\n" in told
        # no folder of the machine that built it is told to its users
        assert str(ROOT).encode() not in wheel.read("masudi/_core.abi3.so")


def test_a_wheel_says_which_glibc_it_needs(tmp_path, backend, monkeypatch):
    (tmp_path / "libs").mkdir()
    for name in ("_core.abi3.so", "libs/libjansson.so.4"):
        (tmp_path / name).touch()
    asked = {"_core.abi3.so": ({"libjansson.so.4", "libc.so.6", "libm.so.6"}, {(2, 4), (2, 29), (2, 3, 4)}),
             "libjansson.so.4": ({"libc.so.6"}, {(2, 14)})}
    monkeypatch.setattr(backend, "needs", lambda path: asked[path.name])
    monkeypatch.setattr(backend, "this_platform", lambda: "linux_x86_64")
    assert backend.platform_of(tmp_path) == "manylinux_2_29_x86_64"
    asked["libjansson.so.4"][0].add("libcurl.so.4")  # which some systems do not have
    assert backend.platform_of(tmp_path) == "linux_x86_64"
    asked["libjansson.so.4"] = ({"libc.musl-x86_64.so.1"}, set())
    assert backend.platform_of(tmp_path) == "linux_x86_64"


def test_libraries_are_asked_what_they_need(backend):
    import masudi._core as core

    names, versions = backend.needs(core.__file__)
    assert any(name.startswith(("libc.", "ld-")) for name in names)
    assert all(version[0] == 2 for version in versions)


def test_a_source_package_brings_the_clone(tmp_path, backend):
    done = build("build_sdist", tmp_path)
    assert done.returncode == 0, done.stderr
    with tarfile.open(tmp_path / done.stdout.split()[-1]) as package:
        names = {name.split("/", 1)[1] for name in package.getnames() if "/" in name}
        package.extractall(tmp_path / "out")
    assert {"PKG-INFO", "pyproject.toml", "backend.py", "core/core.c", "masudi/__init__.py"} <= names
    assert {f"clone/{name}" for name in backend.clone()} <= names
    (clone,) = (tmp_path / "out").glob("*/clone")
    asked = ["cmake", "-S", clone, "-B", tmp_path / "configured"]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not [name for name in names if name.endswith((".so", ".pyc"))]


def test_what_the_system_lacks_is_told_in_a_line(tmp_path):
    empty = tmp_path / "bin"
    empty.mkdir()
    done = build("build_wheel", tmp_path, PATH=str(empty))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("masudi: ") and "./run setup" in line
