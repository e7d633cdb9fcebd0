"""The first screen of a province: its name, and how its secret is kept: by a password, or on sheets of words."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from desk import Spoken
from desk.words import text
from sync.province import opening, secret
from sync.province.folder import Folder
from sync.province.secret import MOST_SHEETS, Secret
from ui.joining import ways
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.choice import Choice
from ui.kit.field import Field
from ui.kit.languages import languages
from ui.kit.layout import Pane, row
from ui.kit.pages import Pages
from ui.kit.scroll import scrolled
from ui.kit.text import Text
from ui.officers.choosing import Choosing
from ui.province.words_of_sheets import SheetsShown, SheetsTyped

SIDE, WIDE = 420, 520
WAYS = ("password", "split", "again")


class First(Pane):
    """Makes the province in `folder`. `made(secret)` comes when that is done."""

    made = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, folder: Folder) -> None:
        super().__init__("surface", across=True)
        self._folder = folder
        self._secret = Secret.new()
        self.name = Field(text("province_window.name"), labelled=True, placeholder=text("province_window.name_like"))
        self.choosing = Choosing()
        counts = [(str(n), str(n)) for n in range(2, MOST_SHEETS + 1)]
        self.needed = Choice(counts, "2", name=text("province_window.needed"), height=38)
        self.of = Choice(counts, "3", name=text("province_window.of"), height=38)
        self.typed = SheetsTyped(2)
        self.again = Choosing()
        self.wrong = Banner("late", "")
        self.go = Button("", "primary", icon="arrow-right", key="F9")
        self._ways, self._pages, self._whole = QButtonGroup(self), Pages(), QStackedWidget()
        self._whole.addWidget(scrolled(self._right(), sideways=True))
        self.shown: SheetsShown | None = None
        self.add(self._left(), (self._whole, 1))
        self._connect()
        self._turn(0)

    def _left(self) -> Pane:
        title, about = text("province_window.first_title"), text("province_window.first_about")
        pane = ways.rail(text("province_window.title"), title, about)
        pane.setFixedWidth(SIDE)
        ways.offer(pane, WAYS, "province_window", self._ways)
        self.language = languages()
        pane.add(8, Text(text("province_window.folder", folder=self._folder.path), "small", ink="text3", wrap=True))
        pane.add(None, row(self.language, None))
        return pane

    def _right(self) -> QWidget:
        counts = row(self.needed, Text(text("province_window.out_of"), "body"), self.of, None, gap=10)
        split = Pane(None, gap=10).add(Text(text("province_window.how_many"), "secondary", ink="text2"))
        split.body.addLayout(counts)
        split.add(Text(text("province_window.split_about"), "secondary", ink="text2", wrap=True), None)
        again = Pane(None, gap=14).add(self.typed, self.again)
        for page in (Pane(None).add(self.choosing, None), split, again):
            self._pages.addWidget(page)
        inner = Pane(None, gap=16)
        inner.setFixedWidth(WIDE)
        inner.add(self.name, self._pages, self.wrong, row(None, self.go))
        pane = Pane("surface", margins=(48, 36, 40, 28))
        pane.body.addLayout(row((inner, Qt.AlignmentFlag.AlignTop), None))
        return pane.add(None)

    def _connect(self) -> None:
        self.wrong.hide()
        self._ways.button(0).setChecked(True)
        self._ways.idToggled.connect(lambda number, on: self._turn(number) if on else None)
        self.language.changed.connect(self.language_chosen)
        self.go.clicked.connect(self.begin)
        for choosing in (self.choosing, self.again):
            choosing.entered.connect(self.begin)
        self.name.entered.connect(self._into_page)
        self.typed.complete.connect(self.again.setFocus)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.name.setFocus()

    def _into_page(self) -> None:
        page: dict[str, QWidget] = {"password": self.choosing, "split": self.needed, "again": self.typed}
        page[self.way()].setFocus()

    def way(self) -> str:
        """What was chosen: "password", "split" or "again"."""
        return WAYS[self._ways.checkedId()]

    def choose(self, way: str) -> None:
        """Choose how the secret is kept."""
        self._ways.button(WAYS.index(way)).setChecked(True)

    def _turn(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self.go.setText(text(f"province_window.go.{WAYS[number]}"))
        self.wrong.hide()

    def begin(self) -> None:
        """Go on to the sheets, or make the province."""
        self.wrong.hide()
        if not self.name.text():
            self.name.refuse(text("province_window.name_missing"))
            self.name.setFocus()
        elif self.way() == "split":
            self._show_sheets()
        elif self.way() == "again" and not self.typed.take():
            return
        elif password := (self.again if self.way() == "again" else self.choosing).chosen():
            self.go.setText(text("province_window.making"))
            self.go.setEnabled(False)
            QTimer.singleShot(20, self, lambda: self._make(password))

    def _show_sheets(self) -> None:
        needed, of = int(self.needed.chosen()), int(self.of.chosen())
        try:
            sheets = secret.split(self._secret, needed, of)
        except Spoken as refused:
            self._refuse(refused)
            return
        self.shown = SheetsShown(sheets, needed, self.name.text())
        self.shown.written_down.connect(lambda: self._make(""))
        pane = Pane("surface", margins=(48, 36, 48, 28)).add(self.shown)
        pane.setMaximumWidth(900)
        self._whole.addWidget(pane)
        self._whole.setCurrentWidget(pane)
        for button in self._ways.buttons():
            button.setEnabled(False)

    def _make(self, password: str) -> None:
        needed = int(self.needed.chosen()) if self.way() == "split" else 0
        try:
            if self.way() == "again":
                self._secret = secret.joined(self.typed.typed)
            opening.begin(
                self._folder, self.name.text(), self._secret, password=password, needed=needed,
                brought_back=self.way() == "again",
            )  # fmt: skip
        except Spoken as refused:
            self.go.setEnabled(True)
            self._turn(self._ways.checkedId())
            self._refuse(refused)
            return
        self.choosing.forget()
        self.again.forget()
        self.typed.forget()
        self.made.emit(self._secret)

    def _refuse(self, refused: Spoken) -> None:
        if getattr(refused, "field", "") == "sheets":
            self.typed.start_anew(str(refused))
            return
        self._whole.setCurrentIndex(0)
        self.wrong.say("late", str(refused))
        self.wrong.show()
