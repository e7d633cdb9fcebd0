"""`provision`: the quick way of a small province: registers PCs of an office and writes a file for each of them.

The PC's keys are made here and travel in its file; `casedesk enrol` is the way by which they never leave the PC. The
office's content key goes into those files and into the recovery copy, and nowhere else: the server's data folder holds
only what commits to it, and copies sealed to PCs and to the recovery key.
"""

import argparse
import os
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, Unusable, words
from sync.envelope import OFFICE
from sync.keys import provision_file, sealing
from sync.keys.authority import MOST_PCS, Authority
from sync.keys.membership import FIRST_EPOCH
from sync.keys.provision_file import OfficeKey, Provision
from sync.keys.roster import Roster
from sync.keys.statement import PROVINCE
from sync.server import acting, store
from sync.server.engine import Engine
from sync.server.keys import Keys


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
    if not store.made(args.data):
        _check(args.office, args.pcs, args.out, args.office_key)
    keys, engine = store.open_folder(args.data)
    try:
        for path in provision(engine, keys, args.office, args.pcs, args.out, name=args.name, key_file=args.office_key):
            print(words.text("server.wrote", file=str(path)))
    finally:
        engine.close()
    return 0


def _check(office: str, pcs: int, out: Path, key_file: Path | None) -> None:
    """Raise Refused or Unusable for what would be refused of the first office, before keys and a database are made."""
    if not 1 <= pcs <= MOST_PCS:
        raise Refused("server.bad_pcs", field="pcs", have=0, most=MOST_PCS)
    recovery = key_file or out / f"{office}.office-key"
    if recovery.exists() and provision_file.read_key(recovery).office != office:
        raise Refused("server.key_foreign", field="office_key", office=office, file=str(recovery))
    for path in (out / f"pc{pc}.casedesk" for pc in range(1, pcs + 1)):
        if path.exists():
            raise Refused("sync.file_exists", file=str(path))
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Unusable("server.folder", folder=str(out), reason=error.strerror or str(error)) from error


def provision(
    engine: Engine, keys: Keys, office: str, pcs: int, out: Path, *, name: str = "", key_file: Path | None = None
) -> list[Path]:
    """Register `pcs` more PCs of an office and write their files into `out`; returns the paths.

    Raises Refused when the office's key is needed and not there, when it is another office's, or when files would be
    overwritten; Unusable when `out` cannot be written. Nothing is registered then.
    """
    document = engine.roster(office)
    held = Roster.verified(document, keys.root) if document else None
    have = len(held.members) if held else 0
    if not 1 <= pcs <= MOST_PCS - have:
        raise Refused("server.bad_pcs", field="pcs", have=have, most=MOST_PCS)
    recovery = key_file or out / f"{office}.office-key"
    key = _office_key(engine, held, office, recovery)
    hand = acting.authority(engine, keys.province, held or Roster.empty(office))
    _open(engine, hand, name or ("" if held else office), key)
    files = [_enrol(hand, keys, pc) for pc in hand.free_numbers(pcs)]
    files = [replace(file, roster=bytes(hand.roster), office_name=hand.roster.name) for file in files]
    written = _write(out, files, None if recovery.exists() else (recovery, key))
    try:
        acting.keep(engine, hand, document)
    except Refused:
        for path in written:
            path.unlink()
        raise
    return written


def _office_key(engine: Engine, held: Roster | None, office: str, recovery: Path) -> OfficeKey:
    if not recovery.exists():
        if held is not None:
            raise Refused("server.key_missing", field="office_key", office=office, file=str(recovery))
        return OfficeKey(office, FIRST_EPOCH, os.urandom(32), sealing.new())
    key = provision_file.read_key(recovery)
    if key.office != office or (held and not _opens(engine, held, key)):
        raise Refused("server.key_foreign", field="office_key", office=office, file=str(recovery))
    return key


def _opens(engine: Engine, held: Roster, key: OfficeKey) -> bool:
    stated = held.epochs.get(key.epoch)
    commitment = sealing.commitment(key.key)
    return stated.commitment == commitment if stated else engine.key_check(held.office) == commitment[:8]


def _open(engine: Engine, hand: Authority, name: str, key: OfficeKey) -> None:
    """Let the hand hold every content key of the office, and state what has not been."""
    hand.open_office(name, sealing.public(key.recovery) if key.recovery else b"")
    hand.adopt(key.epoch, key.key)
    if key.recovery:
        for sealed in engine.sealed(hand.roster.office, PROVINCE, list(hand.roster.epochs)):
            found = sealing.unseal(sealed, key.recovery, hand.roster.office)
            if found and sealing.commitment(found) == hand.roster.epochs[sealed.epoch].commitment:
                hand.content_keys[sealed.epoch] = found


def _enrol(hand: Authority, keys: Keys, pc: int) -> Provision:
    signing, opening = Ed25519PrivateKey.generate(), sealing.new()
    name = words.text("server.pc_name", pc=pc)
    hand.enrol(signing.public_key().public_bytes_raw(), sealing.public(opening), pc, name)
    epoch = hand.roster.epoch(hand.content_keys) or FIRST_EPOCH
    return Provision(
        office=hand.roster.office,
        office_name=hand.roster.name,
        pc=pc,
        epoch=epoch,
        office_key=hand.content_keys[epoch],
        signing_key=signing.private_bytes_raw(),
        roster=b"",
        root=keys.root,
        server=keys.pinned,
        sealing_key=opening,
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
