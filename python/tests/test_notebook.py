"""The notebook in examples/ runs from end to end, and shows what it means to show."""

import shutil

import pytest
from conftest import ROOT


def test_notebook(tmp_path, monkeypatch):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("matplotlib")
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    for name in ("andes.ipynb", "andes.jsonl"):
        shutil.copy(ROOT / "examples" / name, tmp_path)
    book = nbformat.read(tmp_path / "andes.ipynb", as_version=4)
    nbformat.validate(book)
    # What is committed has no outputs: they would go stale.
    assert all(not cell.get("outputs") for cell in book.cells)
    nbclient.NotebookClient(book, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [out for cell in book.cells for out in cell.get("outputs", [])]
    assert not [out for out in outputs if out.output_type == "error" or out.get("name") == "stderr"]
    kinds = [kind for out in outputs for kind in out.get("data", {})]
    assert kinds.count("image/png") == 4 and kinds.count("text/html") == 2
    keep = ROOT / "build" / "andes.ipynb"
    if keep.parent.is_dir():
        nbformat.write(book, keep)
