"""R: the package that `make test-r` built, with the library of this build; the documents as jsonlite reads them."""
import os
import shutil
import subprocess

from same_rows import Missing

NAME, ORDER = "r", 5
SCRIPT = """
if (!requireNamespace("jsonlite", quietly = TRUE)) quit(status = 77)
path <- commandArgs(TRUE)
news <- jsonlite::stream_in(file(path[1], encoding = "UTF-8"), verbose = FALSE)
con <- file(path[2], "wb")
lines <- suppressWarnings(masudi::claims_json(news))
if (length(lines)) writeLines(lines, con, useBytes = TRUE)
close(con)
"""


def lines(build, path, documents):
    library = os.path.join(build, "r/lib")
    if not os.path.exists(os.path.join(library, "masudi")):
        raise Missing("no R package: make test-r builds it")
    if not shutil.which("Rscript"):
        raise Missing("no Rscript")
    share = os.path.join(build, "share/masudi")
    env = {"MASUDI_MODEL": share + "/en.model", "MASUDI_KNOWLEDGE": share + "/knowledge.msd", **os.environ,
           "R_LIBS": library, "LD_LIBRARY_PATH": build}
    out = path + ".r"
    done = subprocess.run(["Rscript", "-e", SCRIPT, path, out], stderr=subprocess.PIPE, env=env, check=False)
    if done.returncode == 77:
        raise Missing("no R package jsonlite")
    if done.returncode:
        raise RuntimeError(done.stderr.decode().strip())
    with open(out, "rb") as claims:
        return claims.read().splitlines()
