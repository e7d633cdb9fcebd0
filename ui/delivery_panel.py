"""The details behind the sentence at the foot (Ctrl+0): what waits, since when, the last receipt, the last failure."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from desk.words import text
from sync.delivery import Delivery
from sync.healing import notices
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane, Rule, row
from ui.kit.sheet import Sheet
from ui.kit.text import Icon, Text
from ui.lan_line import LanLine
from ui.scans.way_line import WayLine
from ui.session import Session
from ui.shell.status_line import LIGHTS
from ui.theme.tokens import STRONG
from ui.usb_sheet import StickLine
from ui.words_of_delivery import moment, said

MOST_NOTICES = 5
"""Sentences shown about the clock, what is withheld and what was healed; `casedesk status` tells all of them."""


def delivery_sheet(over: QWidget, session: Session) -> Sheet:
    """A sheet over the window that follows delivery while it is open."""
    body = Details(session)
    sheet = Sheet(over, text("window.delivery.title"), body)
    again = Button(text("window.delivery.now"), "primary", icon="arrows-clockwise", key="F9")
    again.clicked.connect(body.exchange)
    if not session.syncing.linked:
        again.hold(text("window.delivery.no_server_hint"))
    sheet.foot(*body.stick.buttons)
    sheet.foot((again, 1))
    return sheet


class Details(Pane):
    """How delivery stands, figure by figure."""

    def __init__(self, session: Session) -> None:
        super().__init__(None, gap=0, margins=(20, 14, 20, 20))
        self._session = session
        self._inside = Pane(None, gap=0)
        self.stick = StickLine(session)
        self.add(self._inside, WayLine(session), self.stick, LanLine(session), None)
        session.lan.told.connect(self.show_anew)
        session.syncing.told.connect(self.show_delivery)
        self.show_delivery(session.syncing.delivery)

    def exchange(self) -> None:
        """Exchange now and say so."""
        self._session.syncing.now()
        self.show_delivery(self._session.syncing.delivery, trying=True)

    def show_anew(self) -> None:
        """Show how it stands now."""
        self.show_delivery(self._session.syncing.delivery)

    def show_delivery(self, delivery: Delivery, *, trying: bool = False) -> None:
        """Show how it stands."""
        old, self._inside = self._inside, self._filled(delivery, trying)
        self.body.replaceWidget(old, self._inside)
        old.deleteLater()

    def _filled(self, delivery: Delivery, trying: bool) -> Pane:
        syncing, heard = self._session.syncing, said(self._session, delivery)
        pane = Pane(None, gap=0)
        lead = Text(heard.parts[0], "section", weight=STRONG, wrap=True)
        pane.add(row(Icon(LIGHTS[heard.light], 24, heard.light), (lead, 1), gap=10), 14)
        for name, value in self._figures(delivery):
            pane.add(Rule(), row(Text(name, "secondary", ink="text2"), None, Text(value), margins=(0, 9, 0, 9)))
        pane.add(Rule(), 16)
        if trying:
            pane.add(Banner("accent", text("window.delivery.trying"), icon="arrows-clockwise"), 12)
        elif delivery.reason:
            pane.add(Banner("late" if syncing.needs_person else "soon", delivery.reason), 12)
        for words in notices.told(self._session.desk)[:MOST_NOTICES]:
            pane.add(Banner("soon", words), 12)
        pane.add(Text(text("window.delivery.promise"), "secondary", ink="text2", wrap=True))
        return pane

    def _figures(self, delivery: Delivery) -> Iterator[tuple[str, str]]:
        now, none = self._session.desk.now(), text("window.delivery.none")
        for name, at in (
            ("oldest", delivery.waiting_since),
            ("receipt", delivery.confirmed_at),
            ("failing", delivery.failing_since),
        ):
            if name == "oldest":
                yield text("window.delivery.count"), str(delivery.waiting)
            yield text(f"window.delivery.{name}"), moment(at, now) if at else none
        if (holding := self._session.lan.holding) is not None:
            yield text("lan.holding_row"), str(holding)
