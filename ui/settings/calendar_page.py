"""The days the office works by: holidays of the country, the office's own days off and days worked in exchange."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from desk import Spoken
from desk.time import own_days
from desk.time.deadline_words import weekday
from desk.time.own_days import OwnDays
from desk.words import text
from sync import own
from sync.log import Touched
from ui import days
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.ledger import Cell, Column, Ledger, Line
from ui.kit.scroll import yielding
from ui.kit.segmented import Segmented
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.session import Session
from ui.theme.tokens import STRONG


class CalendarPage(Pane):
    """The special days of a year. `told(words)` says what was changed."""

    told = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("surface")
        self._session = session
        year = session.desk.now().year
        self.year = Segmented([(str(each), str(each)) for each in (year - 1, year, year + 1)], str(year),
                              name=text("calendar.head.day"))  # fmt: skip
        self.table = Ledger(_columns(), text("calendar_page.title"))
        self.wrong = Banner("late", "")
        self.hours = Text("", "secondary", ink="text2", wrap=True)
        self.add_day = Button(text("calendar_page.add"), icon="calendar-plus", key="Ctrl+M", height=36)
        self.drop = Button(text("calendar_page.drop"), icon="trash", key="Ctrl+D", height=36)
        self.bring = Button(text("calendar_page.import"), icon="download-simple", key="Ctrl+I", height=36)
        self.opened: DaySheet | ChangesSheet | None = None
        self._lay()
        self.year.changed.connect(lambda _: self.show_days())
        self.table.previewed.connect(lambda _: self._offer())
        self.add_day.clicked.connect(self.ask_day)
        self.drop.clicked.connect(self.drop_chosen)
        self.bring.clicked.connect(self.ask_file)
        QShortcut(QKeySequence("Delete"), self.table, self.drop_chosen)
        session.changed.connect(self._heard)
        self.setFocusProxy(self.table)
        self.show_days()

    def _lay(self) -> None:
        head = Pane(None, margins=(28, 22, 28, 10), gap=8)
        head.add(row(Text(text("calendar_page.title"), "section", weight=STRONG), None, self.year))
        head.add(Text(text("calendar_page.about"), "secondary", ink="text2", wrap=True), self.hours, self.wrong)
        foot = Pane("surface", edges="t", across=True, gap=8, margins=(28, 8, 16, 8))
        foot.add(self.add_day, self.drop, self.bring, None)
        self.add(head, row((yielding(self.table, 120), 1), margins=(12, 0, 0, 0)), foot)
        self.body.setStretch(1, 1)

    def _heard(self, touched: Touched) -> None:
        if any(kind == "ownfile" for kind, _ in touched):
            self.show_days()

    def _own(self) -> OwnDays:
        try:
            return own.days(self._session.desk)
        except Spoken:
            return own_days.nothing()

    def show_days(self) -> None:
        """Show the special days of the year chosen, whose they are, and the working hours."""
        calendar, mine, year = self._session.desk.calendar, self._own(), int(self.year.chosen())
        found = [(day, mark) for day, mark in sorted(calendar.marks.items()) if day.year == year]
        self.table.show_lines(
            [
                Line(
                    day.isoformat(),
                    (
                        days.shown(day), weekday(day), mark.name,
                        Cell(text("calendar.worked" if mark.works else "calendar.off"),
                             tone="accent" if mark.works else "wait"),
                        text("calendar.own" if day in mine.marks else "calendar.national"),
                    ),
                )
                for day, mark in found
            ],
            self.table.chosen(),
        )  # fmt: skip
        hours = ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in calendar.sessions)
        known = "announced" if calendar.announced(year) else "expected" if calendar.known(year) else "unknown"
        self.hours.say(f"{text('calendar.hours', hours=hours)}. {text(f'calendar_page.{known}', year=year)}")
        if reason := own.unreadable_days(self._session.desk):
            self.wrong.say("late", text("calendar_page.unreadable", reason=reason))
        self.wrong.setVisible(bool(reason))
        self._offer()

    def _offer(self) -> None:
        may = self._session.desk.may("own_file")
        refusal = "" if may else text("settings.officer.ask_own")
        day = self.table.chosen()
        mine = bool(day) and date.fromisoformat(day) in self._own().marks
        for button, reason in (
            (self.add_day, refusal),
            (self.bring, refusal),
            (self.drop, refusal or ("" if mine else text("calendar_page.choose_own"))),
        ):
            if reason:
                button.hold(reason)
            else:
                button.release()

    def ask_day(self) -> None:
        """Open the sheet of a new day."""
        self.opened = DaySheet(self)

    def keep(self, mine: OwnDays, said: str) -> None:
        """Work by these own days. Raises a Spoken error."""
        self._session.do(own.keep_days(self._session.desk, mine))
        self.told.emit(said)

    def having(self, day: date, name: str, *, works: bool) -> None:
        """Add a day. Raises a Spoken error."""
        self.keep(self._own().having(day, name, works=works), text("calendar_page.added", day=days.shown(day)))
        if str(day.year) in {str(int(self.year.chosen()) + n) for n in (-1, 0, 1)}:
            self.year.choose(self.year.chosen())
        self.table.choose(day.isoformat())

    def drop_chosen(self) -> None:
        """Take the day chosen out of the office's own days."""
        if not self.drop.isEnabled() or not (chosen := self.table.chosen()):
            return
        day = date.fromisoformat(chosen)
        try:
            self.keep(self._own().without(day), text("calendar_page.dropped", day=days.shown(day)))
        except Spoken as refused:
            self.wrong.say("late", str(refused))
            self.wrong.show()

    def ask_file(self) -> None:
        """Ask for a file and show what it would change."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, text("calendar_page.import"), str(Path.home()), text("calendar_page.file_type")
        )
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Read a file and show what it would change; nothing is changed yet."""
        try:
            found = own.brought(self._session.desk, own_days.read_file(path))
            self.opened = ChangesSheet(self, path.name, found, own.day_changes(self._session.desk, found))
        except Spoken as refused:
            self.wrong.say("late", str(refused))
            self.wrong.show()


