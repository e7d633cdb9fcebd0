"""A server's data folder: where its keys lie, and its database or the address of one."""

from pathlib import Path

from desk import Refused
from sync.server.engine import Engine
from sync.server.engine_sqlite import SqliteEngine
from sync.server.keys import ROOT, Keys
from sync.server.shelf import FolderShelf

DATABASE = "server.db"
URL = "database.url"
SCANS = "scans"


def made(data: Path) -> bool:
    """Whether there is a server's data in the folder, or a key of one."""
    return any((data / name).exists() for name in (DATABASE, URL, ROOT))


def open_engine(data: Path) -> Engine:
    """The storage of the folder, made where there is none. Raises Refused or Unusable."""
    if (data / URL).exists():
        from sync.server import database  # PostgreSQL is for who asked for it

        return database.open_engine(data)
    return SqliteEngine(data / DATABASE)


def open_folder(data: Path, *, make: bool = True) -> tuple[Keys, Engine]:
    """Keys and storage of a data folder. Raises Refused when there is none and `make` is false; Unusable."""
    if (data / URL).exists():
        from sync.server import database

        return database.open_folder(data)
    if not make and not (data / DATABASE).exists():
        raise Refused("server.no_data", folder=str(data))
    return Keys.open(data), open_engine(data)


def open_shelf(data: Path) -> FolderShelf:
    """Where the scans of the folder lie; made when the first one comes."""
    return FolderShelf(data / SCANS)
