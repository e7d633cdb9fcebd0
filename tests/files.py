"""What makes files of a home quick to come by: a new one is the copy of one that has all its steps behind it.

A process of its own takes every step; so does each that runs tests, once.
"""

from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from desk import store

KEY_OF_THE_FIRST = bytes(32)
_in_full = store.open_store


def copied(path, key, *steps):
    """In the place of `store.open_store`: a file that is not there yet begins as a copy, with a key of its own."""
    in_memory = str(path) == ":memory:"
    if steps and not in_memory and not (path.exists() and path.stat().st_size):
        path.write_bytes(_first(steps, store.unlocked))
        if store.unlocked is not bare:
            with closing(store.unlocked(path, KEY_OF_THE_FIRST)) as copy:
                copy.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
    return _in_full(path, key, *steps)


@cache
def _first(steps, unlocked):
    """The bytes of a file after these steps, written as `unlocked` does it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        _in_full(path, KEY_OF_THE_FIRST, *steps).close()
        return path.read_bytes()


def bare(path, key):
    """In the place of `store.unlocked`: a file that is not encrypted, where nobody looks at what lies on the disk."""
    return store.sqlcipher.connect(str(path), isolation_level=None, cached_statements=256)