class DaySheet(Sheet):
    """A day of the office's own: when, what it is called, off or worked in exchange."""

    def __init__(self, page: CalendarPage) -> None:
        self._page = page
        self.day = Field(text("calendar_page.day"), labelled=True, placeholder=text("calendar_page.day_hint"))
        self.name = Field(text("calendar_page.name"), labelled=True)
        kinds = [("off", _capital(text("calendar.off"))), ("worked", _capital(text("calendar_page.in_exchange")))]
        self.kind = Segmented(kinds, "off", name=text("calendar.head.works"))
        body = Pane(None, margins=(20, 16, 20, 16), gap=14)
        body.add(self.day, self.name, row(self.kind, None))
        body.add(Text(text("calendar_page.promised"), "secondary", ink="text2", wrap=True), None)
        super().__init__(page.window(), text("calendar_page.add"), body)
        self.button = Button(text("calendar_page.keep_day"), "primary", icon="check", key="F9")
        self.button.clicked.connect(self.save)
        self.foot((self.button, 1))
        self.closed.connect(self.deleteLater)
        self.open(self.day)

    def save(self) -> None:
        """Keep the day, or say at its field why not."""
        try:
            day = days.read(self.day.text(), "day")
            self._page.having(day, self.name.text(), works=self.kind.chosen() == "worked")
        except Spoken as refused:
            field = self.name if getattr(refused, "field", None) == "name" else self.day
            field.refuse(str(refused))
            field.setFocus()
            return
        self.close_sheet()


class ChangesSheet(Sheet):
    """What a file would change, day by day, before it is kept."""

    def __init__(self, page: CalendarPage, name: str, found: OwnDays, changed: list[own_days.DayChange]) -> None:
        self._page, self._found, self._name = page, found, name
        self.table = Ledger(
            [Column(text("calendar.head.day"), 120), Column(text("calendar.head.before")),
             Column(text("calendar.head.after"))],
            text("calendar_page.changes"),
        )  # fmt: skip
        self.table.show_lines(
            [Line(each.day.isoformat(), (days.shown(each.day), _side(each.before), _side(each.after)))
             for each in changed]
        )  # fmt: skip
        body, head = Pane(None), Pane(None, margins=(20, 14, 20, 10), gap=8)
        key = "calendar_page.would_change" if changed else "calendar.unchanged"
        self.wrong = Banner("late", "")
        self.wrong.hide()
        head.add(Text(text(key, count=len(changed), file=name), "body", weight=STRONG, wrap=True))
        head.add(Text(text("calendar_page.promised"), "secondary", ink="text2", wrap=True), self.wrong)
        body.add(head, (yielding(self.table, 160), 1))
        super().__init__(page.window(), text("calendar_page.changes"), body, width=620)
        self.button = Button(text("calendar_page.keep_all"), "primary", icon="check", key="F9")
        self.button.clicked.connect(self.save)
        self.foot((self.button, 1))
        self.closed.connect(self.deleteLater)
        self.open(self.button)

    def save(self) -> None:
        """Work by the days of the file."""
        try:
            self._page.keep(self._found, text("calendar_page.imported", file=self._name))
        except Spoken as refused:
            self.wrong.say("late", str(refused))
            self.wrong.show()
            return
        self.close_sheet()


def _side(side: tuple[bool, str]) -> Cell:
    works, name = side
    said = text("calendar.worked" if works else "calendar.off")
    return Cell(f"{said} · {name}" if name else said, ink="text" if name else "text2")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _columns() -> list[Column]:
    heads = (("day", 104), ("weekday", 96), ("name", 0), ("works", 110), ("whose", 110))
    return [Column(text(f"calendar.head.{name}"), width) for name, width in heads]
