"""The other PCs of the office, as one open desk lives with them: finds them, asks them, and answers when they ask.

Everything here runs on the thread that owns the desk's file, but what is handed to the `Bench`: the network, sealing
and opening. Says nothing of its own about delivery; what others hold is in `peers`.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from time import monotonic

from desk import Refused, Spoken
from sync import doors, exchange, segments
from sync.carriers import lan_answer, lan_door, lan_find, lan_scans, peers
from sync.carriers.lan import PORT, LanCarrier, parsed
from sync.carriers.lan_door import Called
from sync.carriers.lan_find import Finder
from sync.carriers.lan_server import Asked, Listener
from sync.carriers.lan_trust import Trust
from sync.carriers.turns import Bench, Lane, Turn, by_turns
from sync.desk import Desk
from sync.errors import Offline
from sync.keys import keyring
from sync.report import Report, Told
from sync.scans import scan_store
from sync.signing import Identity

REGULARLY = 60.0
"""s between two exchanges with a PC that has nothing new."""
LONGEST_PAUSE = 600.0
ALIVE = 150.0
"""s after an exchange that the network of the office counts as working."""


@dataclass
class Neighbour:
    """An address where a PC of the office is, or may be. Times are s of a monotonic clock."""

    address: str
    typed: bool = False
    device: str = ""
    next: float = 0.0
    failures: int = 0
    reason: str = ""
    last: Report | None = None


class Neighbours:
    """See the module. `told` is called when something of it may have changed; `touched` hears of records."""

    def __init__(
        self, desk: Desk, bench: Bench, turn: Turn, touched: Told = lambda _: None,
        told: Callable[[], object] = lambda: None, *, batch: int = segments.BATCH,
    ) -> None:  # fmt: skip
        self._desk, self._bench, self._turn, self._batch = desk, bench, turn, batch
        self._touched, self._told = touched, told
        self.known: dict[str, Neighbour] = {a: Neighbour(a, typed=True) for a in peers.addresses(desk.db)}
        self._asking, self._serving = Lane(bench), Lane(bench)
        self._trust = self._trusted()
        self._listener: Listener | None = None
        self._finder: Finder | None = None
        self._here: list[str] = []
        self._heard_at: float | None = None
        self._stopped = False
        self._owed: set[Future[bytes]] = set()
        self._carriers: set[LanCarrier] = set()

    @property
    def port(self) -> int | None:
        """Where this PC listens; None while it does not."""
        return self._listener.port if self._listener else None

    @property
    def alive(self) -> bool:
        """Whether a PC of the office was spoken with a moment ago."""
        return self._heard_at is not None and monotonic() - self._heard_at < ALIVE

    @property
    def busy(self) -> bool:
        """Whether an exchange is under way or waits."""
        return self._asking.busy or self._serving.busy

    def listen(self, host: str = "0.0.0.0", port: int | None = None) -> None:
        """Let others call, at the usual port or, if that is taken, any. Raises Refused for a port asked for."""
        lent = lan_scans.lend(scan_store.folder_of(self._desk).folder, lambda: self._desk.keyring.signing)
        listener = partial(Listener, self._ask, lambda: self._trust, host, lend=lent)
        if port is not None:
            self._listener = listener(port)
            return
        try:
            self._listener = listener(PORT)
        except Refused:
            self._listener = listener(0)

    def answering(self) -> list[str]:
        """The addresses of the PCs that answered last time: those to ask for scans (`scans.sides.office`)."""
        return [address for address, each in self.known.items() if each.device and not each.failures]

    def find(self, here: list[str] | None = None) -> None:
        """Announce this PC and look for others, at these addresses of this PC or all it has."""
        self._here = lan_find.addresses() if here is None else here
        if self._finder is not None:
            self._finder.stop()
        if self._here and self._listener is not None:
            heard = lambda address: self._bench.post(partial(self.meet, address))  # noqa: E731
            self._finder = Finder(self._trust, self._listener.port, self._here, heard)

    def meet(self, address: str, *, typed: bool = False) -> None:
        """Exchange with the PC at an address from now on. One that was typed in is kept. Raises Refused."""
        parsed(address)
        if typed:
            peers.keep_address(self._desk.db, address)
        neighbour = self.known.setdefault(address, Neighbour(address))
        neighbour.typed, neighbour.next = neighbour.typed or typed, 0.0
        self.round()

    def round(self, *, soon: bool = False) -> None:
        """Exchange with every PC whose time has come; with `soon` also with those that answered last time."""
        self._renew()
        for neighbour in list(self.known.values()):
            if neighbour.next <= monotonic() or (soon and not neighbour.failures):
                neighbour.next = monotonic() + REGULARLY
                self._exchange(neighbour)

    def moved(self) -> None:
        """Announce anew if this PC has other addresses than when it was announced: another cable, another network."""
        if self._finder is not None and lan_find.addresses() != self._here:
            self.find()

    def stop(self) -> None:
        """Leave the network; what was under way is dropped, which costs nothing but its time."""
        self._stopped = True
        if self._finder is not None:
            self._finder.stop()
        self._serving.stop()
        for answered in list(self._owed):
            answered.cancel()
        for carrier in self._carriers:
            carrier.hang_up()
        if self._listener is not None:
            self._listener.stop()
        self._asking.stop()

    def _trusted(self) -> Trust:
        ring = self._desk.keyring
        keyring.refresh(self._desk.db, ring)
        identity = Identity(self._desk.office.code, self._desk.device.id, ring.signing)
        return Trust.of(identity, dict(ring.office_keys), ring.roster, doors.doors(self._desk))

    def _renew(self) -> None:
        """Let a newer roster or epoch count from now on."""
        now = self._trusted()
        held = self._trust
        same = now.identity.device == held.identity.device
        if not same or (now.known, now.roster.hash, now.doors) != (held.known, held.roster.hash, held.doors):
            self._trust = now

    def _exchange(self, neighbour: Neighbour) -> None:
        carrier = LanCarrier(neighbour.address, self._trust)
        self._carriers.add(carrier)
        side = peers.Peer(self._desk, lambda: carrier.member.id if carrier.member else neighbour.device)
        report = Report()
        steps = exchange.exchange(self._desk, carrier, self._touched, batch=self._batch, report=report, side=side)
        done = partial(self._met, neighbour, carrier)
        self._asking.add(by_turns(steps, self._turn), lambda _: done(report, None), lambda error: done(report, error))

    def _met(self, neighbour: Neighbour, carrier: LanCarrier, report: Report, error: BaseException | None) -> None:
        carrier.close()
        self._carriers.discard(carrier)
        if error is not None and not isinstance(error, Spoken):
            raise error
        device = carrier.member.id if carrier.member else ""
        if device and self._twice(neighbour, device):
            return
        neighbour.device, neighbour.last, neighbour.reason = device or neighbour.device, report, str(error or "")
        neighbour.failures = neighbour.failures + 1 if error else 0
        pause = min(REGULARLY * 2**neighbour.failures, LONGEST_PAUSE) if isinstance(error, Offline) else REGULARLY
        neighbour.next = monotonic() + pause
        if error is None:
            self._heard_at = monotonic()
        self._renew()
        self._told()

    def _twice(self, neighbour: Neighbour, device: str) -> bool:
        """Forget an address that is this PC's own, or another one of a PC that answers already."""
        others = [n for n in self.known.values() if n is not neighbour and n.device == device and not n.failures]
        if device != self._desk.device.id and (neighbour.typed or not others):
            return False
        self.known.pop(neighbour.address, None)
        return True

    def _ask(self, asked: Asked | Called) -> "Future[bytes]":
        """On a caller's thread: have it answered on the desk's."""
        answered: Future[bytes] = Future()
        self._owed.add(answered)
        answered.add_done_callback(self._owed.discard)
        if self._stopped:
            answered.cancel()
        self._bench.post(lambda: self._serve(asked, answered))
        return answered

    def _serve(self, asked: Asked | Called, answered: "Future[bytes]") -> None:
        if self._stopped or answered.cancelled():
            answered.cancel()
            return
        self._renew()
        if isinstance(asked, Called):
            steps = lan_door.answer(self._desk, asked, self._touched)
        else:
            steps = lan_answer.answer(self._desk, asked, self._touched, batch=self._batch)
        self._serving.add(by_turns(steps, self._turn), partial(self._served, answered), answered.set_exception)

    def _served(self, answered: "Future[bytes]", body: bytes) -> None:
        answered.set_result(body)
        self._renew()
        self._heard_at = monotonic()
        self._told()
