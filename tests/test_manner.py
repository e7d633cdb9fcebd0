"""The house stays one that can be read in an afternoon: short functions, short files, no file where everything goes."""

import ast
from statistics import median

from tests.source import ROOT, modules, nodes

LONGEST_FILE = 400
MEDIAN_OF_FUNCTIONS = 13
TOP = {"desk", "sync", "ui", "resources", "installer", "tests", "pyproject.toml", "README.md", "LICENSE"}


def lines(path):
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


def test_functions_are_short():
    lengths = [node.end_lineno - node.lineno + 1 for _, node in nodes(ast.FunctionDef, ast.AsyncFunctionDef)]
    print(f"{len(lengths)} functions, median {median(lengths)} lines, longest {max(lengths)}")
    assert median(lengths) <= MEDIAN_OF_FUNCTIONS


def test_files_are_short():
    lengths = {path: lines(path) for path in modules()}
    print(f"{len(lengths)} files, median {median(lengths.values())} lines, longest {max(lengths.values())}")
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_module_says_what_it_owns():
    assert [path for path, tree in modules().items() if tree.body and not ast.get_docstring(tree)] == []


def test_the_top_of_the_checkout_stays_small():
    found = {entry.name for entry in ROOT.iterdir() if not entry.name.startswith(".")}
    built = {name for name in found if name.endswith(".egg-info") or name == "build"}
    assert found - built - TOP == set()
