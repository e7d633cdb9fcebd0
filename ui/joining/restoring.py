"""A PC that becomes the one of which there is a backup: which backup, whose password, and the copying itself."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desk import Refused, Spoken
from desk.words import text
from sync import home
from sync.backup import restoring
from sync.backup.shelf import Kept
from sync.desk import local
from sync.keys.vault import Lock
from ui.background import Background
from ui.joining.copies import TOLD_EVERY, Copies, Halted
from ui.joining.meaning import Meaning
from ui.kit.banner import Banner
from ui.kit.choice import Choice
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.text import Text
from ui.theme.tokens import STRONG


class Restoring(QObject):
    """Two columns of a first screen, `copies` and `who`; `go` makes the home in `folder`.

    `restored(lock, key)` comes with the officer's lock and the file's key, `told` while the copying goes on or ends.
    """

    restored = Signal(object, object)
    told = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._background = folder, Background(self)
        self._share: int | None = None
        self._halted = False
        self.copies = Copies(self._background)
        self.officer = Choice(name=text("backup.first.officer"), height=44)
        self.password = Field(text("backup.first.password"), labelled=True, icon="lock-key", secret=True)
        self.said = Banner("wait", "")
        self._becomes = Meaning(text("backup.first.becomes", pc="", office="", at="").strip())
        self.who = Pane(None, gap=12).add(
            Text(text("backup.first.who"), "section", weight=STRONG), Text(text("backup.first.officer"), "secondary"),
            self.officer, self.password, self._becomes, self.said, None,
        )  # fmt: skip
        self._ticking = QTimer(self, interval=TOLD_EVERY)
        self._ticking.timeout.connect(self._tell)
        self.copies.turned.connect(self._turn)
        self.copies.found.connect(self.password.setFocus)
        self._turn()

    @property
    def share(self) -> int | None:
        """How much is copied, in per cent; None while nothing is being restored."""
        return self._share

    def _turn(self) -> None:
        kept = self.copies.current
        self.said.hide()
        self.password.allow()
        for widget in (self.officer, self.password, self._becomes):
            widget.setVisible(kept is not None)
        if kept is None:
            self.who.hide()
            return
        self.who.show()
        self.officer.offer(_officers(kept), self.officer.chosen())
        assert kept.manifest
        page = kept.manifest
        at, office = f"{local(page.at):%H:%M %d/%m/%Y}", page.office_name or page.office
        self._becomes.say(text("backup.first.becomes", pc=page.pc_name, office=office, at=at).strip())

    def go(self) -> None:
        """Restore the backup that is looked at, once there is a password."""
        kept = self.copies.current
        if self._share is not None:
            return
        if kept is None:
            self.copies.demand()
        elif not self.password.text():
            self.password.refuse(text("backup.first.password_missing"))
            self.password.setFocus()
        else:
            self.copies.halt()
            self._share = 0
            self._ticking.start()
            self._tell()
            folder, officer, password = self._folder, self.officer.chosen(), self.password.text()

            def job() -> tuple[Lock, bytes]:
                opened = restoring.unlocked(kept, password, officer)  # before a byte is copied
                restoring.restore(kept.path, folder, self._count)
                return opened

            self._background.run(job, self._done, self._failed)

    def _count(self, done: int, of: int) -> None:
        """On the thread of the job."""
        if self._halted:
            raise Halted
        self._share = 100 * done // max(of, 1)

    def _tell(self) -> None:
        key = "opening" if self._share == 100 else "under_way"
        self.said.say("wait", text(f"backup.first.{key}", share=self._share or 0))
        self.said.show()
        self.told.emit()

    def _done(self, opened: tuple[Lock, bytes]) -> None:
        self._share = 100
        self._ticking.stop()
        self._tell()
        self.password.set_text("")
        self.restored.emit(*opened)

    def _failed(self, error: BaseException) -> None:
        self._share = None
        self._ticking.stop()
        self.said.hide()
        self.told.emit()
        self.copies.go_on()
        if not isinstance(error, Spoken):
            raise error
        if isinstance(error, Refused) and error.key.startswith("vault."):
            self.password.refuse(str(error))
            self.password.setFocus()
        else:
            self.said.say("late", str(error))
            self.said.show()

    def close_down(self) -> None:
        """Break off what is under way; what was copied goes, and the next try begins anew."""
        self._halted = True
        self.copies.halt()
        self._ticking.stop()
        self._background.close()


def _officers(kept: Kept) -> list[tuple[str, str]]:
    """Who may log in at the PC that was backed up: record id and name."""
    try:
        locks = home.read(kept.path).locks
    except Spoken:
        return []
    names = [lock.name for lock in locks]
    return [
        (lock.officer, lock.name if names.count(lock.name) == 1 else f"{lock.name} · {lock.officer}") for lock in locks
    ]
