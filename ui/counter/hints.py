"""What the counter points out about the person: a scan that went wrong, a possible duplicate, the last visit."""

from datetime import datetime, timedelta

from PySide6.QtCore import Signal

from desk import lists
from desk.cases import Case
from desk.counter import time_of
from desk.lifecycle import stage_label
from desk.people import earlier
from desk.people.identity_card import CardError
from desk.words import text
from sync.desk import Desk
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane

LOOK_BACK = timedelta(days=180)
"""How far back a case of the same person and procedure is a possible duplicate."""


class ScanTrouble(Pane):
    """Why a scan was not taken; `number_wanted(str)` takes the identity number when the scan held nothing else."""

    number_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(None)
        self._number = ""
        self._use = Button(text("counter.scan.use"), height=28)
        self._away = Button("", "quiet", icon="x", height=28, name=text("counter.scan.away"))
        self._banner = Banner("soon", "", icon="qr-code", actions=[self._use, self._away])
        self._use.clicked.connect(lambda: self.number_wanted.emit(self._number))
        self._use.clicked.connect(self.hide)
        self._away.clicked.connect(self.hide)
        self.add(self._banner)
        self.hide()

    def say(self, error: CardError) -> None:
        """Show it."""
        self._number = error.number
        self._use.setVisible(bool(error.number))
        self._banner.say("soon", str(error), icon="qr-code")
        self.show()

    def warn(self, kinds: tuple[str, ...]) -> None:
        """Show the first doubt about a card that was read; nothing without one."""
        self._number = ""
        self._use.hide()
        if kinds:
            self._banner.say("soon", text(f"card.warning.{kinds[0]}"), icon="identification-card")
        self.setVisible(bool(kinds))


class Duplicate(Pane):
    """A case of the same person for the same procedure; `wanted(id)` asks to see it."""

    wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(None)
        self._desk = desk
        self._case: Case | None = None
        self._denied: set[str] = set()
        see, no = Button(text("counter.alike.see"), height=28), Button(text("counter.alike.no"), "quiet", height=28)
        self._banner = Banner("soon", "", icon="users", actions=[see, no])
        see.clicked.connect(self._see)
        no.clicked.connect(self._deny)
        self.add(self._banner)
        self.hide()

    def look(self, applicant_id: str, procedure: str, now: datetime) -> None:
        """Look for one."""
        values = {"applicant_id": applicant_id, "procedure": procedure}
        found = lists.alike(self._desk.db, values, now - LOOK_BACK)
        self._case = next((case for case in found if case.id not in self._denied), None)
        if self._case:
            self._banner.say("soon", self._words(self._case), lead=text("counter.alike.lead"), icon="users")
        self.setVisible(self._case is not None)

    def found(self) -> Case | None:
        """The case pointed out."""
        return self._case

    def _words(self, case: Case) -> str:
        at = time_of(case.received_at)
        pc = self._desk.device_name(case.id.partition(".")[0])
        return text(
            "counter.alike.words", name=case.applicant_name, day=f"{at:%d/%m}", pc=pc, number=case.number,
            stage=str(stage_label(case.stage)).lower(),
        )  # fmt: skip

    def _see(self) -> None:
        if self._case:
            self.wanted.emit(self._case.id)

    def _deny(self) -> None:
        if self._case:
            self._denied.add(self._case.id)
        self.hide()


class LastVisit(Pane):
    """When the person was here last; `taken(Case)` fills the form as then."""

    taken = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(None, across=True, gap=6)
        self._desk = desk
        self._case: Case | None = None
        self._take = Button("", "link", height=28, size="secondary", key="Ctrl+L")
        self._take.clicked.connect(lambda: self.taken.emit(self._case))
        self.add(self._take)
        self.hide()

    def look(self, applicant_id: str, phone: str) -> None:
        """Look for one."""
        self._case = earlier.last_visit(self._desk.db, applicant_id=applicant_id, phone=phone)
        if self._case:
            at = time_of(self._case.received_at)
            self._take.setText(text("counter.person.last", name=self._case.applicant_name, day=f"{at:%d/%m/%Y}"))
        self.setVisible(self._case is not None)
