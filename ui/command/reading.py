"""Reading what a script hands over: JSON from a file or standard input, refused in words that name the place."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desk import Refused, Unusable

STDIN = "-"


def text_of(name: str) -> str:
    """The text of a file, of standard input for "-". Raises Unusable where it cannot be read, Refused if not UTF-8."""
    try:
        data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("command.not_utf8", file=name, position=error.start) from error
    except OSError as error:
        raise Unusable("command.file_unreadable", file=name, reason=error.strerror or str(error)) from error


def bytes_of(path: Path) -> bytes:
    """What a file holds. Raises Unusable where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable("command.file_unreadable", file=path, reason=error.strerror or str(error)) from error


def lines_of(name: str) -> Iterator[str]:
    """The lines of a file or of standard input, each as soon as it is there; empty ones are left out."""
    if name != STDIN:
        yield from filter(str.strip, text_of(name).splitlines())
        return
    for line in sys.stdin.buffer:
        if line.strip():
            yield line.decode("utf-8", errors="surrogateescape")


def json_of(name: str) -> Any:
    """The JSON value in a file. Raises Refused with line and column where it is not JSON."""
    return parse(text_of(name), name)


def parse(text: str, name: str) -> Any:
    """The JSON value in `text`, with nothing that JSON leaves open: no NaN, no key given twice."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Refused("command.bad_json", file=name, line=error.lineno, column=error.colno) from error
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits
        raise Refused("command.number_too_long", file=name) from error
    except RecursionError as error:
        raise Refused("command.json_deep", file=name) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Refused("command.key_twice", field=key, name=key[:40])
        found[key] = value
    return found


def _no_number(word: str) -> Any:
    raise Refused("command.not_a_json_number", word=word)
