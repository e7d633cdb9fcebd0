"""One random history: what happens at an office, step by step, until all is quiet again."""

import gc
import os
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from desk import Unusable
from sync import log
from sync.reconcile import guard
from tests.simulation import carriers, checks, disks, office, province, tokens
from tests.simulation.fate import Fate, ruled_by
from tests.simulation.template import Template
from tests.simulation.world import World

LENGTHS = {4: 50, 8: 32, 16: 15, 40: 3}
"""Steps before all falls quiet, and how likely each: many short histories, some long ones."""
PCS = 3
OFTEN = 80
PATIENCE = 3
"""Rounds that bring nothing before it is believed that nobody has a key that somebody lacks."""
TRIED = 12
"""Of so many things drawn the first that can happen does."""
ROUNDS = 20
"""Rounds in which every PC exchanges once, after which all must be quiet; each fork takes a few."""

FATES = {
    office.write: 34, office.settle: 10, office.settle_at_two: 40, office.void_many: 3, office.allow: 40,
    carriers.exchange: 30, carriers.lan: 6, carriers.stick: 3, carriers.old_stick: 3, carriers.server_stick: 3,
    disks.crash: 3, disks.power_cut: 6, disks.clone: 4, disks.back_up: 5, disks.restore: 5, disks.damage: 2,
    disks.disk_full: 3, disks.clock: 3, disks.both_damaged: 2,
    province.server_back_up: 3, province.server_restore: 2, province.server_lost: 1, province.server_damage: 1,
    province.server_full: 1, province.lie: 5, province.revoke: 2, province.new_epoch: 2, province.delegate: 2,
    province.enrol: 8, province.admit: 40,
}  # fmt: skip
"""What may happen, and how often beside each other. What cannot happen just then does not, and is not counted."""


class History:
    """A world, what its officers wrote, and what of it must be everywhere in the end.

    `written` is each change as it was saved, by its token; `knew` the tokens that its author's PC held then;
    `acknowledged` what the officers were told is saved and no disaster took with it; `safe` what of that is held by
    the office: by a PC that belongs to it, or by the server.
    """

    def __init__(self, world, say=lambda line: None, often=""):
        self.world, self.fate, self.say, self.counts = world, world.fate, say, Counter()
        self.fates = {fate: OFTEN if fate.__name__ == often else weight for fate, weight in FATES.items()}
        self.token, self.written, self.knew, self.acknowledged, self.safe = 0, {}, {}, set(), set()
        self.copied = False  # whether one PC's numbers may have been given out twice

    def play(self, steps):
        for _ in range(steps):
            self.fate.now += self.fate.choice((1, 60, 3600, 86_400))
            for happens in self.fate.choices(list(self.fates), list(self.fates.values()), k=TRIED):
                if told := happens(self):
                    break
            self.counts[happens.__name__] += bool(told)
            self.say(f"{happens.__name__}: {told}")
            self.check()
        self.quiet()

    def pc(self):
        return self.fate.choice(self.world.pcs)

    def two(self):
        return self.fate.sample(self.world.pcs, 2)

    def do(self, pc, decide):
        """Let an officer save what `decide(hand, token)` comes to; the token, or None where the disk is full."""
        self.token += 1
        token, self.knew[self.token] = self.token, tokens.at(pc)
        try:
            pc.desk.do(lambda hand: decide(hand, f"tok{token};"))
        except Unusable as error:
            pc.last = error
            return None
        device = pc.desk.device.id
        last = log.vector(pc.desk.db)[device]
        [self.written[token]] = log.run(pc.desk.db, device, last - 1, 1)
        self.acknowledged.add(token)
        return token

    def gone(self):
        """Note what a disaster took with it: what was nowhere else. How many changes."""
        left = tokens.anywhere(self.world)
        lost = len(self.acknowledged - left)
        self.acknowledged &= left
        self.safe &= tokens.in_the_office(self.world)
        return f"{lost} changes gone for good"

    def check(self):
        checks.nothing_lost(self)
        for pc in self.world.pcs:
            checks.truly_delivered(self.world, pc)

    def quiet(self):
        """Everybody exchanges over good lines until nobody has news; then all must hold."""
        stands, patience = None, PATIENCE
        for _ in range(ROUNDS):
            self.fate.now += 60
            before, news = stands, [self.news(pc) for pc in self.world.pcs]
            checks.nothing_lost(self)
            stands = [checks.membership(pc) for pc in self.world.pcs]
            if any(news) or stands != before or self.allow_all() or province.let_strangers_in(self):
                continue
            if not (patience := patience - 1) or not any(map(checks.lacks_a_key, self.world.live)):
                break  # a key that one asks for another one seals, and the third round brings it
        else:
            raise checks.Broken(f"not quiet after {ROUNDS} rounds: {[str(pc.last) for pc in self.world.pcs]}")
        checks.all_alike(self)
        checks.count(self)

    def news(self, pc):
        """Exchange; whether there was anything to tell."""
        report = self.world.exchange(pc)
        self.say(f"{pc.name} exchanges: {report or str(pc.last)}")
        checks.known_or_waiting(self.world, pc)
        checks.truly_delivered(self.world, pc)
        if pc not in self.world.live or checks.waits_for_the_province(pc):
            return False
        return report is None or bool(report.segments_sent or report.segments_received or report.round_trips > 1)

    def allow_all(self):
        """An administrator decides about what waits; whether anything did."""
        for pc in self.world.live:
            for held in guard.held(pc.desk.db):
                office.let_in(self, pc, held)
                return True
        return False


_made = {}


def memory():
    """Where histories write: in memory, where they can. What a power cut leaves of a file they decide themselves."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def template():
    """Made once in a process: provisioning and the first opening take longer than a whole history."""
    if not _made:
        folder = TemporaryDirectory(prefix="casedesk-simulation-", dir=memory())
        with ruled_by(Fate(0)) as fate:
            _made.update(folder=folder, made=Template(Path(folder.name), fate, PCS))
        gc.collect()
        gc.freeze()
    return _made["made"]


def play(seed, say=lambda line: None, steps=None, often=""):
    """Play the history of a seed; how often each thing happened. Raises Broken, or whatever the code lets slip.

    `often` names what is to happen much more often than it would.
    """
    made = template()
    with TemporaryDirectory(prefix="casedesk-history-", dir=memory()) as folder, ruled_by(Fate(seed)) as fate:
        steps = steps or fate.choices(list(LENGTHS), list(LENGTHS.values()))[0]
        world = World(made, Path(folder), fate, fate.randint(2, PCS))
        try:
            history = History(world, say, often)
            history.play(steps)
        finally:
            world.close()
    return history.counts
