"""The place of procedures: the search of the counter, all that is known of the one found, its versions and hints."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QApplication

from desk.find import Finder, Plain
from desk.procedures import hint_list
from desk.procedures.procedure import Procedure
from desk.text import sort_key
from desk.words import text
from ui.counter.search import ProcedureSearch
from ui.kiosk.launch import launch, running
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.empty_state import EmptyState
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled, turn_to
from ui.places import Place
from ui.procedures.differences import show_differences, told
from ui.procedures.ending import Ending
from ui.procedures.hint_cards import HintCards
from ui.procedures.importing import Importing
from ui.procedures.page import ProcedurePage
from ui.procedures.publish import Publishing
from ui.procedures.versions import Versions, abolished, state_of
from ui.session import Session
from ui.shell.header import Heading
from ui.shell.keys import Keys
from ui.shell.window import Window
from ui.usual import usual

LEFT, RIGHT, PAGE = 390, 348, 820
MOST = 60
"""Procedures shown for one query: here somebody looks around."""
KEYS = ("Enter", "Ctrl+D", "Ctrl+B", "Ctrl+M", "Ctrl+I", "Ctrl+P", "Ctrl+T")


class Procedures(Place):
    """The place of procedures."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._window: Window | None = None
        self._heading: Heading | None = None
        self._shown: Procedure | None = None
        self._all: Finder | None = None
        self.search = ProcedureSearch(self._finder, self._usual, number=0, most=MOST)
        self.search.setFixedWidth(LEFT)
        self._area = scrolled(EmptyState("book-open", text("catalogue_place.empty")))
        self.versions, self.hints = Versions(), HintCards(session)
        self._beside = Pane("window", edges="l")
        self._beside.setFixedWidth(RIGHT)
        column = Pane(None, margins=(16, 14, 16, 16), gap=20).add(self.versions, self.hints, None)
        self._beside.add((scrolled(column), 1))
        self._beside.hide()
        self.add(row(self.search, (self._area, 1), self._beside, gap=0))
        self.importing, self.ending = Importing(session, self), Ending(session, self)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.search)
        self._connect()

    def _connect(self) -> None:
        for asked in (self.search.previewed, self.search.chosen, self.search.full_wanted):
            asked.connect(self.show_procedure)
        self.versions.wanted.connect(self.show_version)
        self.versions.compared.connect(self.compare)
        self.versions.ending.connect(self._end)
        for telling in (self.importing, self.ending):
            telling.told.connect(self._tell)
        self.session.finder_renewed.connect(self._renewed)

    def move_in(self, window: Window, heading: Heading) -> None:
        """Take the window's line of notices and fill the header."""
        self._window = window
        window.notice.acted.connect(self.ending.take_back)
        count = len(self.session.desk.catalogue)
        heading.say(text("window.place.procedures"), text("catalogue_place.count", count=count))
        asked = (
            ("import", "download-simple", "Ctrl+I", self.importing.ask),
            ("publish_short", "push-pin", "Ctrl+P", self.publish),
            ("kiosk", "desktop", "Ctrl+T", self.start_kiosk),
        )
        buttons = []
        for name, icon, key, do in asked:
            button = Button(text(f"catalogue_place.{name}"), icon=icon, key=key, height=36)
            button.clicked.connect(do)
            buttons.append(button)
        heading.show_items(*buttons)
        self._heading = heading

    def keys(self) -> Keys:
        """The keys of this place."""
        return [(key, text(f"catalogue_place.keys.{key.replace('+', '').lower()}")) for key in KEYS]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._all is None:
            self._find_abolished_too()
        if not self.search.query():
            QTimer.singleShot(0, self.search, lambda: self.search.search(self.search.query()))

    def _abolished(self) -> list[Procedure]:
        """The procedures that are in force no more, each in its last version and marked as such."""
        known, day = self.session.desk.catalogue, self.session.desk.now().date()
        codes = dict.fromkeys(each.code for each in known)
        last = [known.versions(code)[0] for code in codes if abolished(known.versions(code), day)]
        return [replace(each, about=text("catalogue_place.abolished"), special=True) for each in last]

    def _finder(self) -> Finder | Plain:
        """The search box of the counter; once it is made, one that knows the abolished procedures too."""
        return self._all or self.session.finder

    def _find_abolished_too(self) -> None:
        """Make a search box with the abolished procedures beside the work, where there are any."""
        desk, gone = self.session.desk, self._abolished()
        known = [*desk.catalogue.current(desk.now().date()), *gone]
        notes = hint_list.searched(desk.db, desk.by)
        if gone:
            self.session.background.run(lambda: Finder(known, notes), self._take_finder, lambda _: None)

    def _take_finder(self, finder: Finder) -> None:
        self._all = finder
        if self.search.query():
            self.search.search(self.search.query(), self._shown.code if self._shown else "")

    def _usual(self) -> list[tuple[str, list[Procedure]]]:
        gone = sorted(self._abolished(), key=lambda each: sort_key(each.short or each.name))
        return [*usual(self.session.desk), *([(text("catalogue_place.abolished_all"), gone)] if gone else [])]

    def _renewed(self) -> None:
        self._all = None
        self._find_abolished_too()
        if self._heading:
            count = len(self.session.desk.catalogue)
            self._heading.say(text("window.place.procedures"), text("catalogue_place.count", count=count))
        shown = self._shown
        self.search.search(self.search.query(), shown.code if shown else "")
        if shown and shown.code in self.session.desk.catalogue:
            self.show_version(shown.version)

    def show_procedure(self, procedure: Procedure) -> None:
        """Show all that is known of the procedure of this code, as it is in force or was last."""
        versions = self.session.desk.catalogue.versions(procedure.code)
        self._show(next((each for each in versions if each.version == procedure.version), procedure))

    def show_version(self, version: str) -> None:
        """Show another version of the procedure on the page."""
        if self._shown is not None:
            self._show(self.session.desk.catalogue.get(self._shown.code, version))

    def _show(self, procedure: Procedure) -> None:
        self._shown = procedure
        versions, day = self.session.desk.catalogue.versions(procedure.code), self.session.desk.now().date()
        page = Pane(None)
        for banner in self._banners(procedure, versions):
            page.add(row(banner, margins=(20, 12, 20, 0)))
        page.add((ProcedurePage(procedure), 1))
        page.setMaximumWidth(PAGE)
        turn_to(self._area, page)
        self.versions.show_versions(versions, procedure.version, day)
        self.hints.show_code(procedure.code)
        self._beside.show()

    def _banners(self, procedure: Procedure, versions: tuple[Procedure, ...]) -> list[Banner]:
        day, found = self.session.desk.now().date(), []
        if abolished(versions, day):
            found.append(Banner("late", text("catalogue_place.is_abolished", day=procedure.effective_to)))
        elif state_of(procedure, day) == "ahead":
            found.append(Banner("soon", text("catalogue_place.is_ahead", day=procedure.effective_from)))
        elif procedure != next((each for each in versions if state_of(each, day) == "now"), procedure):
            found.append(Banner("soon", text("catalogue_place.is_old"), icon="clock-counter-clockwise"))
        if before := self._before(procedure):
            names = dict.fromkeys(each.field.partition(".")[0] for each in told(before, procedure))
            said = ", ".join(text(f"hints.field.{name}").lower() for name in names)
            words = text("catalogue_place.changed", version=before.version, fields=said or text("hints.same"))
            found.append(Banner("accent", words, icon="git-diff"))
        return found

    def _before(self, procedure: Procedure) -> Procedure | None:
        versions = self.session.desk.catalogue.versions(procedure.code)
        at = versions.index(procedure) if procedure in versions else len(versions)
        return versions[at + 1] if at + 1 < len(versions) else None

    def compare(self, version: str) -> None:
        """Hold a version against the one before, side by side; any two may be chosen there."""
        if self._shown is None:
            return
        after = self.session.desk.catalogue.get(self._shown.code, version or self._shown.version)
        if before := self._before(after):
            show_differences(self, self.session.desk.catalogue.versions(after.code), before, after)

    def _end(self) -> None:
        """Abolish the procedure on the page by hand, or take it up again."""
        if self._shown is not None:
            self.ending.ask(self.session.desk.catalogue.versions(self._shown.code)[0])

    def publish(self) -> Publishing:
        """Open the sheet of what citizens are shown."""
        return Publishing(self.session, self, self._tell)

    def start_kiosk(self) -> None:
        """Start the screen on which citizens look procedures up; it goes on when the officer changes."""
        app = QApplication.instance()
        if running(app):
            self._tell(text("catalogue_place.kiosk_runs"), "soon")
            return
        kiosk = launch(self.session.desk, app)
        kiosk.errorOccurred.connect(self._kiosk_failed)
        self._tell(text("catalogue_place.kiosk_started"), "ok")

    def _kiosk_failed(self) -> None:
        self._tell(text("catalogue_place.kiosk_failed"), "late")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.importing.read(files[0])

    def _tell(self, words: str, tone: str) -> None:
        if self._window is None:
            return
        if words:
            undo = text("abolishing.undo") if tone == "accent" else ""
            lasting = 0 if tone in ("late", "wait") else 8
            self._window.tell(words, tone=tone, action=undo, key="Ctrl+Z" if undo else "", seconds=lasting)
        else:
            self._window.notice.hide()
