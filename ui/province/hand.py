"""The province as its window holds it: the folder, the secret while it is unlocked, and what goes to the server beside.

Files are touched on the window's thread; the network, and reading all offices, on another.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from desk import Spoken
from desk.words import text
from sync.errors import Offline
from sync.province import travel
from sync.province.folder import Folder, Kept
from sync.province.secret import Secret
from ui.background import Background

Done = TypeVar("Done")


class Hand(QObject):
    """`changed` comes when offices or requests have, `turned` when it was locked or unlocked.

    `told(tone, words)` says what came of something; `unlock_wanted(go_on)` asks the person to unlock and then go on.
    """

    changed = Signal()
    turned = Signal()
    told = Signal(str, str)
    unlock_wanted = Signal(object)

    def __init__(self, folder: Folder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.background = Background(self)
        self.offices: dict[str, Kept] = {}
        self.unreadable: dict[str, str] = {}
        self._secret: Secret | None = None

    @property
    def secret(self) -> Secret | None:
        """The secret, None while it is locked."""
        return self._secret

    @property
    def linked(self) -> bool:
        """Whether the server and its address are known."""
        face = self.folder.face
        return bool(face.url and face.server)

    def unlock(self, secret: Secret) -> None:
        """Hold the secret until `lock`."""
        self._secret = secret
        self.turned.emit()

    def lock(self) -> None:
        """Let go of the secret."""
        self._secret = None
        self.turned.emit()

    def with_secret(self, act: Callable[[Secret], object]) -> None:
        """Call `act` with the secret, at once or when the person has unlocked it."""
        if self._secret is None:
            self.unlock_wanted.emit(lambda: self.with_secret(act))
        else:
            act(self._secret)

    def load(self) -> None:
        """Read all offices beside the work."""
        folder = self.folder
        self.background.run(lambda: _read(folder), self._loaded, _raise)

    def _loaded(self, found: tuple[Mapping[str, Kept], Mapping[str, str]]) -> None:
        self.offices, self.unreadable = dict(found[0]), dict(found[1])
        self.changed.emit()

    def renew(self, code: str) -> None:
        """Read one office again."""
        self.offices[code] = self.folder.office(code)
        self.changed.emit()

    def send(self, code: str, then: Callable[[], object] = lambda: None) -> None:
        """Bring an office to the server if it can be reached, `then` go on; what came of it is told."""
        secret = self._secret
        if secret is None:
            return
        if not self.linked:
            self.told.emit("soon", text("province_window.carry_later"))
            return
        parcel, hash = travel.parcel(self.folder, secret, code), self.folder.office(code).roster.hash

        def done(_: int) -> None:
            travel.told(self.folder, code, hash)
            self.renew(code)
            then()
            self.told.emit("ok", text("province_window.at_server"))

        self._run(lambda: _publish(self.folder, secret, {code: parcel}), done)

    def send_all(self) -> None:
        """Bring every office to the server; what came of it is told."""
        secret, folder = self._secret, self.folder
        if secret is None:
            return
        hashes = {code: kept.roster.hash for code, kept in self.offices.items()}

        def job() -> int:
            return _publish(folder, secret, {code: travel.parcel(folder, secret, code) for code in hashes})

        def done(count: int) -> None:
            for code, hash in hashes.items():
                travel.told(folder, code, hash)
            self.load()
            self.told.emit("ok", text("province_window.sent_all", count=count))

        self._run(job, done)

    def ask(self, codes: list[str], done: Callable[[], object] | None = None) -> None:
        """Learn from the server what it holds of these offices, requests included."""
        secret, folder = self._secret, self.folder
        if secret is None or not codes:
            return

        def heard(states: list[Any]) -> None:
            before = {request.device for request in folder.requests()}
            elsewhere = sum(travel.elsewhere(folder, said) for said in states)
            for said in states:
                travel.take(folder, said)
            new = {request.device for request in folder.requests()} - before
            for code in codes:
                self.offices[code] = folder.office(code)
            self.changed.emit()
            if elsewhere:
                self.told.emit("late", text("province.others_acted", count=elsewhere))
            else:
                self.told.emit("ok", text("province_window.asked", count=len(codes), new=len(new)))
            if done:
                done()

        self.told.emit("wait", text("province_window.asking", count=len(codes)))
        self._run(lambda: _states(folder, secret, codes), heard)

    def recall(self) -> None:
        """Learn every office from the server: this province was brought back from its sheets."""
        secret, folder = self._secret, self.folder
        if secret is None:
            return

        def heard(codes: list[str]) -> None:
            self.load()
            self.told.emit("ok", text("province.recalled", count=len(codes)))

        self._run(lambda: travel.recall(folder, secret), heard)

    def learn(self, code: str, then: Callable[[bool], object]) -> None:
        """Learn from the server what was done for an office before; `then` hears whether it knows of none."""
        secret, folder = self._secret, self.folder
        if secret is None:
            return

        def heard(said: Any) -> None:
            if said is not None:
                travel.take(folder, said)
            then(said is None)

        self._run(lambda: travel.state(folder, secret, code), heard)

    def _run(self, job: Callable[[], Done], done: Callable[[Done], object]) -> None:
        """Run a job beside, and `done` with what came of it; what goes wrong in either is told."""

        def careful(came: Done) -> None:
            try:
                done(came)
            except Spoken as error:
                self._missed(error)

        self.background.run(job, careful, self._missed)

    def _missed(self, error: BaseException) -> None:
        if isinstance(error, Offline):
            self.told.emit("soon", text("province_window.offline", reason=error))
        elif isinstance(error, Spoken):
            self.told.emit("late", str(error))
        else:
            raise error

    def close(self) -> None:
        """Let go of everything; wait for what is under way."""
        self._secret = None
        self.background.close()


def _read(folder: Folder) -> tuple[dict[str, Kept], dict[str, str]]:
    found, wrong = dict[str, Kept](), dict[str, str]()
    for code in folder.offices():
        try:
            found[code] = folder.office(code)
        except Spoken as error:
            wrong[code] = str(error)
    return found, wrong


def _publish(folder: Folder, secret: Secret, parcels: Mapping[str, bytes]) -> int:
    """Bring offices to the server, unless another folder speaks for this province too."""
    for code in parcels:
        travel.only_hand(folder, secret, code)
    return travel.publish(folder, parcels.values())


def _states(folder: Folder, secret: Secret, codes: list[str]) -> list[Any]:
    found = (travel.state(folder, secret, code) for code in codes)
    return [said for said in found if said is not None]


def _raise(error: BaseException) -> None:
    raise error
