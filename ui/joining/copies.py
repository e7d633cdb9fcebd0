"""The backups at a place that a person chose: of which PC and when, how large, and whether they are whole.

The one that is looked at is checked beside the work, byte by byte; the signature of each was checked when it was read.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from desk import Spoken
from desk.words import text
from sync.backup import restoring, shelf
from sync.backup.restoring import Checked
from sync.backup.shelf import Kept
from sync.desk import local
from ui.background import Background
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.text import Elided, Text
from ui.kit.two_line_list import Entry, TwoLineList
from ui.theme.tokens import ROW
from ui.words_of_backup import size_of

SHOWN = 5
"""Rows on show; more are scrolled to."""
TOLD_EVERY = 300

Outcome = Checked | Spoken


class Copies(Pane):
    """`turned` comes when another backup is looked at, or more is known of it, `found` when there is one."""

    turned = Signal()
    found = Signal()

    def __init__(self, background: Background) -> None:
        super().__init__(None, gap=10)
        self._background, self._halted = background, False
        self._kept, self._outcomes = dict[str, Kept](), dict[str, Outcome]()
        self._checking, self._share = "", 0
        self.choose = Button(text("backup.first.choose"), icon="folder-open", key="Ctrl+O", height=36)
        self.folder = Elided("", "secondary")
        self.list = TwoLineList(text("backup.first.copies"))
        self._said = Banner("late", "")
        self.add(row(self.choose, (self.folder, 1), gap=12), self._said)
        self.add(self.list, Text(text("backup.first.about"), "small", ink="text3", wrap=True))
        self.setFocusProxy(self.choose)
        self._said.hide()
        self.list.hide()
        self._ticking = QTimer(self, interval=TOLD_EVERY)
        self._ticking.timeout.connect(self._show)
        self.choose.clicked.connect(self._ask)
        self.list.previewed.connect(self._turn)

    @property
    def current(self) -> Kept | None:
        """The backup that is looked at, None where there is none that can be used."""
        kept = self._kept.get(self.list.current())
        broken = isinstance(self._outcomes.get(self.list.current()), Spoken)
        return kept if kept and kept.manifest and not broken else None

    def _ask(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, text("backup.first.choose"), str(Path.home())):
            self.look(Path(chosen))

    def look(self, path: Path) -> None:
        """See which backups are at a place: a stick, a folder, or a file of a backup."""
        place = path.parent if path.is_file() else path
        self.folder.say(str(place))
        self._say("wait", text("backup.first.looking", path=place))
        self._background.run(lambda: shelf.found(place), self._found, self._failed)

    def _found(self, kept: list[Kept]) -> None:
        self._said.hide()
        self._kept, self._outcomes = {str(each.path): each for each in kept}, {}
        self.list.setFixedHeight(min(len(kept), SHOWN) * ROW)
        self.list.show()
        self._show()
        self.found.emit()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Spoken):
            raise error
        self._kept.clear()
        self.list.hide()
        self._say("late", str(error))
        self.turned.emit()

    def _show(self) -> None:
        self.list.show_rows([self._entry(key, kept) for key, kept in self._kept.items()], self.list.current())

    def _entry(self, key: str, kept: Kept) -> Entry:
        page, chip = kept.manifest, self._chip(key, kept)
        if page is None:
            return Entry(key, kept.path.name, str(kept.fault), chip=chip)
        name = f"{local(page.at):%H:%M %d/%m/%Y} · {page.pc_name}"
        much = f"{text('backup.first.changes', changes=page.changes)} · {size_of(page.size)}"
        return Entry(key, name, page.office_name or page.office, right=much, chip=chip)

    def _chip(self, key: str, kept: Kept) -> tuple[str, str]:
        if key == self._checking:
            return text("backup.first.checking", share=self._share), "wait"
        match self._outcomes.get(key):
            case Checked(missing=missing) if missing:
                return text("backup.first.lacks", count=len(missing)), "soon"
            case Checked():
                return text("backup.first.sound"), "ok"
            case None if kept.manifest:
                return text("backup.first.signed"), "plain"
        return text("backup.first.broken"), "late"

    def _turn(self, key: str) -> None:
        """Another one is looked at: say what is wrong with it, or check it once nothing else is being checked."""
        kept = self._kept[key]
        fault = kept.fault or self._outcomes.get(key)
        if isinstance(fault, Spoken):
            self._say("late", str(fault))
        else:
            self._said.hide()
        self._check_next()
        self.turned.emit()

    def _check_next(self) -> None:
        key = self.list.current()
        if self._checking or self._halted or key in self._outcomes or not self._kept[key].manifest:
            return
        self._checking, self._share = key, 0
        self._ticking.start()
        check = partial(restoring.check, self._kept[key].path, told=self._count)
        self._background.run(check, partial(self._checked, key), partial(self._checked, key))

    def _count(self, done: int, of: int) -> None:
        """On the thread of the job."""
        if self._halted:
            raise Halted
        self._share = 100 * done // max(of, 1)

    def _checked(self, key: str, outcome: object) -> None:
        self._checking = ""
        self._ticking.stop()
        if isinstance(outcome, Halted):
            return
        if not isinstance(outcome, Outcome):
            assert isinstance(outcome, BaseException)
            raise outcome
        if key in self._kept:
            self._outcomes[key] = outcome
            self._show()

    def demand(self) -> None:
        """Ask for a place where a backup is, or for another backup."""
        if not self._kept:
            self._say("soon", text("backup.first.pick"))
        self.choose.setFocus()

    def halt(self) -> None:
        """Break off what is being checked, and check nothing more."""
        self._halted = True
        self._ticking.stop()

    def go_on(self) -> None:
        """Check what is looked at after all."""
        self._halted = False
        self._check_next()

    def _say(self, tone: str, words: str) -> None:
        self._said.say(tone, words)
        self._said.show()


class Halted(Exception):
    """Nobody waits any more for what is being read."""
