"""Membership at the server: each office's roster, what PCs tell of it and what they lack of it.

The server decides nothing: a statement is kept because the province's key, or a PC the province lets, signed it.
"""

from collections.abc import Iterable, Sequence
from threading import Lock

from desk import Refused
from sync.errors import Tampered
from sync.keys import disowned, news, refusals, sealing
from sync.keys.member import letters, spelt
from sync.keys.news import News
from sync.keys.roster import LARGEST, Roster
from sync.keys.sealing import Sealed
from sync.keys.statement import Kind, Statement
from sync.keys.succession import Succession
from sync.server import noted
from sync.server.engine import Engine

TRIES = 20
"""Times that a roster is joined anew because another process changed it meanwhile."""

MOST_HELPS = 20

CLONES, MOST_CLONES = "clone", 20
"""The box with requests of clones (`keys/succession`), and how many of an office it holds."""


DISOWNED, MOST_DISOWNED = "disowned", 20
"""The box with words that would have let PCs in (`keys/disowned`), and how many of an office it holds."""

WANTED, MOST_WANTED = "wanted", 100
"""The box that tells of which epochs unknown to the roster keys are asked for, and how many of an office it holds."""

MOST_NOTED = 8
"""Reasons noted of what one message brought."""


class Members:
    """The offices of one engine under one root key (32 bytes)."""

    def __init__(self, engine: Engine, root: bytes) -> None:
        self._engine, self._root, self._lock = engine, root, Lock()
        self._read: dict[str, tuple[bytes, Roster]] = {}

    def roster(self, office: str) -> Roster | None:
        """The office's roster, None for an office that is not known; its signatures are checked once a version."""
        document = self._engine.roster(office)
        return None if document is None else self._verified(office, document)

    def _verified(self, office: str, document: bytes) -> Roster:
        with self._lock:
            held = self._read.get(office)
        if held is None or held[0] != document:
            held = (document, Roster.verified(document, self._root))
            with self._lock:
                self._read[office] = held
        return held[1]

    def join(self, office: str, statements: Iterable[Statement]) -> Roster | None:
        """Keep those that hold; the roster then. None, and nothing kept, where no office begins with them."""
        arrived = list(statements)
        for _ in range(TRIES):
            document = self._engine.roster(office)
            if document is None:
                before, joined = None, Roster.folded(office, arrived, self._root)
            else:
                before = self._verified(office, document)
                joined = before.joined(arrived, self._root)
            if not joined.statements and not joined.listed:
                return None
            if before and (before.hash == joined.hash or len(bytes(joined)) > LARGEST):
                return before  # a PC gone bad signs what it likes of itself; it shall not keep the others out
            if self._engine.enrol(office, bytes(joined), document):
                return joined
        raise RuntimeError(f"the roster of {office} changes all the time")

    def hear(self, office: str, statements: Sequence[bytes]) -> Roster | None:
        """Take in what a PC or a stranger hands on: what does not hold is left out, and noted for IT to see."""
        arrived = []
        for data in statements:
            try:
                arrived.append(Statement.read(data))
            except Tampered:
                continue
        roster = self.join(office, arrived) if arrived else self.roster(office)
        if roster is not None and arrived != list(roster.statements):
            held = {statement.data for statement in roster.statements}
            self._note(roster, [data for data in statements if data not in held])
        return roster

    def _note(self, roster: Roster, statements: Iterable[bytes]) -> None:
        """Let IT see what does not count, and keep for the province the words that would have let a PC in."""
        why: dict[tuple[str, str], None] = {}
        for data in statements:
            if (found := refusals.why(data, roster, self._root)) is not None:
                why[f"word_{found.reason}", found.signer] = None
            if (said := disowned.read(data, roster)) is not None:
                self._engine.post(roster.office, DISOWNED, spelt(disowned.device_of(said)), data, MOST_DISOWNED)
        for reason, signer in list(why)[:MOST_NOTED]:
            noted.refuse(self._engine, roster.office, reason, signer)

    def disowned(self, roster: Roster) -> list[bytes]:
        """The words of delegates that came too late, each for a PC that nobody has let in since."""
        waiting = self._engine.letters(roster.office, DISOWNED)
        for device, data in list(waiting.items()):
            if disowned.read(data, roster) is None:
                self._engine.discard(roster.office, DISOWNED, device)
                del waiting[device]
        return [data for _, data in sorted(waiting.items())]

    def keep(self, office: str, roster: Roster, told: News) -> None:
        """Keep keys that a member hands on: those to members of epochs that there are."""
        addressees = {member.id for member in roster.live} | {""}
        wanted = self._wanted(office) if told.sealed else set()
        opened = {(epoch, device) for epoch in roster.epochs for device in addressees} | wanted
        sealed = [s for s in told.sealed if (s.epoch, s.device) in opened and s.device in addressees]
        if sealed:
            self._engine.keep_sealed(office, sealed)
        known = {member.sealing for member in roster.members} | {roster.recovery}
        keys = [key for key in told.keys if sealing.fingerprint(key) in known]
        if keys:
            self._engine.keep_sealing_keys(office, keys)
        for data in told.asks:
            self._keep_clone(roster, data)

    def refilled(self, office: str, device: str, told: News) -> None:
        """Note what a PC says that this server had signed for and did not hold."""
        if told.lost:
            noted.refilled_by(self._engine, office, device, told.lost)

    def _keep_clone(self, roster: Roster, data: bytes) -> None:
        """Keep the request of a clone for who may let it in; what holds not, or too many of them, is left out."""
        try:
            asked = Succession.read(data, roster)
        except Refused:
            return
        if roster.find(asked.successor) is None:
            self._engine.post(roster.office, CLONES, spelt(asked.successor), data, MOST_CLONES)

    def clones(self, roster: Roster) -> list[bytes]:
        """The requests of clones that no statement has answered."""
        here = {spelt(member.id) for member in roster.members}
        waiting = self._engine.letters(roster.office, CLONES)
        for done in waiting.keys() & here:
            self._engine.discard(roster.office, CLONES, done)
        return [data for successor, data in sorted(waiting.items()) if successor not in here]

    def tell(self, device: str, roster: Roster, theirs: News) -> News | None:
        """What to answer to a PC's news; None where nothing is new on either side."""
        office = roster.office
        own = news.tips(roster.statements)
        going = news.fitting(news.beyond(roster.statements, theirs.tips))
        opened = [s.values[0] for s in map(Statement.read, going) if s.kind == Kind.EPOCH]
        epochs = {*opened, *(want for want in theirs.wanted if isinstance(want, int))}
        hashes = [want for want in theirs.wanted if isinstance(want, bytes)][:MOST_HELPS]
        sealed: list[Sealed] = self._engine.sealed(office, device, sorted(epochs)[:100]) if epochs else []
        self._note_wanted(roster, device, [want for want in theirs.wanted if isinstance(want, int)])
        helps = self._unsealed(roster, {*theirs.wanted} | set(opened))
        hashes += [m.sealing for m in roster.live if any(m.id == device for _, device in helps)]
        keys = self._engine.sealing_keys(office, hashes) if hashes else []
        if own == theirs.tips and not (sealed or keys or helps):
            return None
        return News(own, going, sealed, keys, (), helps)

    def _unsealed(self, roster: Roster, lacking: set[int | bytes]) -> list[tuple[int, str]]:
        """Epochs and members for which nobody has sealed a key yet, of epochs that who asks may hold."""
        live = [member.id for member in roster.live if member.sealing]
        wanted = {(epoch, device) for epoch in roster.epochs for device in live}
        wanted |= {(epoch, device) for epoch, device in self._wanted(roster.office) if device in live}
        wanted = {(epoch, device) for epoch, device in wanted if epoch not in lacking}
        return sorted(wanted - self._engine.sealed_to(roster.office))[:MOST_HELPS]

    def _wanted(self, office: str) -> set[tuple[int, str]]:
        """Epochs that no word which counts has opened, and the members that hold what was sealed with their keys."""
        names = self._engine.letters(office, WANTED)
        return {(int.from_bytes(name[:8]), letters(name[8:])) for name in names}

    def _note_wanted(self, roster: Roster, device: str, wanted: Iterable[int]) -> None:
        """Keep which keys of such epochs a member asks for now, so that who holds them hears of it."""
        asked = {(epoch, device) for epoch in wanted if epoch not in roster.epochs}
        noted = {pair for pair in self._wanted(roster.office) if pair[1] == device}
        for epoch, _ in asked - noted:
            self._engine.post(roster.office, WANTED, epoch.to_bytes(8) + spelt(device), b"", MOST_WANTED)
        for epoch, _ in noted - asked:
            self._engine.discard(roster.office, WANTED, epoch.to_bytes(8) + spelt(device))
