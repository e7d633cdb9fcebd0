"""The place of settings: its pages at the left, the one chosen beside them. A page is made when first looked at."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk.words import text
from sync import own
from sync.log import Touched
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled
from ui.kit.two_line_list import Entry, TwoLineList
from ui.officers.here import OfficersHere
from ui.places import Place
from ui.reconcile.deciders_page import DecidersPage
from ui.scans.folder_entry import ScannerFolderEntry
from ui.scans.limits_entry import LimitsEntry
from ui.session import Session
from ui.settings.about_page import AboutPage
from ui.settings.backup_page import BackupPage
from ui.settings.calendar_page import CalendarPage
from ui.settings.forms_page import FormsPage
from ui.settings.look_page import LookPage
from ui.settings.page import Page
from ui.settings.pcs_page import PcsPage
from ui.settings.trail_page import TrailPage
from ui.shell.header import Heading
from ui.shell.keys import Keys
from ui.shell.window import Window

LEFT = 268
BETWEEN = 28
ICONS = {
    "look": "monitor", "calendar": "calendar-blank", "forms": "file-text", "scanner": "folder-open",
    "officers": "users", "pcs": "desktop", "backup": "copy", "deciders": "git-merge", "trail": "eye", "about": "info",
}  # fmt: skip
NEEDS = {"trail": "audit", "scanner": "read"}
KEYS = (
    "Ctrl+N", "Ctrl+K", "Ctrl+M", "Ctrl+D", "Ctrl+I", "Ctrl+P", "F5", "Ctrl+Y", "Ctrl+T", "Ctrl+U", "Ctrl+Del", "F9",
)  # fmt: skip


class Settings(Place):
    """The place of settings. `settings_wanted(name, value)` asks for a language, a theme or a scale."""

    settings_wanted = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._window: Window | None = None
        self._pages: dict[str, QWidget] = {}
        self._rooms: dict[str, Pane] = {}
        self.list = TwoLineList(text("settings.pages"))
        self._stack = QStackedWidget()
        left = Pane("sunken", edges="r", margins=(0, 8, 1, 8)).add(self.list)
        left.setFixedWidth(LEFT)
        self.add(row(left, (self._stack, 1), gap=0))
        self.setFocusProxy(self.list)
        self.list.previewed.connect(self.show_page)
        self.list.chosen.connect(self._enter)
        shown = [name for name in ICONS if name not in NEEDS or session.desk.may(NEEDS[name])]
        self.list.show_rows([_entry(name) for name in shown], "look")

    def move_in(self, window: Window, heading: Heading) -> None:
        """Take the window's line of notices and fill the header."""
        self._window = window
        self.session.changed.connect(self._heard)
        self._count()
        heading.say(text("window.place.settings"), self.session.desk.device.name)

    def _heard(self, touched: Touched) -> None:
        if any(kind == "ownfile" for kind, _ in touched):
            self._count()

    def _count(self) -> None:
        """Show on the rail how many of the office's own files are not in use here."""
        desk = self.session.desk
        faults = len(own.wording_faults(desk)) + bool(own.unreadable_days(desk))
        if self._window:
            self._window.count("settings", faults, "soon")

    def keys(self) -> Keys:
        """The keys of this place."""
        return [(key, text(f"settings.keys.{key.replace('+', '').lower()}")) for key in KEYS]

    def show_page(self, name: str) -> None:
        """Show the page of that name."""
        self._stack.setCurrentWidget(self._room(name))

    def page(self, name: str) -> QWidget:
        """The page of that name, made now if it was not before."""
        self._room(name)
        return self._pages[name]

    @property
    def officers(self) -> OfficersHere:
        """Who works here."""
        found = self.page("officers").findChild(OfficersHere)
        assert found is not None
        return found

    def _room(self, name: str) -> QWidget:
        if name not in self._pages:
            made = self._make(name)
            self._pages[name] = made
            whole = name in ("calendar", "deciders", "trail")
            area = Pane("surface").add((made if whole else scrolled(made), 1))
            area.setFocusProxy(made)
            self._rooms[name] = area
            self._stack.addWidget(area)
        return self._rooms[name]

    def _make(self, name: str) -> QWidget:
        makers: dict[str, Callable[[], QWidget]] = {
            "look": lambda: LookPage(self.session),
            "calendar": lambda: CalendarPage(self.session),
            "forms": lambda: FormsPage(self.session),
            "scanner": lambda: _holding("", ScannerFolderEntry(self.session), LimitsEntry(self.session)),
            "officers": lambda: _holding(text("settings.officers"), OfficersHere(self.session)),
            "deciders": lambda: DecidersPage(self.session),
            "pcs": lambda: PcsPage(self.session),
            "backup": lambda: BackupPage(self.session),
            "trail": lambda: TrailPage(self.session),
            "about": lambda: AboutPage(self.session),
        }
        made = makers[name]()
        if isinstance(made, LookPage):
            made.wanted.connect(self.settings_wanted)
        elif isinstance(made, CalendarPage | DecidersPage | FormsPage | TrailPage):
            made.told.connect(self._tell)
        return made

    def _enter(self, name: str) -> None:
        self.show_page(name)
        self.page(name).setFocus()

    def _tell(self, words: str) -> None:
        if self._window:
            self._window.tell(words)


def _entry(name: str) -> Entry:
    return Entry(name, text(f"settings.{name}"), text(f"settings.hint.{name}"), icon=ICONS[name])


def _holding(title: str, *widgets: QWidget) -> Page:
    page = Page(title)
    for widget in widgets:
        page.add(widget, BETWEEN)
    page.add(None)
    page.setFocusProxy(widgets[0])
    return page
