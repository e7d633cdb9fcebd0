"""Reads the office's own files from the store. What may be written is decided in `desk.own.own_file`."""

from sqlite_utils.db import Database

from desk import store
from desk.own.own_file import OwnFile, in_force


def writings(db: Database, name: str) -> list[OwnFile]:
    """Every writing of one file, in the order in which they arrived."""
    return store.select(db, OwnFile, "WHERE name = ? ORDER BY rowid", [name])


def own_file(db: Database, name: str) -> OwnFile | None:
    """The writing of a file that counts; None where the office has none of its own, or put the program's back."""
    found = in_force(writings(db, name)).get(name)
    return found if found and found.text else None


def own_files(db: Database) -> dict[str, OwnFile]:
    """All files of the office's own, by name."""
    return {name: each for name, each in in_force(store.select(db, OwnFile)).items() if each.text}
