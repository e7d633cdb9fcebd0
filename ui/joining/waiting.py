"""The screen of a PC that waits to be taken into its office: the words to compare, and it asks again by itself."""

import time
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog

from desk import Spoken
from desk.words import text
from sync import enrolling, home
from sync.carriers import knocking
from sync.desk import local
from sync.errors import Offline
from ui import saving
from ui.background import Background
from ui.joining.dropping import Drops
from ui.joining.fingerprint import Fingerprint
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled
from ui.kit.text import Text
from ui.shell.mark import Mark
from ui.theme.tokens import STRONG

OFTEN = 15
"""Seconds between two questions."""
LOOKING = 3.0
"""Seconds to look for PCs of the office on this network."""
WIDE = 640


class Waiting(Pane):
    """Asks the server of the home in `folder` and, with `lan`, the PCs of this network.

    `taken_in` comes once, `given_up` when the home was put aside.
    """

    taken_in = Signal()
    given_up = Signal()

    def __init__(self, folder: Path, key: bytes, officer: str, server: str = "", *, lan: bool = False) -> None:
        super().__init__("surface")
        found = home.read(folder)
        self._folder, self._key, self._officer = folder, key, officer
        self._url, self._lan = server or found.server, lan
        self._asks = bool(self._url) or lan
        self._background, self._asking, self._ended = Background(self), False, False
        self._request = enrolling.request_of(folder)
        self._again = QTimer(self, interval=OFTEN * 1000)
        self._again.timeout.connect(self.ask)
        self.fingerprint = Fingerprint(self._request.words, self._request.device)
        self.now = Button(text("new_pc.ask_now"), "primary", icon="arrows-clockwise", key="F9" if self._asks else "")
        self.said = Banner("wait", text("new_pc.not_asked" if self._asks else "new_pc.no_line"))
        kind, cap, high = ("plain", "F5", 38) if self._asks else ("primary", "F9", 52)
        self.write = Button(text("new_pc.write_request"), kind, icon="export", key=cap, height=high)
        self.read = Button(text("new_pc.read_answer"), icon="download-simple", key="F6", height=38)
        self.anew = Button(text("new_pc.start_anew"), "faint", height=32)
        self.address = Field(text("new_pc.address"), labelled=True, placeholder="192.168.1.20", icon="wifi-high")
        self._sure = False
        if not lan:
            self.address.hide()
        self._fill(found.office.name or found.office.code)
        self._connect()

    def _fill(self, office: str) -> None:
        inner = Pane(None, gap=0)
        inner.setFixedWidth(WIDE)
        inner.add(row(Mark(40), Text(text("shell.name"), "section", weight=STRONG), None, gap=12), 28)
        inner.add(Text(text("new_pc.waiting_title"), "due", weight=STRONG, wrap=True), 4)
        inner.add(Text(text("new_pc.waiting_for", office=office), "body", ink="text2", wrap=True), 20)
        inner.add(
            Text(text("new_pc.compare"), "body", wrap=True), 10, self.fingerprint, 18, self.said, 12, self.address, 12
        )
        buttons = (self.write, self.read, None, self.now) if self._asks else (self.read, None, self.write)
        inner.add(row(*buttons, gap=10), 10)
        inner.add(Text(text("new_pc.by_stick"), "small", ink="text3", wrap=True), 16, row(self.anew, None))
        middle = Pane("surface", margins=(24, 20, 24, 20))
        middle.add(None, row(None, inner, None), None)
        self.add((scrolled(middle), 1))

    def _connect(self) -> None:
        self.now.clicked.connect(self.ask)
        self.address.entered.connect(self.ask)
        self.write.clicked.connect(self.ask_where)
        self.read.clicked.connect(self.ask_answer)
        self.anew.clicked.connect(self.start_anew)
        Drops(self).dropped.connect(self.take)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.now if self._asks else self.write).setFocus()
        if self._asks:
            self._again.start()
            self.ask()

    def ask(self) -> None:
        """Ask whether this PC has been taken in, unless that is being asked."""
        if self._asking or self._ended:
            return
        self._asking = True
        folder, key, officer, url, lan = self._folder, self._key, self._officer, self._url, self._lan
        typed = [address] if (address := self.address.text()) else []

        def job() -> bool:
            near = typed or (knocking.near(LOOKING) if lan else [])
            return enrolling.ask_with(folder, key, officer, url, near)

        self._background.run(job, self._answered, self._failed)

    def _answered(self, taken: bool) -> None:
        self._asking = False
        if taken:
            self._start()
        else:
            at = f"{local(time.time()):%H:%M:%S}"
            self._say("accent", text("new_pc.asked", time=at, seconds=OFTEN), "clock")

    def _failed(self, error: BaseException) -> None:
        self._asking = False
        if not isinstance(error, Spoken):
            raise error
        if isinstance(error, Offline):
            self._say("soon", text("new_pc.offline", reason=error, seconds=OFTEN), "wifi-slash")
        else:
            self._say("late", str(error))

    def _start(self) -> None:
        if not self._ended:
            self._ended = True
            self._again.stop()
            self._say("ok", text("new_pc.taken_in"))
            self.taken_in.emit()

    def ask_where(self) -> None:
        """Ask where the request shall be written."""
        name = f"{self._request.device}.request"
        path = saving.ask_path(self, name, suffix="request", kinds=text("new_pc.request_files"))
        if path is not None:
            self.write_request(path)

    def write_request(self, path: Path) -> None:
        """Write what this PC asks with into a file."""
        try:
            saving.write_whole(path, self._request.data)
        except Spoken as refused:
            self._say("late", str(refused))
        else:
            self._say("ok", text("new_pc.request_written", file=path.name))

    def ask_answer(self) -> None:
        """Ask which file the answer is in."""
        kinds = text("new_pc.answer_files")
        chosen, _ = QFileDialog.getOpenFileName(self, text("new_pc.read_answer"), str(Path.home()), kinds)
        if chosen:
            self.take(Path(chosen))

    def take(self, path: Path) -> None:
        """Take in what the authority wrote, once the question under way is answered."""
        self._say("wait", text("new_pc.reading"), "clock")
        folder, key, officer = self._folder, self._key, self._officer
        self._background.run(
            lambda: enrolling.take_file(folder, key, officer, path), self._taken, self._failed
        )  # fmt: skip

    def _taken(self, member: bool) -> None:
        if member:
            self._start()
        else:
            self._say("late", text("new_pc.no_key_yet"))

    def start_anew(self) -> None:
        """Put this request aside and begin with another invitation, at the second press."""
        if not self._sure:
            self._sure = True
            self.anew.setText(text("new_pc.start_anew_sure"))
            return
        self.close_down()
        try:
            enrolling.give_up(self._folder)
        except Spoken as refused:
            self._say("late", str(refused))
        else:
            self.given_up.emit()

    def _say(self, tone: str, words: str, icon: str = "") -> None:
        self.said.say(tone, words, icon=icon)

    def close_down(self) -> None:
        """Ask no more; wait for the question under way."""
        self._ended = True
        self._again.stop()
        self._background.close()
