"""Where things lie, and the program's own source, parsed: what the tests about texts and manner read."""

import ast
import os
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CASEDESK_SHARED") or ROOT.parent / "shared" / "data")  # reference data, never ours

PACKAGES = ("desk", "sync", "ui", "installer")


@cache
def modules():
    """Every module of the program, by its path from the root: {"desk/text.py": ast.Module}."""
    files = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    return {
        file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
        for file in files
    }


def nodes(*kinds):
    """(path, node) for every node of these kinds in the program."""
    return [(path, node) for path, tree in modules().items() for node in ast.walk(tree) if isinstance(node, kinds)]


def docstrings():
    """The identity of every docstring's node."""
    holders = nodes(ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    first = [holder.body[0] for _, holder in holders if holder.body]
    return {id(node.value) for node in first if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
