"""One officer's window at work: the places in the shell, what delivery says at the foot, sheets that places share."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desk.words import text
from sync.delivery import Delivery
from ui.places import SPOTS, Place, Room, Spot
from ui.session import Session
from ui.shell.window import Window
from ui.start_place import start_of
from ui.stick import Dropped
from ui.words_of_delivery import said

BREATH = 30
"""ms between two places that are made ahead of need."""
FIRST_BREATH = 400


class Workplace(QObject):
    """Builds and connects the window of a session."""

    settings_wanted = Signal(str, str)
    """A setting of the window was chosen: ("language" or "theme", value)."""

    def __init__(self, session: Session, spots: Sequence[Spot] = SPOTS) -> None:
        super().__init__()
        self.session = session
        self.window = Window(session.desk.office.name or session.desk.office.code, now=session.desk.now)
        self._spots = {spot.key: spot for spot in spots}
        self._rooms: dict[str, Room] = {}
        self._ahead = QTimer(self, singleShot=True, interval=BREATH)
        self._ahead.timeout.connect(self.make_ahead)
        for spot in spots:
            if not spot.needs or session.desk.may(spot.needs):
                self._add(spot)
        self._connect()
        self._begin()
        self._say_who()
        self.say_delivery(session.syncing.delivery)

    def _begin(self) -> None:
        """At the place where this officer's day begins."""
        if (start := start_of(self.session.desk)) in self._rooms:
            self.window.open(start)
        self.place(self.window.place()).setFocus()

    def _say_who(self) -> None:
        """Who works at which PC; a copy of one gets a name of its own while it is at work."""
        desk = self.session.desk
        self.window.say_who(desk.officer.name or desk.by, desk.device.name)

    def _add(self, spot: Spot) -> None:
        room = Room(lambda: self._settled(spot))
        self._rooms[spot.key] = room
        self.window.add_place(spot.key, spot.icon, text(f"window.place.{spot.key}"), room, low=spot.low)

    def _settled(self, spot: Spot) -> Place:
        place = spot.make(self.session)
        place.case_wanted.connect(self.show_case)
        place.draft_wanted.connect(self.show_draft)
        place.settle_wanted.connect(self.show_dispute)
        place.list_wanted.connect(self.show_list)
        place.place_wanted.connect(self.go)
        if hasattr(place, "settings_wanted"):
            place.settings_wanted.connect(self.settings_wanted)
        place.move_in(self.window, self.window.heading(spot.key))
        return place

    def _connect(self) -> None:
        self.window.delivery_wanted.connect(self.show_delivery)
        self.window.keys_wanted.connect(self.show_keys)
        self.window.place_opened.connect(lambda key: self.place(key))
        self.session.syncing.told.connect(self.say_delivery)
        self.session.scans.counted.connect(self._say_anew)
        self.session.syncing.exchanged.connect(lambda _: self._say_who())
        self.session.lan.told.connect(self._say_anew)
        Dropped(self.window).dropped.connect(self.show_bundle)

    def place(self, key: str) -> Place:
        """The place of that key, made now if it was not before."""
        return self._rooms[key].place()

    def make_ahead_soon(self) -> None:
        """Make the other places ahead of need once the first one is on the screen."""
        self._ahead.start(FIRST_BREATH)

    def make_ahead(self) -> None:
        """Make the other places, one after another, while the person is busy with the first."""
        self.session.prepare_finder()
        waiting = next((room for room in self._rooms.values() if not room.made()), None)
        if waiting:
            waiting.place()
            self._ahead.start(BREATH)

    def show_case(self, id: str) -> None:
        """Go to the place of cases and show that one."""
        if "cases" in self._rooms:
            self.window.open("cases")
            self.place("cases").show_case(id)

    def show_list(self, view: str, scope: str) -> None:
        """Go to the place of cases and show that list of whose cases."""
        if "cases" in self._rooms:
            self.window.open("cases")
            self.place("cases").show_list(view, scope)

    def go(self, key: str) -> None:
        """Go to a place; say so where this officer has it not."""
        if key in self._rooms:
            self.window.open(key)
        else:
            self.window.tell(text("today.no_place"), tone="soon")

    def show_draft(self, name: str) -> None:
        """Go to the counter and take that draft in hand."""
        if "counter" in self._rooms:
            self.window.open("counter")
            self.place("counter").show_draft(name)

    def show_dispute(self, id: str, field: str) -> None:
        """Go to the place of conflicts and show that field of a case."""
        if "reconcile" in self._rooms:
            self.window.open("reconcile")
            self.place("reconcile").show_dispute(id, field)

    def say_delivery(self, delivery: Delivery) -> None:
        """Say at the foot how delivery stands."""
        self.window.say_status(said(self.session, delivery))

    def _say_anew(self) -> None:
        self.say_delivery(self.session.syncing.delivery)

    def show_delivery(self) -> None:
        """Open the details of delivery (Ctrl+0)."""
        from ui.delivery_panel import delivery_sheet

        sheet = delivery_sheet(self.window, self.session)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def show_bundle(self, path: Path) -> None:
        """Open what a file from a USB stick would bring."""
        from ui.usb_sheet import usb_sheet

        sheet = usb_sheet(self.window, self.session, path)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def show_keys(self) -> None:
        """Open the keys of the place in use (F1)."""
        self.window.show_keys(self.place(self.window.place()).keys())

    def keep(self) -> None:
        """Let every place put away what was typed."""
        for room in self._rooms.values():
            if room.made():
                room.place().keep()

    def leave(self) -> None:
        """Let every place put away what was typed, and others have it: the officer goes away."""
        for room in self._rooms.values():
            if room.made():
                room.place().leave()
        self.session.syncing.soon()
        self.session.lan.soon()

    def close(self) -> None:
        """Close the window for good; the session stays open."""
        self.keep()
        self.window.close()
        self.window.deleteLater()
        self.deleteLater()  # it hears no more of the session
        self._ahead.stop()
