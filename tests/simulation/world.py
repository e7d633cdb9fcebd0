"""The province, its server and the PCs of one office, and what can be done to them."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desk import Refused, Unusable
from sync import enrolling
from sync.carriers import bundle_in, bundle_out, peers
from sync.delivery import missed
from sync.envelope import segment_hash
from sync.errors import Offline, Tampered
from sync.exchange import exchange
from sync.home import open_desk, unlock
from sync.keys import issuing
from sync.server import bundle
from tests.simulation.links import Faults, Lan, Line
from tests.simulation.server import Server

OFFICE = "00562"
PASSWORD = "Mot-cua-2026"
DAY = 86_400_000
TOLD = (Offline, Tampered, Unusable, Refused)
"""What a person would be told, in words; anything else is a bug."""


@dataclass(eq=False)
class Pc:
    """One PC: its folder, its open desk, how wrong its clock is (s), its backups."""

    name: str
    folder: Path
    key: bytes
    officer: str
    desk: object = None
    wrong: float = 0.0
    backups: list = field(default_factory=list)
    held: dict = field(default_factory=dict)
    """For whoever looks at it often; empty after it was opened."""
    last: object = None
    """The error that ended the last thing it did, if one did."""


@dataclass(frozen=True)
class Stick:
    """A file on a USB stick, and whether a receipt that is no longer true may be on it."""

    file: Path
    deceived: bool


class World:
    """An office at work. `deceived` are PCs that hold a receipt for what the server holds no more, through no fault;
    `struck` the segments of others that a PC's disk has lost."""

    def __init__(self, template, folder, fate, count):
        self.folder, self.fate, self.faults, self.sent = folder, fate, Faults(), []
        self.server = Server(template.keys, template.image)
        self.images, self.drawer, self.files = [template.bare], [], 0
        self.pcs, self.deceived, self.held, self.struck = [], set(), {}, set()
        self.meanwhile = None  # what an officer does while a PC exchanges
        for home, key, officer in template.pcs[:count]:
            shutil.copytree(home, folder / home.name)
            self.pcs.append(self.open(Pc(home.name, folder / home.name, key, officer)))

    @property
    def revoked(self):
        """The PCs that were revoked, by all that anybody still knows, each with its last change that counts.

        What one who was revoked himself still believes to have said is nothing of it.
        """
        rosters = {roster.hash: roster for roster in map(self.roster_of, (None, *self.pcs))}
        if self.held.get("rosters") != rosters.keys():
            first, *others = rosters.values()
            said = (statement for roster in others for statement in roster.statements)
            members = first.joined(said, self.server.keys.root).members
            ended = {member.id: member.revoked_after for member in members}
            self.held["revoked"] = {device: last for device, last in ended.items() if last is not None}
            self.held["rosters"] = rosters.keys()
        return self.held["revoked"]

    def roster_of(self, pc):
        """The roster that a PC holds; the server's for None."""
        return pc.desk.keyring.roster if pc else self.server.roster(OFFICE)

    @property
    def live(self):
        """The PCs that belong to the office."""
        revoked = self.revoked
        return [pc for pc in self.pcs if pc.desk.device.id not in revoked]

    def copies(self, but=None):
        """The hashes of all segments that the server or a PC, one excepted, holds."""
        found = set(map(segment_hash, self.server.segments()))
        for pc in self.pcs:
            if pc is not but:
                found.update(hash for (hash,) in pc.desk.db.execute("SELECT hash FROM segment"))
        return found

    def open(self, pc):
        pc.desk, pc.held = open_desk(pc.folder, pc.key, pc.officer, self.clock(pc)), {}
        return pc

    def clock(self, pc):
        return lambda: self.fate.now + pc.wrong

    def close(self):
        for pc in self.pcs:
            pc.desk.close()

    def crash(self, pc):
        """Kill the program at a PC and start it again; what was not committed is gone."""
        pc.desk.db.rollback()
        pc.desk.close()
        self.open(pc)

    def copy(self, pc, to):
        """A copy of a PC's folder as the disk holds it."""
        pc.desk.close()
        shutil.copytree(pc.folder, to)
        self.open(pc)
        return to

    def clone(self, pc):
        """A second PC from the image of a disk."""
        name = f"{pc.name}.{len(self.pcs)}"
        clone = self.open(Pc(name, self.copy(pc, self.folder / name), pc.key, pc.desk.by))
        self.pcs.append(clone)
        self.deceived |= {clone} if pc in self.deceived else set()
        return clone

    def back_up(self, pc):
        pc.backups.append(self.copy(pc, self.folder / f"{pc.name}-backup{len(pc.backups)}"))

    def restore(self, pc, backup):
        """Put an old copy in the place of a PC's folder."""
        pc.desk.close()
        shutil.rmtree(pc.folder)
        shutil.copytree(backup, pc.folder)
        self.deceived.add(self.open(pc))

    def enrol(self, delegate):
        """A PC that may do so takes a new one into the office, with two files on a stick and nobody else."""
        name = f"new{len(self.pcs)}"
        pc = Pc(name, self.folder / name, b"", "")
        desk, ends = delegate.desk, int(delegate.desk.clock() * 1000) + DAY
        invited = issuing.invite(desk.db, desk.keyring, "https://server", ends)
        pc.wrong = delegate.wrong
        request = enrolling.begin(pc.folder, invited, f"Cán bộ {name}", PASSWORD, clock=self.clock(pc))
        admission = issuing.approve(desk.db, desk.keyring, request, int(desk.clock() * 1000))
        lock, pc.key = unlock(pc.folder, PASSWORD, clock=self.clock(pc))
        pc.officer = lock.officer
        pc.desk = open_desk(pc.folder, pc.key, pc.officer, self.clock(pc), waiting=True)
        self.pcs.append(pc)
        enrolling.take(pc.folder, pc.desk, admission)
        return pc

    def exchange(self, pc, stop_after=None):
        """One exchange of a PC with the server; `stop_after` so many steps the program dies. The report, or None."""
        with self.telling(pc):
            report = self.run(exchange(pc.desk, Line(pc, self), batch=3), stop_after)
            if report is not None:
                self.deceived.discard(pc)
            return report

    def meet(self, pc, other):
        """One exchange of a PC with another one on the office's network. The report, or None."""
        if pc in self.deceived or other in self.deceived:  # they hand on the last receipt that they hold
            self.deceived |= {pc, other}
        with self.telling(pc):
            side = peers.Peer(pc.desk, lambda: other.desk.device.id)
            return self.run(exchange(pc.desk, Lan(pc, other, self), batch=3, side=side))

    @contextmanager
    def telling(self, pc):
        """An error of the other side or of the disk is kept as the PC does it."""
        pc.last = None
        try:
            yield
        except TOLD as error:
            pc.last = error
            try:
                missed(pc.desk, error)
            except Unusable as full:
                pc.last = full

    def new_file(self):
        self.files += 1
        return self.folder / f"stick{self.files}.casedesk"

    def write_stick(self, pc, **options):
        """What a PC holds, or what others are not known to hold, on a stick; None where it cannot be written."""
        with self.telling(pc):
            file = self.new_file()
            self.run(bundle_out.write(pc.desk, file, **options))
            return Stick(file, pc in self.deceived)

    def read_stick(self, pc, stick):
        """Take in what is on a stick; what was taken in, or None."""
        self.deceived |= {pc} if stick.deceived else set()
        with self.telling(pc):
            return self.run(bundle_in.read(pc.desk, stick.file, batch=3))

    def answer_stick(self, pc, stick):
        """The server takes a stick in, and answers with another one; None where it does not."""
        out = self.folder / f"out{len(self.drawer)}-{self.files}"
        out.mkdir()
        with self.telling(pc):
            bundle.answer(self.server.app, stick.file, out)
            [file] = out.iterdir()
            return Stick(file, False)

    def run(self, steps, stop_after=None):
        move, value, count = steps.send, None, 0
        while stop_after is None or count < stop_after:
            try:
                job = move(value)
            except StopIteration as ended:
                return ended.value
            try:
                move, value = steps.send, job() if job else None
            except TOLD as error:
                move, value = steps.throw, error
            count += 1
            if self.meanwhile and self.fate.random() < 0.1:
                self.meanwhile()
        steps.close()
        return None
