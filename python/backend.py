"""Builds the package: a backend by PEP 517 and PEP 660 that asks for nothing but Python.

The library, the model and the knowledge are what `./run setup` makes in the clone around this folder. Where they are
not made yet that is done first, without asking for rights: what the system lacks is named, with the command that
installs it. The extension keeps to the stable ABI of Python 3.9, so that one wheel serves every later version.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Iterator, NoReturn

HERE = Path(__file__).resolve().parent
# A source package carries the clone inside.
ROOT = HERE / "clone" if (HERE / "clone").is_dir() else HERE.parent
BUILD = ROOT / "build"
SHARE = BUILD / "share" / "masudi"
DATA = ("en.model", "knowledge.msd")
# What of the clone the build does not need; folders that were built, and hidden ones, are left out as well.
NOT_NEEDED = {"bench", "doc", "examples", "node_modules", "python", "r", "web"}
MODULES = ("libpcre2-8", "libutf8proc", "jansson", "zlib")
# As in CMakeLists.txt.
HARDENED = ("-fstack-protector-strong", "-U_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=2", "-Wl,-z,relro", "-Wl,-z,now",
            "-Wl,-z,noexecstack")
# These lie in the wheel beside the extension; the C library and zlib are everywhere.
CARRIED = ("libpcre2-8.so", "libutf8proc.so", "libjansson.so")

# What every Linux with a glibc has (PEP 600, and zlib, which auditwheel counts among it).
EVERYWHERE = {"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libz.so.1"}

INCLUDE = sysconfig.get_path("include")

REQUIRES = ("pyarrow>=14",)
EXTRAS = {
    "plot": ("matplotlib>=3.6",),
    "spark": ("pyspark>=3.5",),
}


def stop(why: str) -> NoReturn:
    sys.exit(f"masudi: {why}")


def version() -> str:
    found = re.search(r'#define MSD_VERSION "([^"]+)"', (ROOT / "include" / "masudi.h").read_text())
    return found.group(1) if found else stop("include/masudi.h has no MSD_VERSION")


# ---- what is built ----


def run(command: list[str], **more: Any) -> None:
    # A build in isolation hides the packages of the Python that runs it; ours may need its pip.
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONNOUSERSITE", "MAKEFLAGS", "MAKELEVEL")}
    env.update(more.pop("env", {}))
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lacks = re.search(r"Install what Debian calls: (.*?)-? then run this again", done.stdout)
    if done.returncode != 0 and lacks:
        stop(f"this system lacks {lacks.group(1).strip()}: run ./run setup in {ROOT}")
    sys.stderr.write(done.stdout)
    if done.returncode == 0:
        return
    stop(f"{shlex.join(command)} failed; its messages stand above")


def make_library() -> None:
    """The library, the model and the knowledge, in build/ of the clone."""
    if not (Path(INCLUDE) / "Python.h").exists():
        stop("this Python has no Python.h: run apt-get install python3-dev (or take a Python with its headers)")
    if not shutil.which("make") or not shutil.which("cmake"):
        stop(f"this system lacks make or cmake: run ./run setup in {ROOT}")
    if all((SHARE / name).exists() for name in DATA):
        run(["make", "--no-print-directory", "data"])
        return
    # Not taken for Debian 12, `run` names what is missing and installs nothing.
    env = {"MASUDI_OS_RELEASE": os.devnull}
    if not (BUILD / "page" / "index.html").exists():
        env["MASUDI_PAGE"] = "none"
    run(["sh", "./run", "setup"], env=env)


def asked(command: list[str]) -> list[str]:
    return shlex.split(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def compile_extension(folder: Path) -> Path:
    """`_core.abi3.so` in `folder`, and what it carries in `folder`/libs."""
    target = folder / "_core.abi3.so"
    sources = sorted(str(path) for path in (HERE / "core").glob("*.c"))
    flags = shlex.split(os.environ.get("CFLAGS", "")) + shlex.split(os.environ.get("MASUDI_PYTHON_CFLAGS", ""))
    run([*shlex.split(os.environ.get("CC", "cc")), "-std=gnu17", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-Wall",
         "-Wextra", "-Wshadow", "-Wstrict-prototypes", "-Wvla", "-DPy_LIMITED_API=0x03090000", *HARDENED, *flags,
         f"-I{ROOT / 'include'}", "-isystem", INCLUDE, *sources, str(BUILD / "libmasudi.a"),
         *asked(["pkg-config", "--libs", *MODULES]), "-lm", "-lpthread", "-Wl,--exclude-libs,ALL", "-Wl,-rpath,$ORIGIN/libs",
         "-o", str(target)])
    libs = folder / "libs"
    shutil.rmtree(libs, ignore_errors=True)
    libs.mkdir()
    listed = subprocess.run(["ldd", str(target)], check=True, capture_output=True, text=True).stdout
    for name, path in re.findall(r"(\S+) => (/\S+)", listed):
        if name.startswith(CARRIED):
            shutil.copyfile(path, libs / name)
    return target


# ---- what it says of itself ----


def metadata() -> str:
    lines = [
        "Metadata-Version: 2.1",
        "Name: masudi",
        f"Version: {version()}",
        "Summary: News in, coded claims out: who did what to whom, who says so, and whether it happened",
        "License: MIT",
        "Requires-Python: >=3.9",
        "Classifier: Programming Language :: Python :: 3",
        "Classifier: Programming Language :: C",
        "Classifier: Operating System :: POSIX :: Linux",
        "Classifier: Topic :: Scientific/Engineering",
        "Classifier: Typing :: Typed",
    ]
    lines += [f"Requires-Dist: {one}" for one in REQUIRES]
    for extra, needs in EXTRAS.items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f"Requires-Dist: {one}; extra == '{extra}'" for one in needs]
    return "\n".join(lines) + "\n"


def this_platform() -> str:
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")


def needs(library: Path) -> tuple[set[str], set[tuple[int, ...]]]:
    """The libraries that one asks for, and the versions of glibc whose symbols it uses."""
    said = subprocess.run(["readelf", "-W", "-d", "-V", str(library)], capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C"}).stdout
    versions = {tuple(map(int, one.split("."))) for one in re.findall(r"Name: GLIBC_([0-9.]+)", said)}
    return set(re.findall(r"\(NEEDED\).*\[(.+?)\]", said)), versions


def platform_of(package: Path) -> str:
    """manylinux_2_N (PEP 600), N being the glibc that the libraries inside need, if they need nothing that is not in the
    wheel or everywhere; else this kind of machine alone."""
    inside = [package / "_core.abi3.so", *sorted((package / "libs").iterdir())]
    try:
        found = [needs(path) for path in inside]
    except FileNotFoundError:  # no readelf
        return this_platform()
    asked = set().union(*(names for names, _ in found)) - {path.name for path in inside}
    newest = max(set().union(*(versions for _, versions in found)), default=(0,))
    whole = all(name in EVERYWHERE or name.startswith("ld-linux") for name in asked)
    if not whole or newest[:1] != (2,) or not this_platform().startswith("linux_"):
        return this_platform()
    return this_platform().replace("linux_", f"manylinux_2_{newest[1]}_", 1)


def tag(platform: str) -> str:
    return f"cp39-abi3-{platform}"


def write_info(folder: Path, platform: str) -> Path:
    info = folder / f"masudi-{version()}.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text(metadata(), encoding="utf-8")
    (info / "WHEEL").write_text(f"Wheel-Version: 1.0\nGenerator: masudi\nRoot-Is-Purelib: false\nTag: {tag(platform)}\n")
    shutil.copyfile(ROOT / "LICENSE", info / "LICENSE")
    return info


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix(), path


def pack(folder: Path, to: Path, platform: str) -> str:
    """A wheel of what lies in `folder`, with its record (PEP 427)."""
    name = f"masudi-{version()}-{tag(platform)}.whl"
    record = f"masudi-{version()}.dist-info/RECORD"
    rows = []
    with zipfile.ZipFile(to / name, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as wheel:
        for inside, path in files(folder):
            data = path.read_bytes()
            # A fixed date, so that the same tree gives the same wheel.
            entry = zipfile.ZipInfo(inside, (2020, 1, 1, 0, 0, 0))
            entry.external_attr = (0o755 if path.suffix == ".so" else 0o644) << 16
            wheel.writestr(entry, data, zipfile.ZIP_DEFLATED)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            rows.append(f"{inside},sha256={digest},{len(data)}")
        rows.append(f"{record},,")
        wheel.writestr(zipfile.ZipInfo(record, (2020, 1, 1, 0, 0, 0)), "\n".join(rows) + "\n", zipfile.ZIP_DEFLATED)
    return name


# ---- the hooks ----


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: Any = None) -> str:
    make_library()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        package = folder / "masudi"
        shutil.copytree(HERE / "masudi", package, ignore=shutil.ignore_patterns("__pycache__", "*.so", "libs", "share"))
        compile_extension(package)
        (package / "share").mkdir()
        for name in DATA:
            shutil.copyfile(SHARE / name, package / "share" / name)
        platform = platform_of(package)
        write_info(folder, platform)
        return pack(folder, Path(wheel_directory), platform)


def build_editable(wheel_directory: str, config_settings: Any = None, metadata_directory: Any = None) -> str:
    """The package stays where it is; model and knowledge are those of the clone's build folder."""
    make_library()
    package = HERE / "masudi"
    compile_extension(package)
    share = package / "share"
    if not share.exists():
        share.symlink_to(SHARE, target_is_directory=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "masudi.pth").write_text(f"{HERE}\n", encoding="utf-8")
        write_info(folder, this_platform())
        return pack(folder, Path(wheel_directory), this_platform())


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: Any = None) -> str:
    return write_info(Path(metadata_directory), this_platform()).name


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


def clone() -> list[str]:
    """What of the clone goes into a source package."""
    names = (path.name for path in ROOT.iterdir())
    return [*sorted(n for n in names if n not in NOT_NEEDED and not n.startswith((".", "build"))), "web/unbuilt"]


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    base = f"masudi-{version()}"
    left_out = {"__pycache__", "libs", "share", "clone"}

    def wanted(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
        name = Path(entry.name)
        return None if name.name in left_out or name.suffix in (".so", ".pyc") else entry

    with tempfile.TemporaryDirectory() as temporary, \
            tarfile.open(Path(sdist_directory) / f"{base}.tar.gz", "w:gz", format=tarfile.PAX_FORMAT) as out:
        about = Path(temporary) / "PKG-INFO"
        about.write_text(metadata(), encoding="utf-8")
        out.add(about, f"{base}/PKG-INFO")
        for name in ("pyproject.toml", "backend.py", "core", "masudi"):
            out.add(HERE / name, f"{base}/{name}", filter=wanted)
        for name in clone():
            out.add(ROOT / name, f"{base}/clone/{name}", filter=lambda e: None if e.name.endswith((".pyc", ".so", ".o", "/corpus")) else e)
    return f"{base}.tar.gz"
