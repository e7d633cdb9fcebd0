"""`database`: lets a folder be served from PostgreSQL, and opens the database of a folder that is.

    DIR/database.url         its address (`address`)
    DIR/database.password    one line, where the database asks for a password

The database holds the two public keys that its PCs believe. A folder with others is turned away, so that a second
server that was set up without the first one's keys never signs what no PC would believe.
"""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from desk import Refused, Unusable, words
from sync.server import store
from sync.server.address import Address, address_of
from sync.server.keys import ROOT, Keys

if TYPE_CHECKING:
    from sync.server.engine_postgres import PostgresEngine

PASSWORD = "database.password"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("database", help=words.text("database.help.about"))
    parser.add_argument("url", metavar="URL", help=words.text("database.help.url"))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=words.text("server.help.data"))
    parser.add_argument("--password-file", type=Path, metavar="FILE", help=words.text("database.help.password_file"))
    parser.add_argument("--new-key", action="store_true", help=words.text("database.help.new_key"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the tables where there are none, bring over what the embedded file holds, and say so.

    From the address on, which is written last, the folder is served from there.
    """
    from sync.server.moving import move

    embedded = args.data / store.DATABASE
    password = _line(args.password_file or args.data / PASSWORD, needed=args.password_file is not None)
    address = address_of(args.url, password)
    engine = _engine(address, make=True)
    try:
        bind(engine, args.data, anew=args.new_key)
        if embedded.exists():
            move(embedded, engine)
    finally:
        engine.close()
    if args.password_file:
        _write(args.data / PASSWORD, password)
    _write(args.data / store.URL, args.url)
    if embedded.exists():
        embedded.rename(embedded.with_suffix(".moved"))
    print(words.text("database.serves", folder=str(args.data), database=address.database))
    return 0


def bind(engine: "PostgresEngine", data: Path, *, anew: bool = False) -> None:
    """Let the keys of a folder be those of the database; with `anew` in the place of a server's key that is lost.

    Raises Refused where it has others.
    """
    root, server = engine.believed()
    kept = ("province.key", ROOT) if anew else ("server.key",)
    if root is not None and not any((data / key).exists() for key in kept):
        raise Refused("database.other_keys", folder=str(data))  # none are made that nobody would believe
    keys = Keys.open(data)
    if root not in (None, keys.root) or (server not in (None, keys.pinned) and not anew):
        raise Refused("database.other_keys", folder=str(data))
    engine.believe(keys.root, keys.pinned)


def open_folder(data: Path) -> tuple[Keys, "PostgresEngine"]:
    """Keys and database of a folder. Raises Refused where they do not belong together; Unusable."""
    engine = open_engine(data)
    try:
        if not (data / "server.key").exists() or engine.believed() != ((keys := Keys.open(data)).root, keys.pinned):
            raise Refused("database.other_keys", folder=str(data))
    except BaseException:
        engine.close()
        raise
    return keys, engine


def open_engine(data: Path) -> "PostgresEngine":
    """The database of a folder. Raises Refused or Unusable."""
    return _engine(address_of(_line(data / store.URL), _line(data / PASSWORD, needed=False)))


def _engine(address: Address, *, make: bool = False) -> "PostgresEngine":
    from sync.server.engine_postgres import PostgresEngine  # the driver is for who needs it

    return PostgresEngine(address, make=make)


def _line(path: Path, *, needed: bool = True) -> str:
    """The first line of a file, "" for none that is not needed."""
    try:
        return path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except FileNotFoundError:
        if not needed:
            return ""
        raise Unusable("database.no_file", file=str(path)) from None
    except (OSError, ValueError) as error:
        raise Unusable("server.folder", folder=str(path), reason=str(error)) from error


def _write(path: Path, line: str) -> None:
    """Write a file whole or not at all, for nobody else to read."""
    building = path.with_suffix(f".{os.getpid()}")
    try:
        with os.fdopen(os.open(building, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(building, path)
    except OSError as error:
        raise Unusable("server.folder", folder=str(path), reason=error.strerror or str(error)) from error
