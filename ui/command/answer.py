"""What a command answers: values for scripts, lines for people. Owns how both are printed, not what they say."""

import io
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk import Spoken
from desk.words import text

Lines = Iterable[str]

REFUSED, OFFLINE = 1, 3
"""Exit statuses of an error that has words (see `main`)."""


@dataclass(frozen=True)
class Answer:
    """`data` is what `--json` prints; `lines` makes what a person reads.

    `status` is the exit status; `errors` are lines for stderr.
    """

    data: Any
    lines: Callable[[], Lines]
    status: int = 0
    errors: Sequence[str] = ()


@dataclass(frozen=True)
class Rows:
    """Many values, one JSON object a line with or without `--json`, printed as they come.

    One that is `bad` makes the exit status 1.
    """

    rows: Iterable[Any]
    bad: Callable[[Any], bool] = lambda row: False


def status_of(error: Spoken) -> int:
    """The exit status that stands for an error."""
    from sync.errors import Offline

    return OFFLINE if isinstance(error, Offline) else REFUSED


def speak_utf8() -> None:
    """Print UTF-8 wherever the output goes; a terminal that cannot show a letter gets its code instead of a fault."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def give(answer: Answer | Rows, *, as_json: bool) -> int:
    """Print an answer and return its exit status."""
    try:
        status = _rows(answer) if isinstance(answer, Rows) else _answer(answer, as_json)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # who read along has seen enough: `casedesk log export | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _rows(answer: Rows) -> int:
    status = 0
    for row in answer.rows:
        print(json.dumps(row, ensure_ascii=False, default=_plain), flush=True)
        status = 1 if answer.bad(row) else status
    return status


def _answer(answer: Answer, as_json: bool) -> int:
    if as_json:
        print(json.dumps(answer.data, ensure_ascii=False, indent=1, default=_plain))
    else:
        print("".join(f"{line.rstrip()}\n" for line in answer.lines()), end="")
    print("".join(f"{line}\n" for line in answer.errors), end="", file=sys.stderr)
    return answer.status


def _plain(value: Any) -> str:
    """A value that JSON has no word for, such as bytes that a newer version wrote."""
    return value.hex() if isinstance(value, bytes) else str(value)


def said(key: str, **values: Any) -> Callable[[], Lines]:
    """One line for a person."""
    return lambda: [text(key, **values)]


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], none: str) -> Lines:
    """Rows under their heads, columns aligned; the line `none` where there are no rows."""
    cells = [[str(cell) for cell in row] for row in rows]
    if not cells:
        return [none]
    widths = [max(map(_width, column)) for column in zip(heads, *cells, strict=True)]
    return ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)) for row in (heads, *cells)]


def pairs(values: Iterable[tuple[str, Any]], indent: str = "") -> Lines:
    """Names and values, the values one below the other; those without a value are left out."""
    kept = [(name, str(value)) for name, value in values if value not in ("", None)]
    width = max((_width(name) for name, _ in kept), default=0)
    return [f"{indent}{_padded(name, width)}  {value}" for name, value in kept]


def moment(at: str) -> str:
    """A time as records hold it, "2026-11-20T09:41", as people write it; anything else as it is."""
    try:
        return datetime.fromisoformat(at).strftime(text("command.moment"))
    except ValueError:
        return at


def short(value: str, most: int = 48) -> str:
    """A text cut to fit a column."""
    return value if len(value) <= most else f"{value[: most - 1]}…"


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(cell: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in cell)
