"""`trust`, `take`, `tell`: the server of a province that keeps its root key elsewhere, and the files between them.

`new-key` is the way of a small province, whose root key lies beside the server's, to bring in another key of that.
"""

import argparse
from base64 import b64decode, b64encode
from pathlib import Path

import cbor2

from desk import Refused, Unusable, words
from sync.keys import parcel
from sync.keys.parcel import Parcel
from sync.keys.request import read_file
from sync.keys.roster import Roster
from sync.server import acting, keys, store
from sync.server.mailbox import Mailbox
from sync.server.members import Members

STATES = b"CDO\x01"
"""Begins a file of states (`sync.mail`, "state")."""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands' arguments."""
    another = commands.add_parser("new-key", help=words.text("server.help.new_key"))
    another.add_argument("--data", type=Path, required=True, metavar="DIR", help=words.text("server.help.data"))
    another.set_defaults(run=new_key)
    for name, run in (("trust", trust), ("take", take), ("tell", tell)):
        parser = commands.add_parser(name, help=words.text(f"server.help.{name}"))
        parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=words.text("server.help.data"))
        parser.set_defaults(run=run)
        if name == "trust":
            parser.add_argument("root", metavar="KEY", help=words.text("server.help.root"))
        else:
            parser.add_argument("file", type=Path, metavar="FILE", help=words.text(f"server.help.{name}_file"))


def trust(args: argparse.Namespace) -> int:
    """Make a data folder for the province with this public key, and print the server's own."""
    try:
        root = b64decode(args.root, validate=True)
    except ValueError as error:
        raise Refused("server.bad_root", field="root") from error
    if len(root) != 32:
        raise Refused("server.bad_root", field="root")
    made = keys.trust(args.data, root)
    store.open_engine(args.data).close()
    print(b64encode(made.pinned).decode())
    return 0


def new_key(args: argparse.Namespace) -> int:
    """Let the PCs of a small province pin the key that the server has now: the one they were given is lost."""
    held, engine = store.open_folder(args.data, make=False)
    try:
        root = held.province
        for office in engine.offices():
            document = engine.roster(office)
            hand = acting.authority(engine, root, Roster.verified(document or b"", held.root))
            hand.name_server(held.pinned)
            acting.keep(engine, hand, document)
            print(words.text("server.key_named", office=office))
    finally:
        engine.close()
    return 0


def take(args: argparse.Namespace) -> int:
    """Put what an authority has done in force, from a file of `casedesk-province export`."""
    held, engine = store.open_folder(args.data, make=False)
    try:
        mailbox = Mailbox(engine, Members(engine, held.root), held.root)
        for data in parcel.unpacked(read_file(args.file, parcel.LARGEST)):
            found = Parcel.read(data)
            refusal, _ = mailbox.publish(found)
            if refusal:
                raise Refused(f"enrol.server_{refusal}")
            print(words.text("server.took", office=found.office))
    finally:
        engine.close()
    return 0


def tell(args: argparse.Namespace) -> int:
    """Write what the province should know of its offices, requests included."""
    held, engine = store.open_folder(args.data, make=False)
    try:
        mailbox = Mailbox(engine, Members(engine, held.root), held.root)
        data = STATES + cbor2.dumps([mailbox.state(office) for office in engine.offices()])
    finally:
        engine.close()
    try:
        args.file.write_bytes(data)
    except OSError as error:
        raise Unusable("server.folder", folder=str(args.file), reason=error.strerror or str(error)) from error
    print(words.text("server.wrote", file=str(args.file)))
    return 0
