"""One random history: what happens at an office, step by step, until all is quiet again."""

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from desk import numbers, store
from desk.record import Change, Edit
from sync.server.revoke import revoke
from tests.simulation import checks
from tests.simulation.fate import Fate, ruled_by
from tests.simulation.lies import LIES
from tests.simulation.world import OFFICE, Faults, Templates, World

STEPS = 24
PCS = 3
MOST_CLONES = 2
ROUNDS = 12
"""Rounds in which every PC exchanges once, after which all must be quiet; each fork takes a few."""


class History:
    """A world and what its officers know to be saved."""

    def __init__(self, world, say=lambda line: None):
        self.world, self.fate, self.say = world, world.fate, say
        self.token, self.acknowledged = 0, set()
        world.ring = None

    def play(self, steps=STEPS):
        for _ in range(steps):
            self.fate.now += self.fate.choice((1, 60, 3600, 86_400))
            [step] = self.fate.choices(list(WEIGHTS), list(WEIGHTS.values()))
            getattr(self, step)()
            checks.nothing_lost(self.world, self.acknowledged)
            for pc in self.world.pcs:
                checks.truly_delivered(self.world, pc)
        self.quiet()

    def pc(self):
        return self.fate.choice(self.world.pcs)

    def write(self, pc=None):
        """An officer receives a case, edits one, or adds a note."""
        pc = pc or self.pc()
        self.token += 1
        value = f"tok{self.token};"
        cases = [id for (id,) in pc.desk.db.execute("SELECT id FROM [case] ORDER BY id")]
        pc.desk.do(lambda hand: self.decided(pc, hand, value, cases))
        self.acknowledged.add(self.token)
        self.say(f"{pc.name} writes {value}")

    def decided(self, pc, hand, value, cases):
        kind = self.fate.choice(("receive", "note", "edit")) if cases else "receive"
        if kind == "note":
            fields = {"case_id": self.fate.choice(cases), "text": value, "at": hand.at}
            return Change("note", (Edit("note", hand.new_id(), fields),), hand.by)
        if kind == "edit":
            return Change("edit", (Edit("case", self.fate.choice(cases), {"note": value}),), hand.by)
        number = numbers.make(hand.pc, store.counter(pc.desk.db, f"serial.{hand.pc}") + 1)
        return Change("receive", (Edit("case", hand.new_id(), {"number": number, "subject": value}),), hand.by)

    def exchange(self):
        """A PC exchanges, over a good line or a bad one."""
        pc, fate = self.pc(), self.fate
        bad = fate.random() < 0.4
        self.world.faults = Faults(*(fate.random() / 3 for _ in range(5))) if bad else Faults()
        self.world.meanwhile = lambda: self.write(pc)
        report = self.world.exchange(pc)
        self.world.faults, self.world.meanwhile = Faults(), None
        self.say(f"{pc.name} exchanges{' badly' if bad else ''}: {report or str(pc.last)}")

    def crash(self):
        """The program at a PC dies in the middle of an exchange."""
        pc, after = self.pc(), self.fate.randrange(1, 12)
        self.world.exchange(pc, stop_after=after)
        self.world.crash(pc)
        self.say(f"{pc.name} dies after {after} steps of an exchange")

    def power_cut(self):
        """The power fails in the middle of whatever is written while a PC exchanges."""
        pc, after = self.pc(), self.fate.randrange(1, 60)
        with failing(pc.desk.db, after):
            try:
                self.world.exchange(pc)
            except PowerCut:
                self.say(f"{pc.name} loses power before statement {after} of an exchange")
        self.world.crash(pc)

    def clone(self):
        if len(self.world.pcs) < PCS + MOST_CLONES:
            self.say(f"{self.world.clone(self.pc()).name} is a clone")

    def back_up(self):
        pc = self.pc()
        self.world.back_up(pc)
        self.say(f"{pc.name} is backed up")

    def restore(self):
        """An old copy takes the place of a PC's folder: what was nowhere else is gone with the disk."""
        if pcs := [pc for pc in self.world.pcs if pc.backups]:
            pc = self.fate.choice(pcs)
            self.world.restore(pc)
            self.gone(f"{pc.name} is restored from a backup")

    def server_back_up(self):
        self.world.images.append(self.world.server.image())
        self.say("the server is backed up")

    def server_restore(self):
        """The server is put back to an old copy, or to nothing but its roster."""
        self.world.server.put_back(self.fate.choice(self.world.images))
        self.world.deceived = list(self.world.pcs)
        self.gone("the server is restored from a backup")

    def lie(self):
        """A PC exchanges with a server that lies to it; the next one may hear the truth, or another lie."""
        pc, lie = self.pc(), self.fate.choice(LIES)
        self.world.deceived.append(pc)
        with lie(self.world.server, self.fate):
            report = self.world.exchange(pc)
        self.world.deceived.append(pc)
        self.say(f"{pc.name} is lied to ({lie.__name__}): {report or str(pc.last)}")

    def stick(self):
        """A PC takes in what another one holds, from a USB stick."""
        pc, other = self.pc(), self.pc()
        taken = self.world.carry(pc, other)
        self.say(f"{other.name} reads {pc.name}'s stick: {taken or str(other.last)}")

    def revoke(self):
        """A PC is stolen, and taken out of its office; what it had not delivered stays with it."""
        pc = self.pc()
        if not self.world.revoked and self.fate.random() < 0.5:
            revoke(self.world.server.engine, self.world.server.keys, OFFICE, pc.desk.device.id)
            self.world.revoked.add(pc.desk.device.id)
            self.say(f"{pc.name} is revoked")

    def damage(self):
        """A segment is gone from the disk of a PC, or of the server, which is started anew."""
        if self.fate.random() < 0.5:
            self.world.server.lose_segment(self.fate)
            self.gone("the server's disk lost a segment")
            self.world.deceived = list(self.world.pcs)
        else:
            pc = self.pc()
            rows = pc.desk.db.execute("SELECT device, first FROM segment ORDER BY device, first").fetchall()
            if rows:
                place = self.fate.choice(rows)
                pc.desk.db.execute("DELETE FROM segment WHERE device = ? AND first = ?", place)
                self.say(f"{pc.name}'s disk lost segment {place}")

    def gone(self, event):
        left, self.world.gone = checks.anywhere(self.world), True
        self.say(f"{event}; gone for good: {sorted(self.acknowledged - left)}")
        self.acknowledged &= left

    def clock(self):
        """A PC's clock is set wrong, or right again."""
        pc = self.pc()
        pc.wrong = self.fate.choice((0, 0, -7200, 5400, -3e8, 3e8))
        self.say(f"{pc.name}'s clock is {pc.wrong:+.0f} s wrong")

    def quiet(self):
        """Everybody exchanges over good lines until nobody has news; then all must hold."""
        for _ in range(ROUNDS):
            news = [self.news(pc) for pc in self.world.pcs]
            if not any(news):
                break
            checks.nothing_lost(self.world, self.acknowledged)
        checks.all_alike(self.world, self.acknowledged)

    def news(self, pc):
        """Exchange; whether there was anything to tell."""
        report = self.world.exchange(pc)
        self.say(f"{pc.name} exchanges: {report or str(pc.last)}")
        checks.truly_delivered(self.world, pc)
        return report is None or bool(report.segments_sent or report.segments_received or report.round_trips > 1)


