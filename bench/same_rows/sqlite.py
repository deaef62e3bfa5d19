"""SQLite: the documents in a table, their claims by masudi_claims."""
import os
import shutil
import sqlite3
import subprocess
import tempfile

from same_rows import KEYS, Missing, field

NAME, ORDER = "sqlite", 3
ASK = "SELECT c.json FROM news n, masudi_claims(n.text, n.date, n.id, n.title, n.url, n.publisher, n.language) c"


def lines(build, path, documents):
    extension, shell = os.path.join(build, "masudi_sqlite"), shutil.which("sqlite3")
    if not os.path.exists(extension + ".so"):
        raise Missing(f"no {extension}.so")
    if not shell:
        raise Missing("no sqlite3, the program")
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "news.db")
        with sqlite3.connect(store) as db:
            db.execute(f"CREATE TABLE news({', '.join(KEYS)})")
            db.executemany(f"INSERT INTO news VALUES({', '.join('?' * len(KEYS))})",
                           ([field(d, name) for name in KEYS] for d in documents))
        db.close()
        done = subprocess.run([shell, "-bail", "-cmd", f".load '{extension}'", store, ASK], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
    if done.returncode or done.stderr:
        raise RuntimeError(done.stderr.decode().strip())
    return done.stdout.splitlines()
