"""Scans in the panel of delivery: how many wait, how long they take, and the button that lets them rest or go on."""

from desk.words import text
from sync.scans import limits, travel
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane, Rule, row
from ui.kit.text import Text
from ui.session import Session
from ui.words_of_scans import queue_lines


class WayLine(Pane):
    """Hidden until there is a scan that travels, or has."""

    def __init__(self, session: Session) -> None:
        super().__init__(None, gap=8, margins=(0, 18, 0, 0))
        self._session = session
        self._said = Text("", "secondary", ink="text2", wrap=True)
        self.rest = Button("", key="F8", height=32)
        self.rest.clicked.connect(self._switch)
        self._short = Banner("soon", "")
        self.add(Rule(), row((Text(text("scans_window.title"), "secondary"), 1), self.rest), self._said, self._short)
        session.scans.told.connect(self.show_anew)
        self.show_anew()

    def show_anew(self) -> None:
        """Show how they stand."""
        now, short = travel.queue(self._session.desk), self._session.scans.trouble
        self.setVisible(bool(now.waiting or now.coming or now.delivered or now.limits.paused))
        self.rest.setText(text("scans_window.go_on" if now.limits.paused else "scans_window.rest"))
        self._said.say(" ".join(queue_lines(now)))
        self._short.say("soon", short)
        self._short.setVisible(bool(short) and bool(now.waiting or now.coming))

    def _switch(self) -> None:
        desk = self._session.desk
        limits.pause(desk, not limits.of(desk).paused)
        self.show_anew()
        self._session.scans.go()
