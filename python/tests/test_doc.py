"""The examples of the package and of doc/python.md hold."""

import doctest
import importlib

import pytest
from conftest import ROOT

MODULES = ("masudi", "masudi._engine", "masudi._document", "masudi.plot")


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name):
    done = doctest.testmod(importlib.import_module(name))
    assert done.attempted > 0 and done.failed == 0


def test_page():
    done = doctest.testfile(str(ROOT / "doc" / "python.md"), module_relative=False)
    assert done.attempted > 0 and done.failed == 0
