"""What happens to a PC: it is killed, its disk fills up, is cloned, damaged, put back; its clock. See `history`."""

from contextlib import contextmanager

from sync import segments
from tests.simulation.carriers import forks, read
from tests.simulation.fate import Bug
from tests.simulation.office import write_at
from tests.simulation.province import forgets
from tests.simulation.server import out_of_room

MOST_CLONES = 2


def crash(history):
    """The program at a PC ends between two steps of an exchange."""
    pc, after = history.pc(), history.fate.randrange(1, 12)
    history.world.exchange(pc, stop_after=after)
    history.world.crash(pc)
    return f"{pc.name} dies after {after} steps of an exchange"


def power_cut(history):
    """The power fails in the middle of whatever is written: while a PC exchanges, answers, reads a stick, or saves."""
    fate, world = history.fate, history.world
    pc, other = fate.choice(forks(world) or [history.two()])  # what forks leave is settled in one long transaction
    after, during = fate.randrange(1, 60), fate.choice(("exchange", "exchange", "answer", "stick", "save"))
    stick = fate.choice(world.drawer) if world.drawer else None
    doing = {
        "exchange": lambda: world.exchange(pc),
        "answer": lambda: world.meet(other, pc),
        "stick": lambda: stick and read(history, pc, stick),
        "save": lambda: write_at(history, pc),
    }
    failed = False
    with failing(pc.desk.db, after % 12 if during == "save" else after):
        try:
            doing[during]()
        except PowerCut:
            failed = True
    world.crash(pc)
    return f"{pc.name} loses power before statement {after} ({during})" if failed else None


class PowerCut(Bug):
    """Nothing runs any more."""


class Failing:
    """A connection on which nothing happens from the statement `after` that writes on."""

    def __init__(self, connection, after):
        self._connection, self._left = connection, after

    def __getattr__(self, name):
        return getattr(self._connection, name)

    def _next(self, sql):
        self._left -= not sql.lstrip().upper().startswith(("SELECT", "PRAGMA"))
        if self._left < 0:
            raise PowerCut

    def execute(self, sql, *parameters):
        self._next(sql)
        return self._connection.execute(sql, *parameters)

    def executemany(self, sql, *parameters):
        self._next(sql)
        return self._connection.executemany(sql, *parameters)

    def rollback(self):
        pass  # what runs no more rolls nothing back; the file does, when it is opened


@contextmanager
def failing(db, after):
    """Fail before the statement `after` that writes, as a power cut or kill -9 does: nothing after it runs."""
    whole, db.conn = db.conn, Failing(db.conn, after)
    try:
        yield
    finally:
        db.conn = whole


def disk_full(history):
    """The disk fills up at a PC while it saves, exchanges, or answers; then there is room again."""
    fate, world = history.fate, history.world
    pc, other = history.two()
    pc.last = None
    with out_of_room(pc.desk.db, fate.choice((0, 0, 1, 3))):
        for _ in range(3):
            fate.choice((
                lambda: write_at(history, pc), lambda: world.exchange(pc), lambda: world.meet(other, pc),
            ))()  # fmt: skip
    return f"{pc.name}: {pc.last}"


def clone(history):
    """A PC's disk is copied into another PC, and both go on."""
    world = history.world
    if len([pc for pc in world.pcs if "." in pc.name]) >= MOST_CLONES:
        return None
    history.copied = True
    return f"{world.clone(history.pc()).name}"


def back_up(history):
    pc = history.pc()
    history.world.back_up(pc)
    return pc.name


def restore(history):
    """An old copy takes the place of a PC's folder: what was nowhere else is gone with the disk."""
    if not (pcs := [pc for pc in history.world.pcs if pc.backups]):
        return None
    pc = history.fate.choice(pcs)
    return put_back(history, pc, history.fate.choice(pc.backups))


def put_back(history, pc, backup):
    if history.world.struck - history.world.copies(but=pc):
        return None  # the last copy of a segment that another PC's disk has lost
    history.world.restore(pc, backup)
    history.copied = True
    return f"{pc.name}, {history.gone()}"


def both_damaged(history):
    """The server's disk loses a segment, and its PC is put back to a copy that had not sealed it yet."""
    fate, world = history.fate, history.world
    pc, other = history.two()
    for _ in range(fate.randrange(3)):
        write_at(history, pc)
    world.back_up(pc)
    device, sealed = pc.desk.device.id, segments.head(pc.desk.db, pc.desk.device.id).last
    for _ in range(fate.randint(2, 4)):
        write_at(history, pc)
        world.exchange(pc)
        if fate.random() < 0.2:
            world.exchange(other)
    gone = forgets(history, lambda server: server.lose_segment(fate, device, sealed))
    return gone and (back := put_back(history, pc, pc.backups[-1])) and f"{gone}, {back}"


def damage(history):
    """A segment is gone from the disk of a PC; the last copy there is would be gone for good."""
    pc = history.pc()
    rows = pc.desk.db.execute("SELECT device, first, hash FROM segment ORDER BY device, first").fetchall()
    elsewhere = history.world.copies(but=pc)
    rows = [row for row in rows if row[2] in elsewhere]
    if not rows:
        return None
    device, first, hash = history.fate.choice(rows)
    pc.desk.db.execute("DELETE FROM segment WHERE device = ? AND first = ?", [device, first])
    history.world.struck |= {hash} if device != pc.desk.device.id else set()
    return f"{pc.name} lost segment {first} of {device}"


def clock(history):
    """A PC's clock is set wrong, or right again."""
    pc = history.pc()
    pc.wrong = history.fate.choice((0, 0, -7200, 5400, -3e8, 3e8))
    return f"{pc.name} is {pc.wrong:+.0f} s wrong"