WEIGHTS = {
    "write": 40, "exchange": 32, "crash": 4, "power_cut": 6, "clone": 5, "back_up": 6, "restore": 6,
    "server_back_up": 3, "server_restore": 3, "clock": 3, "lie": 5, "damage": 2, "stick": 5, "revoke": 1,
}  # fmt: skip


class PowerCut(BaseException):
    """Nothing runs any more."""


@contextmanager
def failing(db, after):
    """Fail before the statement `after` that writes, as a power cut or kill -9 does: nothing after it runs."""
    count, whole = 0, db.execute

    def execute(sql, *parameters):
        nonlocal count
        count += not sql.lstrip().upper().startswith(("SELECT", "PRAGMA"))
        if count >= after:
            raise PowerCut
        return whole(sql, *parameters)

    db.execute = execute
    try:
        yield
    finally:
        db.execute = whole


_templates = {}


def templates():
    """Made once in a process: provisioning and the first opening take longer than a whole history."""
    if not _templates:
        folder = TemporaryDirectory(prefix="casedesk-simulation-")
        with ruled_by(Fate(0)):
            _templates.update(folder=folder, made=Templates(Path(folder.name), PCS))
    return _templates["made"]


def play(seed, say=lambda line: None, steps=STEPS):
    """Play the history of a seed. Raises Broken, or whatever the code lets slip."""
    made = templates()
    with TemporaryDirectory(prefix="casedesk-history-") as folder, ruled_by(Fate(seed)) as fate:
        world = World(made, Path(folder), fate)
        try:
            History(world, say).play(steps)
        finally:
            world.close()
