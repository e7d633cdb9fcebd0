"""`bundle`: takes a file that a PC wrote for the server, and answers with one: the receipt, and what the PC lacks.

The same rules as over the network: the PC's signature on the whole file, each segment judged by itself, a receipt only
after the commit. Taking one file twice answers twice and changes nothing.
"""

import argparse
import sys
from pathlib import Path
from time import time

from desk import Refused, Unusable, words
from sync.carriers import bundle
from sync.carriers.bundle import SUFFIX, Bundle, Head, Progress
from sync.keys import disowned
from sync.keys.roster import Roster
from sync.keys.statement import Statement
from sync.server import scan_bundle, store
from sync.server.app import App
from sync.server.engine import Contact, Full
from sync.server.reception import Reception
from sync.server.reply import Reply, reply
from sync.server.trouble import Trouble
from sync.signing import Signed, digest

ANSWER = ".answer"
"""Between the name of a file and the ending of the file that answers it."""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("bundle", help=words.text("bundle.server.help"))
    parser.add_argument("file", type=Path, metavar="FILE", help=words.text("bundle.server.file"))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=words.text("server.help.data"))
    parser.add_argument("--out", type=Path, default=None, metavar="DIR", help=words.text("bundle.server.out"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Take the file in, write the answer beside it or into `--out`, and say what was done."""
    keys, engine = store.open_folder(args.data, make=False)
    app = App(engine, keys, shelf=store.open_shelf(args.data))
    take = scan_bundle.answer if scan_bundle.is_scans(args.file) else answer
    try:
        said = take(app, args.file, args.out or args.file.parent, _shown if sys.stderr.isatty() else _silent)
    finally:
        engine.close()
    for line in said:
        print(line)
    return 0


def answer(app: App, path: Path, out: Path, progress: Progress = lambda done, of: None) -> list[str]:
    """Take a file in and write its answer into `out`; what to say about it, the last line naming the answer.

    Raises Refused, Unusable or Tampered, in words, for a file that is not to be taken; nothing of it is kept then.
    """
    found = bundle.read(path, progress)
    signed, reception, replied = _take(app, found)
    there = out / f"{path.name.removesuffix(SUFFIX)}{ANSWER}{SUFFIX}"
    head = Head("a", signed.office, signed.device, signed.nonce, int(time() * 1000))
    bundle.write(there, head, replied.body(app.engine, signed.office), replied.length, app.keys.server, progress)
    _note(app, signed, replied.receipt)
    refused = [words.text(f"sync.refused.{reason}") for _, reason in reception.refused]
    name = app.roster(signed.office).name
    took = words.text("bundle.server.took", office=name, device=signed.device, refused=len(refused))
    return [took, *refused, words.text("bundle.server.answered", file=str(there), segments=len(replied.segments))]


def _take(app: App, found: Bundle) -> tuple[Signed, Reception, Reply]:
    """Judge the writer, then every segment; what was asked for is in the reply."""
    head, engine = found.head, app.engine
    if head.kind != "q":
        raise Refused("bundle.server.not_for_us", field="file", file=found.path.name)
    if engine.roster(head.office) is None:
        raise Refused("bundle.server.no_office", field="file", office=head.office)
    roster = app.roster(head.office)
    member = roster.find(head.device)
    if member is None and (said := found.hello()) and said.news:
        app.members.hear(head.office, said.news.statements)  # they stand on their own signatures
        roster = app.roster(head.office)
        member = roster.find(head.device)
    if member is None:
        raise _unknown(app, roster, head.device)
    found.verify(member.public_key)
    signed = Signed(head.office, head.device, head.nonce, head.time // 1000, digest(found.body_hash))
    revoked = member.revoked_after is not None
    reception = Reception(engine, app.members, roster, signed, leaving=revoked)
    try:
        hello = reception.read(found.pieces())
    except Trouble as trouble:
        raise Unusable(f"bundle.server.{trouble.kind}", file=found.path.name) from trouble
    except Full as error:
        raise Unusable("bundle.server.full") from error
    if revoked:  # what counts is kept, and it learns nothing of it but what it is told by line
        raise Refused("bundle.server.revoked", field="file", device=member.name, last=member.revoked_after)
    return signed, reception, reply(engine, app.keys.server, signed, hello, reception, whole=True)


def _unknown(app: App, roster: Roster, device: str) -> Refused:
    """Why nothing is taken from a PC that is no member: a stranger, or one that the province may let in."""
    for said in map(Statement.read, app.members.disowned(roster)):
        if disowned.device_of(said) == device:
            values = {"name": said.values[3], "by": said.signer, "words": disowned.words(said)}
            return Refused("bundle.server.unvouched", field="file", device=device, **values)
    return Refused("bundle.stranger", field="file", device=device)


def _note(app: App, signed: Signed, receipt: bytes) -> None:
    """Remember the contact. How wrong the PC's clock is a file that lay about cannot tell: what was known stays."""
    known = app.engine.contacts(signed.office).get(signed.device)
    contact = Contact(int(time() * 1000), known.clock if known else 0)
    app.engine.note(signed.office, {signed.device: contact}, {signed.device: receipt})


def _shown(done: int, of: int) -> None:
    print(f"\r{done * 100 // max(of, 1):3d} %", end="" if done < of else "\n", file=sys.stderr, flush=True)


def _silent(done: int, of: int) -> None:
    pass
