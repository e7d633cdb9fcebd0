"""The places of the window in their order, and what the window asks of each.

A place is made when it is first needed, so that the window opens before the last of them is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from ui.kit.layout import Pane
from ui.session import Session
from ui.shell.header import Heading
from ui.shell.keys import Keys
from ui.shell.window import Window


class Place(Pane):
    """What every place is: made with the session, then given the window and its part of the header once.

    The keyboard goes to the focus proxy it sets.
    """

    case_wanted = Signal(str)
    """Asks the window to show the case of this record id in the place of cases."""

    draft_wanted = Signal(str)
    """Asks the window to show the draft of this name at the counter."""

    settle_wanted = Signal(str, str)
    """Asks the window to settle that field of the case of this record id in the place of conflicts."""

    list_wanted = Signal(str, str)
    """Asks the window to show a list, by its key in `ui.lists.views`, of that scope (`desk.lists.SCOPES`)."""

    place_wanted = Signal(str)
    """Asks the window to go to the place of that key."""

    def __init__(self, session: Session) -> None:
        super().__init__("surface")
        self.session = session

    def move_in(self, window: Window, heading: Heading) -> None:
        """Connect to the window and fill the header; called once."""

    def keys(self) -> Keys:
        """The (key, words) of this place for the sheet of keys."""
        return ()

    def show_case(self, id: str) -> None:
        """Show the case of this record id; only the place of cases does."""

    def show_list(self, view: str, scope: str) -> None:
        """Show that list of whose cases; only the place of cases does."""

    def show_draft(self, name: str) -> None:
        """Take the draft of this name in hand again; only the counter does."""

    def show_dispute(self, id: str, field: str) -> None:
        """Show that field of the case of this record id to be settled; only the place of conflicts does."""

    def keep(self) -> None:
        """Put away what was typed but not saved: the window is about to close, or be built anew."""

    def leave(self) -> None:
        """The officer goes away, and the window waits behind the log-in."""
        self.keep()


@dataclass(frozen=True)
class Spot:
    """Where a place is found: its name is the text `window.place.<key>`, `at` is "module:class".

    `needs` is the action (`desk.officers.rights`) without the right to which nobody is shown the place.
    """

    key: str
    icon: str
    at: str
    needs: str = ""
    low: bool = False

    def make(self, session: Session) -> Place:
        """The place itself."""
        module, _, name = self.at.partition(":")
        place = getattr(import_module(module), name)(session)
        assert isinstance(place, Place)
        return place


SPOTS = (
    Spot("today", "house", "ui.today.place:Today"),
    Spot("counter", "file-plus", "ui.counter.place:Counter", "receive"),
    Spot("cases", "tray", "ui.cases.place:Cases", "read"),
    Spot("books", "notebook", "ui.books.place:Books", "read"),
    Spot("reconcile", "git-diff", "ui.reconcile.place:Reconcile", "reconcile"),
    Spot("procedures", "book-open", "ui.procedures.place:Procedures"),
    Spot("settings", "gear", "ui.settings.place:Settings", low=True),
)


class Room(Pane):
    """Holds the place of one spot, from the moment somebody looks for it."""

    def __init__(self, make: Callable[[], Place]) -> None:
        super().__init__("surface")
        self._make = make
        self._place: Place | None = None

    def place(self) -> Place:
        """The place, made now if it was not before."""
        if self._place is None:
            self._place = self._make()
            self.add(self._place)
            self.setFocusProxy(self._place)
        return self._place

    def made(self) -> bool:
        """Whether the place is there already."""
        return self._place is not None

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.place()
        QWidget.setFocus(self, event.reason())
