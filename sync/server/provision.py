"""`provision`: registers PCs of an office and writes the file that makes each of them a member.

The office's content key goes into those files and into the province's recovery copy, and nowhere else: the server's
data folder holds only what a wrong key is told from the right one by.
"""

import argparse
import os
from hashlib import sha256
from pathlib import Path
from time import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, Unusable, words
from sync.envelope import NOTHING_BEFORE, OFFICE
from sync.keys import provision_file
from sync.keys.provision_file import OfficeKey, Provision
from sync.keys.roster import Member, Roster
from sync.server import store
from sync.server.engine import Engine
from sync.server.keys import Keys

EPOCH = 1
MOST_PCS = 99  # the number of a PC has two digits on slips


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("provision", help=words.text("server.help.provision"))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=words.text("server.help.data"))
    parser.add_argument("--office", required=True, metavar="CODE", help=words.text("server.help.office"))
    parser.add_argument("--name", default="", help=words.text("server.help.name"))
    parser.add_argument("--pcs", type=int, required=True, metavar="N", help=words.text("server.help.pcs"))
    parser.add_argument("--out", type=Path, required=True, metavar="OUT", help=words.text("server.help.out"))
    parser.add_argument("--office-key", type=Path, metavar="FILE", help=words.text("server.help.office_key"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Provision, and say which files were written."""
    if not OFFICE.fullmatch(args.office):
        raise Refused("server.bad_office", field="office", office=args.office)
    keys, engine = store.open_folder(args.data)
    try:
        for path in provision(engine, keys, args.office, args.pcs, args.out, name=args.name, key_file=args.office_key):
            print(words.text("server.wrote", file=str(path)))
    finally:
        engine.close()
    return 0


def provision(
    engine: Engine, keys: Keys, office: str, pcs: int, out: Path, *, name: str = "", key_file: Path | None = None
) -> list[Path]:
    """Register `pcs` more PCs of an office and write their files into `out`; returns the paths.

    Raises Refused when the office's key is needed and not there, when it is another office's, or when files would be
    overwritten; Unusable when `out` cannot be written. Nothing is registered then.
    """
    held = _held(engine, keys, office)
    have = len(held.members) if held else 0
    if not 1 <= pcs <= MOST_PCS - have:
        raise Refused("server.bad_pcs", field="pcs", have=have, most=MOST_PCS)
    recovery = key_file or out / f"{office}.office-key"
    key = _office_key(engine, office, recovery, new=held is None)
    signing = [Ed25519PrivateKey.generate() for _ in range(pcs)]
    members = tuple(_member(have + n, private) for n, private in enumerate(signing, start=1))
    roster = _roster(held, office, name, members)
    files = [_file(roster, keys, member, key, private) for member, private in zip(members, signing, strict=True)]
    written = _write(out, files, None if recovery.exists() else (recovery, key))
    if not engine.enrol(roster, files[0].roster, _key_check(key)):
        for path in written:
            path.unlink()
        raise Refused("server.meanwhile", office=office)
    return written


def _held(engine: Engine, keys: Keys, office: str) -> Roster | None:
    data = engine.roster(office)
    return Roster.verified(data, keys.root) if data else None


def _office_key(engine: Engine, office: str, recovery: Path, *, new: bool) -> OfficeKey:
    if not recovery.exists():
        if not new:
            raise Refused("server.key_missing", field="office_key", office=office, file=str(recovery))
        return OfficeKey(office, EPOCH, os.urandom(32))
    key = provision_file.read_key(recovery)
    if key.office != office or (not new and _key_check(key) != engine.key_check(office)):
        raise Refused("server.key_foreign", field="office_key", office=office, file=str(recovery))
    return key


def _key_check(key: OfficeKey) -> bytes:
    """Tells the right key from a wrong one, and says nothing about a key of 256 random bits."""
    return sha256(b"casedesk office key 1\0" + key.key).digest()[:8]


def _member(pc: int, private: Ed25519PrivateKey) -> Member:
    name = words.text("server.pc_name", pc=pc)
    return Member(pc, name, private.public_key().public_bytes_raw(), int(time() * 1000))


def _roster(held: Roster | None, office: str, name: str, members: tuple[Member, ...]) -> Roster:
    if held is None:
        return Roster(office, name or office, 1, NOTHING_BEFORE, members)
    return held.next((*held.members, *members), name)


def _file(roster: Roster, keys: Keys, member: Member, key: OfficeKey, private: Ed25519PrivateKey) -> Provision:
    return Provision(
        office=roster.office,
        office_name=roster.name,
        pc=member.pc,
        epoch=key.epoch,
        office_key=key.key,
        signing_key=private.private_bytes_raw(),
        roster=roster.signed(keys.province),
        root=keys.root,
        server=keys.pinned,
    )


def _write(out: Path, files: list[Provision], recovery: tuple[Path, OfficeKey] | None) -> list[Path]:
    """Write all files or none."""
    written: list[Path] = []
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        for file in files:
            path = out / f"pc{file.pc}.casedesk"
            provision_file.write(path, file)
            written.append(path)
        if recovery:
            provision_file.write_key(*recovery)
            written.append(recovery[0])
    except (OSError, Refused) as error:
        for path in written:
            path.unlink()
        if isinstance(error, Refused):
            raise
        raise Unusable("server.folder", folder=str(out), reason=error.strerror or str(error)) from error
    return written
