"""Writing a file that a command made: whole or not at all."""

import os
from pathlib import Path

from desk import Unusable


def write(path: Path, data: bytes) -> None:
    """Write a file; one of that name is replaced only by a whole one. Raises Unusable, saying why."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unusable("command.file_unwritable", file=path, reason=error.strerror or str(error)) from error
