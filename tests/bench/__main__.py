"""`python -m tests.bench`: every figure the project is judged by, in one table.

    python -m tests.bench [--only NAME ...] [--quick | --full] [--json FILE]

What is named by --only are the groups below. A file of 100,000 cases is made once and kept in the system's folder for
temporary files. Nothing here asserts a time: targets are told beside the figures.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter

from tests.bench.table import Figure, table

GROUPS = (
    "saving", "searching", "lists", "exchanging", "sealing", "far_away", "starting", "refolding", "keys", "scans",
    "first_start", "engines",
)  # fmt: skip
SIZED = {"first_start"}
"""Groups that --full makes larger, for those who have half an hour."""


def main(given: Sequence[str] | None = None) -> int:
    """Measure and print."""
    args = _grammar().parse_args(given)
    found: dict[str, list[Figure]] = {}
    try:
        for name in args.only or GROUPS:
            sizes = {"quick": args.quick} | ({"full": args.full} if name in SIZED else {})
            _measure(name, found.setdefault(name, []), sizes)
    finally:  # what was found before a fault is worth its minutes
        print(table(found))
    if args.json:
        data = {name: [figure.to_json() for figure in figures] for name, figures in found.items()}
        args.json.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _grammar() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--only", action="append", choices=GROUPS, help="this group, may be given several times")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: shows that it runs, measures nothing")
    parser.add_argument(
        "--full", action="store_true", help="five years of a busy office for a first start: half an hour"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser


def _measure(name: str, figures: list[Figure], sizes: dict[str, bool]) -> None:
    """Add the figures of one group, measured in a folder of its own."""
    start = perf_counter()
    with tempfile.TemporaryDirectory(prefix="casedesk-bench-") as temp:
        for figure in import_module(f"tests.bench.{name}").measure(Path(temp), **sizes):
            figures.append(figure)
            print(f"{name} {perf_counter() - start:6.1f} s  {figure.name}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
