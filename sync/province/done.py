"""What an act of `casedesk-province` comes to: data and words, what the server heard of it, files for others."""

from pathlib import Path
from typing import Any

from desk import Unusable
from sync.province import travel
from sync.province.folder import Folder
from sync.province.secret import Secret

Done = tuple[dict[str, Any], str]
"""For a program, and for a person."""


def sent(folder: Folder, key: Secret, code: str) -> dict[str, Any]:
    """Publish an office if the server answers; otherwise `export` carries it later."""
    return {"published": travel.sent(folder, key, code)}


def write(path: Path, data: bytes) -> None:
    """Write a file for others. Raises Unusable."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Unusable("province.unwritable", file=str(path), reason=error.strerror or str(error)) from error
